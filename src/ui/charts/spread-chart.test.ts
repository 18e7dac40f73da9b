import { expect, test } from 'vitest';
import { dotRadius, layOutSpread } from './spread-chart.ts';

test('everybody who chose a level is one dot in its column', () => {
	const { dots, columns } = layOutSpread({ levels: [2, 2, 1, 0], notApplicable: 0, unknown: 0, median: 2 });
	expect(dots.map(({ level }) => level)).toEqual([1, 1, 2, 2, 3]);
	for (const { level, x } of dots) {
		const column = columns[level - 1]!;
		expect(x - dotRadius).toBeGreaterThanOrEqual(column.x);
		expect(x + dotRadius).toBeLessThanOrEqual(column.x + column.width);
	}
});

test('dots never touch and never leave the picture, even when twelve people agree', () => {
	const { dots, height } = layOutSpread({ levels: [0, 0, 12, 0], notApplicable: 0, unknown: 0, median: 3 });
	for (const [i, a] of dots.entries()) {
		expect(a.y - dotRadius).toBeGreaterThanOrEqual(0);
		expect(a.y + dotRadius).toBeLessThanOrEqual(height);
		for (const b of dots.slice(i + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(2 * dotRadius);
	}
});

test('the column of the middle answer is marked, and none when nobody chose a level', () => {
	expect(layOutSpread({ levels: [1, 1, 0, 2], notApplicable: 0, unknown: 1, median: 2 }).columns.filter((c) => c.isMedian)).toMatchObject([
		{ level: 2 },
	]);
	expect(layOutSpread({ levels: [0, 0, 0, 0], notApplicable: 3, unknown: 1, median: null }).columns.some((c) => c.isMedian)).toBe(false);
});

test('those who chose no level are counted beside the columns, only where there are any', () => {
	expect(layOutSpread({ levels: [1, 0, 0, 0], notApplicable: 3, unknown: 1, median: 1 }).others).toMatchObject([
		{ kind: 'unknown', count: 1 },
		{ kind: 'notApplicable', count: 3 },
	]);
	expect(layOutSpread({ levels: [1, 0, 0, 0], notApplicable: 0, unknown: 0, median: 1 }).others).toEqual([]);
});
