import { planDocuments, printPlan } from '#modules/benchmarks/index.ts';
import { fileDownload } from '../../../downloads.ts';
import { providerOfPlan } from '../provider.ts';
import type { RequestHandler } from './$types';

/** The plan on paper; with `?kind=erasmus` in the parts of an Erasmus Plan. */
export const GET: RequestHandler = async ({ locals: { ctx }, url }) => {
	const { id } = await providerOfPlan(ctx, url.searchParams.get('provider'));
	const kind = planDocuments.find((each) => each === url.searchParams.get('kind')) ?? 'plan';
	return fileDownload('application/pdf', await printPlan(ctx, id, kind));
};
