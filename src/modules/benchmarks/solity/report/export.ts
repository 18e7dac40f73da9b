import { providerUnit } from '../../returns/model.ts';
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

/**
 * The results file (specification, section 12) with the name of the unit and what is shown of others: one line for the
 * whole, each axis and each indicator. Heads are codes; the first ones mean what they mean in the file of all centres.
 */
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
	'unit_name',
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
	const about = [providerUnit, report.year, report.revision];
	const { name } = report.unit;
	const against = (column: string) => {
		const found = others?.columns.get(column);
		return [others?.group ?? null, others?.madeAt ?? null, ...(found ?? Array<null>(othersColumns).fill(null))];
	};
	const { score, low, high } = overall;
	return [
		[...about, 'overall', '', wholeStatus(report), null, score, low, high, null, null, null, name, ...against(others?.whole ?? 'overall')],
		...axes.flatMap(({ code, status, score, low, high, indicators }) => [
			[...about, 'axis', code, status, null, score, low, high, null, null, null, name, ...against(code)],
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
				name,
				...against(each.code),
			]),
		]),
	];
}

/** As the engine says it: why there is no overall score. */
function wholeStatus({ overall, axes }: Report): string {
	if (overall.score !== null) return 'scored';
	return axes.some(({ indicators }) => indicators.some(({ status }) => status === 'missing')) ? 'incomplete' : 'too_few_axes';
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
