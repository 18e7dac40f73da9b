import { readSharedReturn } from '#modules/benchmarks/index.ts';
import { printReturnReport } from '#modules/benchmarks/report/print-return.ts';
import { fileDownload } from '../../../../../downloads.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals: { ctx }, params }) => {
	const { report, comparison, parts } = await readSharedReturn(ctx, params.token);
	return fileDownload('application/pdf', await printReturnReport(ctx, report, comparison, 'full', parts));
};
