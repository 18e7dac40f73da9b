import { answerColumns, answerRows, reportOf } from '#modules/benchmarks/index.ts';
import { csvFile } from '#platform/csv.ts';
import type { RequestHandler } from './$types';

/** The answers as a table. */
export const GET: RequestHandler = async ({ locals: { ctx }, params }) => {
	const report = await reportOf(ctx, params.id);
	return csvFile(`go-international-${report.finishedAt.toISOString().slice(0, 10)}.csv`, answerColumns, answerRows(report));
};
