import type { Ctx } from '#platform/context.ts';
import { choiceText } from '../comparison/choices.ts';
import { comparisonForReport, type ReturnComparison } from '../comparison/return.ts';
import { showReturnComparison } from '../comparison/presenters.ts';
import { machineReadable, resultRows } from '../solity/report/export.ts';
import type { Report } from '../solity/report/model.ts';
import { reportOfReturn } from './report.ts';

/** A report with providers like the reader's own; null before the return is locked, and for an earlier revision. */
export type ComparedReport = { report: Report; comparison: ReturnComparison | null };

/**
 * What the page of a report, its print and its files say, each to those who may read the report.
 * @param revision an earlier one: it is not what is compared today
 * @throws AppError not_signed_in, not_found, forbidden, conflict while a number is missing
 */
export async function comparedReportOfReturn(ctx: Ctx, id: string, revision?: number): Promise<ComparedReport> {
	const report = await reportOfReturn(ctx, id, revision);
	return { report, comparison: revision === undefined ? await comparisonForReport(ctx, report) : null };
}

/** The same for machines: numbers unrounded, those of others in whole points as everybody sees them. */
export function machineReadableCompared({ t }: Pick<Ctx, 't'>, { report, comparison }: ComparedReport) {
	return { ...machineReadable(report), comparison: comparison && showReturnComparison(comparison, t) };
}

/** The lines of the table of results, with what is shown of others beside each. */
export function comparedRows({ report, comparison }: ComparedReport): (string | number | null)[][] {
	return resultRows(
		report,
		comparison && {
			group: comparison.choices.map(choiceText).join(' '),
			madeAt: comparison.madeAt?.toISOString() ?? null,
			whole: comparison.whole,
			columns: new Map(
				comparison.columns.map(({ column, providers, median, quartiles, tails, best, position, word, hidden }) => [
					column,
					[providers, median, ...(quartiles ?? [null, null]), ...(tails ?? [null, null]), best, position, word, hidden],
				]),
			),
		},
	);
}
