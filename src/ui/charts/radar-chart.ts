import { wrapLabel } from './wrap-label.ts';

/** One spoke of a radar: a value from 0 to 100 and what it is seen against. */
export type RadarAxis = {
	code: string;
	label: string;
	/** Null where there is none; `text` says why. */
	value: number | null;
	text: string;
	before?: number | null;
	/** The middle of the others. */
	middle?: number | null;
};

export type Point = { x: number; y: number };
export type Spoke = RadarAxis & {
	end: Point;
	at: Point | null;
	beforeAt: Point | null;
	middleAt: Point | null;
	lines: string[];
	/** Where the first line of the label is written. */
	labelAt: Point & { anchor: 'start' | 'middle' | 'end' };
};

export type RadarGeometry = {
	width: number;
	height: number;
	centre: Point;
	rings: { radius: number; value: number; points: string }[];
	spokes: Spoke[];
	/** Corners of a series as an SVG path; broken where a neighbour has no value. */
	paths: { own: string; before: string; middle: string };
	/** The whole own shape, when every spoke has a value. */
	shape: string | null;
	fontSize: number;
	lineHeight: number;
};

/** For wide screens, for phones, and for a column of a printed page, where letters must stay readable. */
const shapes = {
	wide: { width: 560, radius: 150, letters: 22, fontSize: 15, lineHeight: 19 },
	narrow: { width: 360, radius: 96, letters: 16, fontSize: 14, lineHeight: 17 },
	column: { width: 430, radius: 96, letters: 18, fontSize: 15.6, lineHeight: 19 },
} as const;
export type RadarShape = keyof typeof shapes;

/** Where everything in a radar stands, in units of its view box: the first spoke points up, the others follow clockwise. */
export function layOutRadar(axes: readonly RadarAxis[], shape: RadarShape = 'wide'): RadarGeometry {
	const { width, radius, letters, fontSize, lineHeight } = shapes[shape];
	const labels = axes.map(({ label }) => wrapLabel(label, letters));
	// The label of the first spoke stands above it, with its value in a line of its own.
	const head = ((labels[0]?.length ?? 0) + 1) * lineHeight + 10;
	const centre = { x: width / 2, y: head + radius };
	const point = (i: number, value: number): Point => {
		const angle = -Math.PI / 2 + (2 * Math.PI * i) / axes.length;
		const length = (Math.min(100, Math.max(0, value)) / 100) * radius;
		return { x: centre.x + length * Math.cos(angle), y: centre.y + length * Math.sin(angle) };
	};
	const optional = (i: number, value: number | null | undefined) => (value === null || value === undefined ? null : point(i, value));
	const spokes = axes.map((axis, i): Spoke => {
		const end = point(i, 100);
		const lines = labels[i]!;
		return {
			...axis,
			end,
			at: optional(i, axis.value),
			beforeAt: optional(i, axis.before),
			middleAt: optional(i, axis.middle),
			lines,
			labelAt: labelAt(end, centre, width, lines.length + 1, lineHeight),
		};
	});
	const corners = (pick: (spoke: Spoke) => Point | null) => pathThrough(spokes.map(pick));
	const values = spokes.map(({ at }) => at);
	return {
		width,
		height: Math.max(...spokes.map(({ labelAt: { y }, lines }) => y + lines.length * lineHeight)) + 10,
		centre,
		rings: [25, 50, 75, 100].map((value) => ({
			value,
			radius: (value / 100) * radius,
			points: axes.map((_, i) => pair(point(i, value))).join(' '),
		})),
		spokes,
		paths: { own: corners(({ at }) => at), before: corners(({ beforeAt }) => beforeAt), middle: corners(({ middleAt }) => middleAt) },
		shape: values.every((at) => at !== null) ? values.map((at) => pair(at)).join(' ') : null,
		fontSize,
		lineHeight,
	};
}

/** The top label above its spoke, those at the sides above them at the edge, those below under their spokes. */
function labelAt(end: Point, centre: Point, width: number, lines: number, lineHeight: number): Spoke['labelAt'] {
	const aside = end.x - centre.x;
	if (Math.abs(aside) < 1) return { x: centre.x, y: end.y - lines * lineHeight + 6, anchor: 'middle' };
	if (end.y <= centre.y) {
		const y = end.y - lines * lineHeight + 4;
		return aside > 0 ? { x: width, y, anchor: 'end' } : { x: 0, y, anchor: 'start' };
	}
	const x = centre.x + aside * 1.35;
	return { x, y: end.y + lineHeight + 6, anchor: 'middle' };
}

const pair = ({ x, y }: Point) => `${round(x)},${round(y)}`;
const round = (x: number) => Math.round(x * 100) / 100;

/** Lines between neighbours that both have a value, round and back to the first. */
function pathThrough(points: readonly (Point | null)[]): string {
	return points
		.map((from, i) => {
			const to = points[(i + 1) % points.length];
			return from && to && points.length > 1 ? `M${pair(from)}L${pair(to)}` : '';
		})
		.join('');
}
