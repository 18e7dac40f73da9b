import { readShared } from '#modules/benchmarks/index.ts';
import { reportPdf } from '../../../runs/[id]/report/print.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals: { ctx }, params }) => {
	const { report, comparison, parts } = await readShared(ctx, params.token);
	return reportPdf(ctx, report, comparison, 'full', parts);
};
