/** One moment of a trend and its value; null where there was none. */
export type TrendPoint = { label: string; value: number | null };

const width = 320;
const height = 132;
const inset = { x: 26, top: 30, bottom: 26 };

export type TrendGeometry = {
	width: number;
	height: number;
	baseline: number;
	points: { x: number; y: number | null; label: string; text: string; last: boolean }[];
	/** Lines between neighbours that both have a value. */
	lines: { x1: number; y1: number; x2: number; y2: number }[];
};

/**
 * Where a short trend stands, in units of the view box. The scale is the whole one (0 to 100 for an index), so that a
 * small change looks small.
 */
export function layOutTrend(
	points: readonly TrendPoint[],
	{ from = 0, to = 100, format = String }: { from?: number; to?: number; format?: (value: number) => string } = {},
): TrendGeometry {
	const x = (i: number) => (points.length === 1 ? width / 2 : inset.x + (i / (points.length - 1)) * (width - 2 * inset.x));
	const y = (value: number) => height - inset.bottom - ((value - from) / (to - from)) * (height - inset.top - inset.bottom);
	const lastWithValue = points.findLastIndex(({ value }) => value !== null);
	const placed = points.map(({ label, value }, i) => ({
		label,
		x: x(i),
		y: value === null ? null : y(value),
		text: value === null ? '–' : format(value),
		last: i === lastWithValue,
	}));
	return {
		width,
		height,
		baseline: height - inset.bottom,
		points: placed,
		lines: placed.slice(1).flatMap((end, i) => {
			const start = placed[i]!;
			return start.y === null || end.y === null ? [] : [{ x1: start.x, y1: start.y, x2: end.x, y2: end.y }];
		}),
	};
}
