import { wrapLabel } from './wrap-label.ts';

/** One row of a chart of scores: a bar from 0, and what its end is seen against. All scores are 0 to 100. */
export type ScoreRow = {
	/** Names the row; unique in its chart. */
	code: string;
	label: string;
	/** Null where there is none; `text` says why. */
	score: number | null;
	/** The ends of the whisker: where the score likely lies. */
	low?: number | null;
	high?: number | null;
	/** The score as it is written, e.g. "67.7", or the word that stands for it. */
	text: string;
	/** The score of the year before. */
	before?: number | null;
	/** How far the numbers behind it can be trusted. */
	trust?: 1 | 2 | 3 | 4 | null;
	/** The middle of the others: median, and the middle half where it may be shown. */
	peers?: { median: number; low?: number; high?: number } | null;
};

export type ScoreGeometry = {
	width: number;
	height: number;
	plot: { left: number; right: number; top: number; bottom: number };
	bands: { x: number; width: number; text: string; shaded: boolean }[];
	rows: (ScoreRow & {
		lines: string[];
		/** Where the first line of the label is written. */
		labelY: number;
		/** Middle of the bar. */
		y: number;
		x: number | null;
		whisker: { low: number; high: number } | null;
		beforeX: number | null;
		peersX: { median: number; low: number; high: number } | null;
	})[];
	/** Where the score is written, from which side, and where the first of four dots of trust stands. */
	textX: number;
	textAnchor: 'start' | 'end';
	textAbove: boolean;
	trustX: number;
	fontSize: number;
};

/** For wide screens and paper: labels at the side. */
const wide = { width: 760, left: 246, right: 628, letters: 26, head: 30, row: 46, fontSize: 15.5 };
/** For phones: labels above the bars. */
const narrow = { width: 360, left: 4, right: 356, letters: 32, head: 24, row: 64, fontSize: 14.5 };

/**
 * Where everything in a chart of scores stands, in units of its view box.
 * @param edges the scores between which each band lies, e.g. 0, 25, 50, 75, 100
 */
export function layOutScores(
	rows: readonly ScoreRow[],
	edges: readonly number[],
	bandNames: readonly string[],
	compact = false,
): ScoreGeometry {
	const size = compact ? narrow : wide;
	const at = (score: number) => size.left + (Math.min(100, Math.max(0, score)) / 100) * (size.right - size.left);
	const optional = (score: number | null | undefined) => (score === null || score === undefined ? null : at(score));
	const rowHeight = (lines: number) => (compact ? size.row + (lines - 1) * 18 : Math.max(size.row, lines * 18 + 14));
	let top = size.head;
	const placed = rows.map((row) => {
		const lines = wrapLabel(row.label, size.letters);
		const height = rowHeight(lines.length);
		const y = compact ? top + height - 24 : top + height / 2;
		const labelY = compact ? top + 18 : y + 5 - (lines.length - 1) * 9;
		top += height;
		const whisker = row.score === null || row.low == null || row.high == null ? null : { low: at(row.low), high: at(row.high) };
		const { peers } = row;
		return {
			...row,
			lines,
			labelY,
			y,
			x: optional(row.score),
			whisker,
			beforeX: optional(row.before),
			peersX: peers ? { median: at(peers.median), low: at(peers.low ?? peers.median), high: at(peers.high ?? peers.median) } : null,
		};
	});
	return {
		width: size.width,
		height: top + 8,
		plot: { left: size.left, right: size.right, top: size.head, bottom: top },
		bands: bandNames.map((text, i) => ({
			x: at(edges[i]!),
			width: at(edges[i + 1]!) - at(edges[i]!),
			text,
			shaded: i % 2 === 0,
		})),
		rows: placed,
		textX: compact ? size.right - 44 : size.right + 16,
		textAnchor: compact ? 'end' : 'start',
		textAbove: compact,
		trustX: compact ? size.right - 32 : size.right + 74,
		fontSize: size.fontSize,
	};
}
