/**
 * One row: a section or item and its level; null where there is none, with a word that says why. `value` stands instead
 * of the level where a figure is finer than its level.
 */
export type LevelRow = { label: string; level: 1 | 2 | 3 | 4 | null; word: string; value?: string };

export const chartWidth = 692;
const labelWidth = 278;
const cellWidth = 88;
const cellGap = 5;
const rowHeight = 35;
const headHeight = 30;
const barHeight = 14;

export type LevelChartGeometry = {
	width: number;
	height: number;
	heads: { x: number; text: string }[];
	rows: (LevelRow & {
		y: number;
		cells: { x: number; y: number; width: number; height: number; filled: boolean; column: number }[];
		wordX: number;
	})[];
};

/** Where everything in the chart of levels stands, in units of its view box. */
export function layOutLevels(rows: readonly LevelRow[], bandNames: readonly string[]): LevelChartGeometry {
	const columnX = (column: number) => labelWidth + column * (cellWidth + cellGap);
	return {
		width: chartWidth,
		height: headHeight + rows.length * rowHeight,
		heads: bandNames.map((text, column) => ({ x: columnX(column) + cellWidth / 2, text })),
		rows: rows.map((row, i) => {
			const y = headHeight + i * rowHeight + rowHeight / 2;
			return {
				...row,
				y,
				cells: bandNames.map((_, column) => ({
					x: columnX(column),
					y: y - barHeight / 2,
					width: cellWidth,
					height: barHeight,
					filled: row.level !== null && column < row.level,
					column,
				})),
				wordX: columnX(bandNames.length) + 8,
			};
		}),
	};
}
