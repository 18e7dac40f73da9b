import { expect, test } from 'vitest';
import { columnProfile, layOutProfile, maturityEdges } from './profile-chart.ts';

const row = { label: 'Environment', value: 2.5, text: '2.5' };
const bands = ['Starting', 'Developing', 'Established', 'Leading'];

test('a value stands where the scale has it, the middle of the scale in the middle of the plot', () => {
	const { rows, plot } = layOutProfile([row], maturityEdges, bands);
	expect(rows[0]!.x).toBe((plot.left + plot.right) / 2);
});

test('the bands fill the plot from edge to edge without a gap', () => {
	const { bands: laid, plot } = layOutProfile([row], maturityEdges, bands);
	expect(laid[0]!.x).toBe(plot.left);
	for (const [i, band] of laid.slice(1).entries()) expect(band.x).toBeCloseTo(laid[i]!.x + laid[i]!.width, 9);
	expect(laid.at(-1)!.x + laid.at(-1)!.width).toBeCloseTo(plot.right, 9);
});

test('a value beyond the scale stays inside the plot; a missing one has no place', () => {
	const { rows, plot } = layOutProfile(
		[
			{ ...row, value: 9 },
			{ ...row, label: 'None', value: null, before: null },
		],
		maturityEdges,
		bands,
	);
	expect(rows[0]!.x).toBe(plot.right);
	expect(rows[1]).toMatchObject({ x: null, beforeX: null, shownX: null, peersX: null });
});

test('others of whom only the median may be shown have no middle half', () => {
	const { rows } = layOutProfile([{ ...row, peers: { median: 2 } }], maturityEdges, bands);
	expect(rows[0]!.peersX!.low).toBe(rows[0]!.peersX!.high);
});

test('a long label is set in two lines, broken between words', () => {
	const { rows } = layOutProfile([{ ...row, label: 'Leadership, organisation and resources' }], maturityEdges, bands);
	expect(rows[0]!.lines).toEqual(['Leadership, organisation', 'and resources']);
});

test('in a column the names of bands do not run into each other, however long they are', () => {
	for (const names of [bands, ['Au départ', 'En développement', 'Établi', 'Avancé'], ['Am Anfang', 'Im Aufbau', 'Etabliert', 'Führend']]) {
		const { bands: laid } = layOutProfile([row], maturityEdges, names, columnProfile);
		const sides = laid.map(({ textX, anchor, lines }) => {
			const width = Math.max(...lines.map((line) => line.length)) * 7.6;
			const from = anchor === 'end' ? textX - width : anchor === 'middle' ? textX - width / 2 : textX;
			return { from, to: from + width };
		});
		for (const [i, side] of sides.slice(1).entries()) expect(side.from, names[i + 1]).toBeGreaterThan(sides[i]!.to);
	}
});
