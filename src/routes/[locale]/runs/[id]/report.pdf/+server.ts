import { compareRun, reportOf, reportParts } from '#modules/benchmarks/index.ts';
import { reportPdf } from '../report/print.ts';
import type { RequestHandler } from './$types';

/** The whole report, or with `?version=director` one page. Private notes are not printed. */
export const GET: RequestHandler = async ({ locals: { ctx }, params, url }) => {
	const [report, compared] = await Promise.all([reportOf(ctx, params.id), compareRun(ctx, params.id, null)]);
	const parts = reportParts.filter((part) => part !== 'notes');
	return reportPdf(ctx, report, compared, url.searchParams.get('version') === 'director' ? 'director' : 'full', parts);
};
