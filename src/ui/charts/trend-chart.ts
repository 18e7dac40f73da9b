/** One moment of a trend and its value; null where there was none. */
export type TrendPoint = {
	label: string;
	value: number | null;
	/** Where the value likely lies. */
	low?: number | null;
	high?: number | null;
	/** The same moment made again by today's rules; drawn as a second line. */
	again?: number | null;
	/** Short signs of what makes it less comparable with the moment before, explained below the picture. */
	marks?: readonly string[];
};

const height = 132;
/** Width of a letter of a label, about. */
const letter = 6.2;
const inset = { x: 26, top: 30, bottom: 26 };
/** Up to four moments stand in the narrow picture; each further one makes it wider. */
const width = { least: 320, each: 76 };

type Line = { x1: number; y1: number; x2: number; y2: number };

export type TrendGeometry = {
	width: number;
	height: number;
	baseline: number;
	points: {
		x: number;
		y: number | null;
		label: string;
		/** Where the label stands: a long one at an end begins or ends with the picture, or paper would cut it. */
		labelX: number;
		anchor: 'start' | 'middle' | 'end';
		text: string;
		last: boolean;
		whisker: { low: number; high: number } | null;
		againY: number | null;
		marks: readonly string[];
	}[];
	/** Lines between neighbours that both have a value. */
	lines: Line[];
	/** The second line, from the moments made again to the newest. */
	againLines: Line[];
};

/**
 * Where a short trend stands, in units of the view box. The scale is the whole one (0 to 100 for an index), so that a
 * small change looks small.
 */
export function layOutTrend(
	points: readonly TrendPoint[],
	{ from = 0, to = 100, format = String, tall = 1 }: { from?: number; to?: number; format?: (value: number) => string; tall?: number } = {},
): TrendGeometry {
	const full = { width: Math.max(width.least, points.length * width.each), height: height * tall };
	const x = (i: number) => (points.length === 1 ? full.width / 2 : inset.x + (i / (points.length - 1)) * (full.width - 2 * inset.x));
	const y = (value: number) => full.height - inset.bottom - ((value - from) / (to - from)) * (full.height - inset.top - inset.bottom);
	const place = (i: number, label: string): Pick<TrendGeometry['points'][number], 'labelX' | 'anchor'> => {
		const half = (label.length * letter) / 2;
		if (x(i) < half) return { labelX: 0, anchor: 'start' };
		return x(i) + half > full.width ? { labelX: full.width, anchor: 'end' } : { labelX: x(i), anchor: 'middle' };
	};
	const optional = (value: number | null | undefined) => (value === null || value === undefined ? null : y(value));
	const lastWithValue = points.findLastIndex(({ value }) => value !== null);
	const placed = points.map(({ label, value, low, high, again, marks = [] }, i) => ({
		label,
		...place(i, label),
		x: x(i),
		y: optional(value),
		text: value === null ? '–' : format(value),
		last: i === lastWithValue,
		whisker: low == null || high == null || value === null ? null : { low: y(low), high: y(high) },
		againY: optional(again),
		marks,
	}));
	const between = (height: (point: (typeof placed)[number]) => number | null, when = (_: number) => true): Line[] =>
		placed.slice(1).flatMap((end, i) => {
			const [y1, y2] = [height(placed[i]!), height(end)];
			return y1 === null || y2 === null || !when(i) ? [] : [{ x1: placed[i]!.x, y1, x2: end.x, y2 }];
		});
	return {
		...full,
		baseline: full.height - inset.bottom,
		points: placed,
		lines: between(({ y }) => y),
		againLines: between(
			({ againY, y }) => againY ?? y,
			(i) => placed[i]!.againY !== null,
		),
	};
}
