import { comparedReportOfReturn, returnReportParts } from '#modules/benchmarks/index.ts';
import { printReturnReport } from '#modules/benchmarks/report/print-return.ts';
import { fileDownload } from '../../../../downloads.ts';
import { revisionOf } from '../../files.ts';
import type { RequestHandler } from './$types';

/** The whole report, or with `?version=director` one page. */
export const GET: RequestHandler = async ({ locals: { ctx }, params, url }) => {
	const version = url.searchParams.get('version') === 'director' ? 'director' : 'full';
	const { report, comparison } = await comparedReportOfReturn(ctx, params.id, revisionOf(url));
	return fileDownload('application/pdf', await printReturnReport(ctx, report, comparison, version, returnReportParts));
};
