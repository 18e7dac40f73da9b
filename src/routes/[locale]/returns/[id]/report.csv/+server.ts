import { reportOfReturn, resultColumns, resultRows } from '#modules/benchmarks/index.ts';
import { csvFile } from '#platform/csv.ts';
import { revisionOf } from '../../files.ts';
import type { RequestHandler } from './$types';

/** The results as a table. */
export const GET: RequestHandler = async ({ locals: { ctx }, params, url }) => {
	const report = await reportOfReturn(ctx, params.id, revisionOf(url));
	return csvFile(`social-utility-results-${report.year}.csv`, resultColumns, resultRows(report));
};
