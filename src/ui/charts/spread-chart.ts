/** Answers of several people to one item, without names: how many chose each level, and who chose none. */
export type Spread = {
	levels: readonly [number, number, number, number];
	notApplicable: number;
	unknown: number;
	/** The careful middle answer; null when nobody chose a level. */
	median: 1 | 2 | 3 | 4 | null;
};

const columnWidth = 78;
const dotStep = 15;
const perRow = 4;
const head = 20;
const foot = 20;
const beside = 124;

export const dotRadius = 5.5;

export type SpreadGeometry = {
	width: number;
	height: number;
	/** The line the dots stand on. */
	baseline: number;
	columns: { level: 1 | 2 | 3 | 4; x: number; width: number; count: number; isMedian: boolean }[];
	dots: { x: number; y: number; level: 1 | 2 | 3 | 4 }[];
	/** Counts of those who chose no level, under one another; absent where nobody did. */
	others: { x: number; y: number; kind: 'unknown' | 'notApplicable'; count: number }[];
};

/** Where everything stands, in units of the view box. Dots fill a column from the line upwards, four in a row. */
export function layOutSpread({ levels, notApplicable, unknown, median }: Spread): SpreadGeometry {
	const rows = Math.max(1, ...levels.map((count) => Math.ceil(count / perRow)));
	const baseline = head + rows * dotStep + 4;
	const columns = levels.map((count, i) => {
		const level = (i + 1) as 1 | 2 | 3 | 4;
		return { level, x: i * columnWidth, width: columnWidth - 6, count, isMedian: level === median };
	});
	const others = (
		[
			['unknown', unknown],
			['notApplicable', notApplicable],
		] as const
	).filter(([, count]) => count > 0);
	return {
		width: 4 * columnWidth + beside,
		height: Math.max(baseline + foot, head + others.length * 18),
		baseline,
		columns,
		dots: columns.flatMap(({ level, x, width, count }) =>
			Array.from({ length: count }, (_, i) => {
				const inRow = Math.min(perRow, count - Math.floor(i / perRow) * perRow);
				return {
					level,
					x: x + width / 2 + ((i % perRow) - (inRow - 1) / 2) * dotStep,
					y: baseline - 4 - dotStep / 2 - Math.floor(i / perRow) * dotStep,
				};
			}),
		),
		others: others.map(([kind, count], i) => ({ kind, count, x: 4 * columnWidth + 4, y: head + 10 + i * 18 })),
	};
}
