import type { Report } from './model.ts';

/** What the table says of others; figures in whole points, as everybody sees them. */
export type OthersOf = {
	/** Whom the own results are compared with, e.g. `sizeClass:m`; empty for everybody. */
	group: string;
	/** When the figures of others were made, in ISO 8601. */
	madeAt: string | null;
	/** The column an overall score stands in. */
	whole: string;
	/** Column → what is shown of it, in the order of the columns of others. */
	columns: ReadonlyMap<string, readonly (string | number | null)[]>;
};

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
	'group',
	'compared_at',
	'others',
	'others_median',
	'others_first_quartile',
	'others_third_quartile',
	'others_tenth',
	'others_ninetieth',
	'others_best',
	'position',
	'against_others',
	'others_hidden',
] as const;

/** How many of them say something of others, behind group and date. */
const othersColumns = 10;

/** Lines of that file, numbers unrounded. Without others their columns are empty. */
export function resultRows(report: Report, others: OthersOf | null = null): (string | number | null)[][] {
	const { overall, axes } = report;
	const about = [report.unit.name, report.yearName, report.revision];
	const against = (column: string) => {
		const found = others?.columns.get(column);
		return [others?.group ?? null, others?.madeAt ?? null, ...(found ?? Array<null>(othersColumns).fill(null))];
	};
	const { score, low, high } = overall;
	return [
		[
			...about,
			'overall',
			'',
			score === null ? 'not_scored' : 'scored',
			null,
			score,
			low,
			high,
			null,
			null,
			null,
			...against(others?.whole ?? 'overall'),
		],
		...axes.flatMap(({ code, status, score, low, high, indicators }) => [
			[...about, 'axis', code, status, null, score, low, high, null, null, null, ...against(code)],
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
				...against(each.code),
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
