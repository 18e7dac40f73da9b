import { writePlan } from '#modules/benchmarks/index.ts';
import { fileDownload } from '../../../downloads.ts';
import { providerOfPlan } from '../provider.ts';
import type { RequestHandler } from './$types';

/** The parts of an Erasmus Plan as a file that text programs open, to copy from. */
export const GET: RequestHandler = async ({ locals: { ctx }, url }) => {
	const { id } = await providerOfPlan(ctx, url.searchParams.get('provider'));
	const response = fileDownload('text/html; charset=utf-8', await writePlan(ctx, id, 'erasmus'));
	// Powerless should a browser show it inside our origin nevertheless.
	response.headers.set('content-security-policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'");
	return response;
};
