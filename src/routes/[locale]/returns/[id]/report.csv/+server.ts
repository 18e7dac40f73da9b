import { comparedReportOfReturn, comparedRows, resultColumns } from '#modules/benchmarks/index.ts';
import { csvFile } from '#platform/csv.ts';
import { revisionOf } from '../../files.ts';
import type { RequestHandler } from './$types';

/** The results as a table, with what is shown of others. */
export const GET: RequestHandler = async ({ locals: { ctx }, params, url }) => {
	const compared = await comparedReportOfReturn(ctx, params.id, revisionOf(url));
	return csvFile(`social-utility-results-${compared.report.year}.csv`, resultColumns, comparedRows(compared));
};
