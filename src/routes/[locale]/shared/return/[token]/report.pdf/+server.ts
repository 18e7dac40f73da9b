import { readSharedReturn } from '#modules/benchmarks/index.ts';
import { reportPdf } from '../../../../returns/[id]/report/print.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals: { ctx }, params }) => {
	const { report, parts } = await readSharedReturn(ctx, params.token);
	return reportPdf(ctx, report, 'full', parts);
};
