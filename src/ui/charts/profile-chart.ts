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
	bands: { x: number; width: number; text: string; shaded: boolean }[];
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

export const profileWidth = 860;
const left = 262;
const right = 744;
/** A label of more letters is set in two lines. */
const labelLetters = 34;
const headHeight = 30;
const rowHeight = 46;

/**
 * Where everything in a profile stands, in units of its view box.
 * @param scale lowest and highest value, and the values between which each band lies, e.g. 1, 1.5, 2.5, 3.5, 4
 */
export function layOutProfile(rows: readonly ProfileRow[], edges: readonly number[], bandNames: readonly string[]): ProfileGeometry {
	const [lowest, highest] = [edges[0]!, edges.at(-1)!];
	const at = (value: number) => left + ((Math.min(highest, Math.max(lowest, value)) - lowest) / (highest - lowest)) * (right - left);
	const optional = (value: number | null | undefined) => (value === null || value === undefined ? null : at(value));
	return {
		width: profileWidth,
		height: headHeight + rows.length * rowHeight + 8,
		bands: bandNames.map((text, i) => ({ x: at(edges[i]!), width: at(edges[i + 1]!) - at(edges[i]!), text, shaded: i % 2 === 0 })),
		plot: { top: headHeight, bottom: headHeight + rows.length * rowHeight, left, right },
		rows: rows.map((row, i) => ({
			...row,
			lines: inLines(row.label),
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

/** A long label broken at the space nearest to its middle. */
function inLines(label: string): string[] {
	if (label.length <= labelLetters) return [label];
	const spaces = [...label.matchAll(/ /g)].map(({ index }) => index);
	const middle = spaces.toSorted((a, b) => Math.abs(a - label.length / 2) - Math.abs(b - label.length / 2))[0];
	return middle === undefined ? [label] : [label.slice(0, middle), label.slice(middle + 1)];
}

/** Edges of the four bands of a maturity from 1 to 4. */
export const maturityEdges = [1, 1.5, 2.5, 3.5, 4] as const;
