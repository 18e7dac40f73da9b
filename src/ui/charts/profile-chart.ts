import { inLines } from './label-lines.ts';

/** One row of a profile: a value on a scale, and what it is seen against. */
export type ProfileRow = {
	label: string;
	/** Null where there is none, with a word that says why. */
	value: number | null;
	/** The value as it is written, e.g. "2.5", or the word. */
	text: string;
	/** The value of the time before. */
	before?: number | null;
	/** The change as it is written, e.g. "+0.4" or "same". */
	change?: string;
	/** How the change is told: a clear step up or down is heavier than none. */
	clear?: boolean;
	/** "What we can show": a thin second line below the first. */
	shown?: number | null;
	/** The middle of the others: median, and the middle half where it may be shown. */
	peers?: { median: number; low?: number; high?: number } | null;
};

export type ProfileGeometry = {
	width: number;
	height: number;
	/** `lines`, `textX` and `anchor`: the band's name above it. */
	bands: {
		x: number;
		width: number;
		text: string;
		lines: string[];
		textX: number;
		anchor: 'start' | 'middle' | 'end';
		shaded: boolean;
	}[];
	plot: { top: number; bottom: number; left: number; right: number };
	rows: (ProfileRow & {
		/** The label in one or two lines. */
		lines: string[];
		y: number;
		x: number | null;
		beforeX: number | null;
		shownX: number | null;
		peersX: { median: number; low: number; high: number } | null;
	})[];
	valueX: number;
	changeX: number;
};

/** How the units are shared out: where the plot begins and ends, and how much room a row and its label have. */
export type ProfileShape = {
	width: number;
	left: number;
	right: number;
	rowHeight: number;
	headHeight: number;
	labelSize: number;
	/** A label of more letters is set in two lines. */
	labelLetters: number;
	/** Bands are narrower than their names: those of more letters are set in two lines, and the outer ones lean outwards. */
	bandLetters?: number;
};

/** For the screen. */
export const wideProfile: ProfileShape = {
	width: 860,
	left: 262,
	right: 744,
	rowHeight: 46,
	headHeight: 30,
	labelSize: 15,
	labelLetters: 34,
};
/** For paper over the whole width of a page: 170 mm make its smallest letters 8 pt. */
export const pageProfile: ProfileShape = {
	width: 780,
	left: 254,
	right: 662,
	rowHeight: 44,
	headHeight: 30,
	labelSize: 15,
	labelLetters: 34,
};
/** For paper in a column of about 118 mm, with letters of the same size. */
export const columnProfile: ProfileShape = {
	width: 556,
	left: 178,
	right: 440,
	rowHeight: 40,
	headHeight: 46,
	labelSize: 13.5,
	labelLetters: 22,
	bandLetters: 8,
};

/** Units a letter of a band's name takes at most on average. */
const letterWidth = 7.6;

/**
 * Where everything in a profile stands, in units of its view box.
 * @param edges lowest and highest value, and the values between which each band lies, e.g. 1, 1.5, 2.5, 3.5, 4
 */
export function layOutProfile(
	rows: readonly ProfileRow[],
	edges: readonly number[],
	bandNames: readonly string[],
	shape: ProfileShape = wideProfile,
): ProfileGeometry {
	const { left, right, rowHeight, headHeight, bandLetters } = shape;
	const [lowest, highest] = [edges[0]!, edges.at(-1)!];
	const at = (value: number) => left + ((Math.min(highest, Math.max(lowest, value)) - lowest) / (highest - lowest)) * (right - left);
	const names = bandNames.map((text, i) => {
		const x = at(edges[i]!);
		const width = at(edges[i + 1]!) - x;
		const lines = bandLetters ? inLines(text, bandLetters) : [text];
		return { x, width, text, lines, half: (Math.max(...lines.map((line) => line.length)) * letterWidth) / 2 };
	});
	const optional = (value: number | null | undefined) => (value === null || value === undefined ? null : at(value));
	return {
		width: shape.width,
		height: headHeight + rows.length * rowHeight + 8,
		bands: names.map(({ half: _, ...name }, i) => {
			const { x, width } = name;
			const anchor = !bandLetters || (i > 0 && i < names.length - 1) ? 'middle' : i === 0 ? 'end' : 'start';
			const middleOf = (other: (typeof names)[number]) => other.x + other.width / 2;
			// Outer names give way to a neighbour that is wider than its band.
			const [after, before] = [names[i + 1], names[i - 1]];
			const textX =
				anchor === 'middle'
					? x + width / 2
					: anchor === 'end'
						? Math.min(x + width - 6, after ? middleOf(after) - after.half - 6 : Infinity)
						: Math.max(x + 6, before ? middleOf(before) + before.half + 6 : -Infinity);
			return { ...name, textX, anchor, shaded: i % 2 === 0 };
		}),
		plot: { top: headHeight, bottom: headHeight + rows.length * rowHeight, left, right },
		rows: rows.map((row, i) => ({
			...row,
			lines: inLines(row.label, shape.labelLetters),
			y: headHeight + i * rowHeight + rowHeight / 2,
			x: optional(row.value),
			beforeX: optional(row.before),
			shownX: optional(row.shown),
			peersX: row.peers
				? { median: at(row.peers.median), low: at(row.peers.low ?? row.peers.median), high: at(row.peers.high ?? row.peers.median) }
				: null,
		})),
		valueX: right + 24,
		changeX: right + 66,
	};
}

/** Edges of the four bands of a maturity from 1 to 4. */
export const maturityEdges = [1, 1.5, 2.5, 3.5, 4] as const;
