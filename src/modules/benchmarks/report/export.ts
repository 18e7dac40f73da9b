import type { Report } from './model.ts';

/** The answers of a report as a table: one line an item. Heads are codes, so that a sheet works in every language. */
export const answerColumns = [
	'section',
	'item',
	'question',
	'weight',
	'value',
	'description',
	'next_level',
	'target',
	'reason',
	'proof',
	'value_before',
	'note',
] as const;

/** Lines of that table. @param notes the provider's private words come along */
export function answerRows(report: Report, notes = true): (string | number | null)[][] {
	return report.sections.flatMap(({ name, items }) =>
		items.map((item) => [
			name,
			item.item,
			item.question,
			item.weight,
			item.value,
			item.chosen,
			item.next,
			item.target,
			item.reason,
			item.evidence,
			item.before,
			notes ? item.note : null,
		]),
	);
}

/** Everything of a report for machines; numbers unrounded, dates in ISO 8601. */
export function machineReadable(report: Report) {
	return {
		format: 'venhans.go-international.report',
		formatVersion: 1,
		...report,
		startedAt: report.startedAt.toISOString(),
		finishedAt: report.finishedAt.toISOString(),
		progress: report.progress && { ...report.progress, finishedAt: report.progress.finishedAt.toISOString() },
		trend: report.trend && {
			...report.trend,
			runs: report.trend.runs.map(({ finishedAt, ...run }) => ({ ...run, finishedAt: finishedAt.toISOString() })),
		},
	};
}
