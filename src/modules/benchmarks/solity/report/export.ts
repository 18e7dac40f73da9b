import type { Report } from './model.ts';

/** The results file (specification, section 12): one line for the whole, each axis and each indicator. Heads are codes. */
export const resultColumns = [
	'unit',
	'year',
	'revision',
	'level',
	'id',
	'status',
	'value',
	'score',
	'low',
	'high',
	'trust',
	'coverage',
	'base',
] as const;

/** Lines of that file, numbers unrounded. */
export function resultRows(report: Report): (string | number | null)[][] {
	const { overall, axes } = report;
	const about = [report.unit.name, report.yearName, report.revision];
	return [
		[
			...about,
			'overall',
			'',
			overall.score === null ? 'not_scored' : 'scored',
			null,
			overall.score,
			overall.low,
			overall.high,
			null,
			null,
			null,
		],
		...axes.flatMap(({ code, status, score, low, high, indicators }) => [
			[...about, 'axis', code, status, null, score, low, high, null, null, null],
			...indicators.map((each) => [
				...about,
				'indicator',
				each.code,
				each.status,
				each.value,
				each.score,
				each.low,
				each.high,
				each.trust,
				each.coverage,
				each.base,
			]),
		]),
	];
}

/** Everything of a report for machines; numbers unrounded, dates in ISO 8601. */
export function machineReadable(report: Report) {
	return {
		format: 'venhans.solity.report' as const,
		formatVersion: 1 as const,
		...report,
		submittedAt: report.submittedAt?.toISOString() ?? null,
		lockedAt: report.lockedAt?.toISOString() ?? null,
	};
}
