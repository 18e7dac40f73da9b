import { expect, test } from 'vitest';
import { layOutRadar } from './radar-chart.ts';

const axes = ['Return to work', 'Lasting employability', 'Equal opportunities', 'Territory and partners', 'Responsible organisation'].map(
	(label, i) => ({ code: `A${i + 1}`, label, value: 60 as number | null, text: '60.0' }),
);

test.each(['wide', 'narrow', 'column'] as const)('a value of 60 stands at six tenths of its spoke (%s)', (shape) => {
	const { spokes, centre } = layOutRadar(axes, shape);
	for (const { at, end } of spokes)
		expect(Math.hypot(at!.x - centre.x, at!.y - centre.y)).toBeCloseTo(0.6 * Math.hypot(end.x - centre.x, end.y - centre.y), 9);
});

test('the first spoke points straight up', () => {
	const { spokes, centre } = layOutRadar(axes);
	expect(spokes[0]!.end.x).toBeCloseTo(centre.x, 9);
	expect(spokes[0]!.end.y).toBeLessThan(centre.y);
});

test('an axis without a value opens the shape: no line pretends to know it', () => {
	const open = layOutRadar(axes.map((axis, i) => (i === 2 ? { ...axis, value: null } : axis)));
	expect(open.shape).toBeNull();
	expect(open.paths.own.match(/M/g)).toHaveLength(3);
	expect(layOutRadar(axes).paths.own.match(/M/g)).toHaveLength(5);
});

test('labels stay inside the picture', () => {
	for (const shape of ['wide', 'narrow', 'column'] as const) {
		const { spokes, height, width } = layOutRadar(axes, shape);
		for (const { labelAt, lines } of spokes) {
			expect(labelAt.y).toBeGreaterThan(0);
			expect(labelAt.y + lines.length * 18).toBeLessThanOrEqual(height);
			expect(labelAt.x).toBeGreaterThanOrEqual(0);
			expect(labelAt.x).toBeLessThanOrEqual(width);
		}
	}
});
