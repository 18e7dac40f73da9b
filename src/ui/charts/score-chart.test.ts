import { expect, test } from 'vitest';
import { layOutScores } from './score-chart.ts';

const edges = [0, 25, 50, 75, 100];
const bands = ['Starting', 'Building', 'Solid', 'Strong'];
const row = { code: 'SU-1.4', label: 'Access to employment', score: 50, low: 40, high: 62, text: '50.0' };

test.each([false, true])('half of the score is half of the plot, and the whisker has the ends of the band (compact: %s)', (compact) => {
	const { rows, plot } = layOutScores([row], edges, bands, compact);
	const at = (score: number) => plot.left + (score / 100) * (plot.right - plot.left);
	expect(rows[0]).toMatchObject({ x: at(50), whisker: { low: at(40), high: at(62) } });
});

test('a row without a score has neither bar nor whisker, whatever else it brings', () => {
	const { rows } = layOutScores([{ ...row, score: null, before: null, text: 'too few' }], edges, bands);
	expect(rows[0]).toMatchObject({ x: null, whisker: null, beforeX: null, peersX: null });
});

test('rows never overlap, however long their labels are', () => {
	const label = 'Adjustments for people with a disability or a long-term health limit who asked for one';
	for (const compact of [false, true]) {
		const { rows, height } = layOutScores(
			[
				{ ...row, label },
				{ ...row, code: 'b' },
			],
			edges,
			bands,
			compact,
		);
		const [first, second] = rows;
		const bottom = Math.max(first!.y, first!.labelY + (first!.lines.length - 1) * 18);
		expect(Math.min(second!.y - 17, second!.labelY - 14)).toBeGreaterThan(bottom);
		expect(second!.y).toBeLessThan(height);
	}
});

test('others of whom only the median may be shown have no middle half', () => {
	const { rows } = layOutScores([{ ...row, peers: { median: 60 } }], edges, bands);
	expect(rows[0]!.peersX!.low).toBe(rows[0]!.peersX!.high);
});
