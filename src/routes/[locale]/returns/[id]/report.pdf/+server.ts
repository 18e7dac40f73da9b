import { reportOfReturn, returnReportParts } from '#modules/benchmarks/index.ts';
import { reportPdf } from '../report/print.ts';
import type { RequestHandler } from './$types';

/** The whole report, or with `?version=director` one page. */
export const GET: RequestHandler = async ({ locals: { ctx }, params, url }) => {
	const report = await reportOfReturn(ctx, params.id);
	return reportPdf(ctx, report, url.searchParams.get('version') === 'director' ? 'director' : 'full', returnReportParts);
};
