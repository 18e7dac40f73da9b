import { expect, test } from 'vitest';
import { layOutTrend } from './trend-chart.ts';

test('the scale is whole: 0 stands on the line, 100 at the top, and a rise goes up', () => {
	const { points, baseline } = layOutTrend([
		{ label: '2024', value: 0 },
		{ label: '2025', value: 50 },
		{ label: '2026', value: 100 },
	]);
	expect(points[0]!.y).toBe(baseline);
	expect(points[1]!.y! - points[2]!.y!).toBeCloseTo(points[0]!.y! - points[1]!.y!);
	expect(points[2]!.y!).toBeLessThan(points[1]!.y!);
});

test('a moment without a value keeps its place and breaks the line', () => {
	const { points, lines } = layOutTrend([
		{ label: '2023', value: 30 },
		{ label: '2024', value: null },
		{ label: '2025', value: 40 },
		{ label: '2026', value: 51 },
	]);
	expect(points[1]).toMatchObject({ y: null, text: '–' });
	expect(lines).toHaveLength(1);
	expect(lines[0]!.x1).toBe(points[2]!.x);
});

test('the newest value is the one marked, also when a later one is missing', () => {
	const marked = (values: (number | null)[]) =>
		layOutTrend(values.map((value, i) => ({ label: String(i), value }))).points.findIndex(({ last }) => last);
	expect(marked([30, 40, 51])).toBe(2);
	expect(marked([30, 40, null])).toBe(1);
});

test('a single value stands in the middle', () => {
	const { points, width, lines } = layOutTrend([{ label: '2026', value: 43 }]);
	expect(points[0]!.x).toBe(width / 2);
	expect(lines).toEqual([]);
});

test('values made again are a line of their own, which ends at the newest value', () => {
	const { againLines, points } = layOutTrend([
		{ label: '2023', value: 30, again: 25 },
		{ label: '2024', value: 40, again: 36 },
		{ label: '2025', value: 45 },
	]);
	expect(againLines).toHaveLength(2);
	expect(againLines[1]).toMatchObject({ y1: points[1]!.againY, y2: points[2]!.y });
});

test('six years have as much room each as four', () => {
	const years = (count: number) => layOutTrend(Array.from({ length: count }, (_, i) => ({ label: String(i), value: i }))).points;
	const [four, six] = [years(4), years(6)];
	expect(six[1]!.x - six[0]!.x).toBeGreaterThan(0.9 * (four[1]!.x - four[0]!.x) - 10);
});

test('long labels at the ends stay inside the picture, short ones under their point', () => {
	const placed = (labels: string[]) => layOutTrend(labels.map((label) => ({ label, value: 40 })));
	const { points, width } = placed(['28 Oct 2024', '28 Oct 2025', '20 Oct 2026']);
	expect(points.map(({ labelX, anchor }) => [labelX, anchor])).toEqual([
		[0, 'start'],
		[width / 2, 'middle'],
		[width, 'end'],
	]);
	expect(placed(['2025', '2026']).points.every(({ x, labelX, anchor }) => anchor === 'middle' && labelX === x)).toBe(true);
});
