import { inLines } from './label-lines.ts';

/**
 * One row: a section or item and its level; null where there is none, with a word that says why. `value` stands instead
 * of the level where a figure is finer than its level.
 */
export type LevelRow = { label: string; level: 1 | 2 | 3 | 4 | null; word: string; value?: string };

/** How the units are shared out between the label and the four cells. */
export type LevelShape = {
	labelWidth: number;
	cellWidth: number;
	rowHeight: number;
	headHeight: number;
	labelSize: number;
	/** A label of more letters is set in two lines. */
	labelLetters: number;
	/** So has a name above the cells. */
	nameLetters: number;
};

/** For the screen. */
export const wideLevels: LevelShape = {
	labelWidth: 278,
	cellWidth: 88,
	rowHeight: 35,
	headHeight: 30,
	labelSize: 14,
	labelLetters: 60,
	nameLetters: 30,
};
/** For paper in a column of about 118 mm: its smallest letters are 8 pt. */
export const columnLevels: LevelShape = {
	labelWidth: 176,
	cellWidth: 75,
	rowHeight: 36,
	headHeight: 42,
	labelSize: 13.5,
	labelLetters: 22,
	nameLetters: 8,
};

const cellGap = 5;
const endWidth = 42;
const barHeight = 14;

type Cell = { x: number; y: number; width: number; height: number; filled: boolean; column: number };

export type LevelChartGeometry = {
	width: number;
	height: number;
	heads: { x: number; lines: string[] }[];
	rows: (LevelRow & {
		/** The label in one or two lines. */
		lines: string[];
		y: number;
		cells: Cell[];
		/** All cells as one, for a row without a level: room for the word that says why. */
		empty: Cell;
		wordX: number;
	})[];
};

/** Where everything in the chart of levels stands, in units of its view box. */
export function layOutLevels(
	rows: readonly LevelRow[],
	bandNames: readonly string[],
	{ labelWidth, cellWidth, rowHeight, headHeight, labelLetters, nameLetters }: LevelShape = wideLevels,
): LevelChartGeometry {
	const columnX = (column: number) => labelWidth + column * (cellWidth + cellGap);
	return {
		width: columnX(bandNames.length) + endWidth,
		height: headHeight + rows.length * rowHeight,
		heads: bandNames.map((text, column) => ({ x: columnX(column) + cellWidth / 2, lines: inLines(text, nameLetters) })),
		rows: rows.map((row, i) => {
			const y = headHeight + i * rowHeight + rowHeight / 2;
			return {
				...row,
				lines: inLines(row.label, labelLetters),
				y,
				cells: bandNames.map((_, column) => ({
					x: columnX(column),
					y: y - barHeight / 2,
					width: cellWidth,
					height: barHeight,
					filled: row.level !== null && column < row.level,
					column,
				})),
				empty: {
					x: columnX(0),
					y: y - barHeight / 2,
					width: columnX(bandNames.length) - columnX(0) - cellGap,
					height: barHeight,
					filled: false,
					column: 0,
				},
				wordX: columnX(bandNames.length) + 8,
			};
		}),
	};
}
