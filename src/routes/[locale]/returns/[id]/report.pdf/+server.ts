import { comparisonForReport, reportOfReturn, returnReportParts } from '#modules/benchmarks/index.ts';
import { printReturnReport } from '#modules/benchmarks/report/print-return.ts';
import { fileDownload } from '../../../../downloads.ts';
import type { RequestHandler } from './$types';

/** The whole report, or with `?version=director` one page. */
export const GET: RequestHandler = async ({ locals: { ctx }, params, url }) => {
	const version = url.searchParams.get('version') === 'director' ? 'director' : 'full';
	const report = await reportOfReturn(ctx, params.id);
	const compared = await comparisonForReport(ctx, report);
	return fileDownload('application/pdf', await printReturnReport(ctx, report, compared, version, returnReportParts));
};
