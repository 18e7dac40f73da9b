import { comparisonForReport, reportOfReturn, returnReportParts } from '#modules/benchmarks/index.ts';
import { printReturnReport } from '#modules/benchmarks/report/print-return.ts';
import { fileDownload } from '../../../../downloads.ts';
import { revisionOf } from '../../files.ts';
import type { RequestHandler } from './$types';

/** The whole report, or with `?version=director` one page. */
export const GET: RequestHandler = async ({ locals: { ctx }, params, url }) => {
	const version = url.searchParams.get('version') === 'director' ? 'director' : 'full';
	const revision = revisionOf(url);
	const report = await reportOfReturn(ctx, params.id, revision);
	const compared = revision === undefined ? await comparisonForReport(ctx, report) : null;
	return fileDownload('application/pdf', await printReturnReport(ctx, report, compared, version, returnReportParts));
};
