import { expect, test } from 'vitest';
import { layOutShare } from './share-bar.ts';

test('share and aim stand on one scale, with room beyond both', () => {
	const { filled, aim, to, width } = layOutShare(0.06, 0.12);
	expect(filled * 2).toBeCloseTo(aim!.x);
	expect(aim!.x).toBeLessThan(width);
	expect(to).toBe(0.2);
});

test('what is missing to the aim is marked, and nothing once the aim is reached', () => {
	const { gap, filled, aim } = layOutShare(0.06, 0.12);
	expect(gap!.x).toBe(filled);
	expect(gap!.x + gap!.width).toBeCloseTo(aim!.x);
	expect(layOutShare(0.12, 0.12).gap).toBeNull();
	expect(layOutShare(0.3, 0.12).gap).toBeNull();
});

test('a share nobody knows fills nothing and marks no gap', () => {
	expect(layOutShare(null, 0.12)).toMatchObject({ filled: 0, gap: null });
});

test('the figures stand inside the bar where they have room, else behind it', () => {
	expect(layOutShare(0.1, 0.12).own).toMatchObject({ inside: true });
	const small = layOutShare(0.01, 0.12);
	expect(small.own).toMatchObject({ inside: false });
	expect(small.own!.x).toBeGreaterThan(small.filled);
	expect(layOutShare(null, 0.12).own).toBeNull();
});

test('a share above everything stays inside the bar', () => {
	const { filled, width, to } = layOutShare(1.4, 0.12);
	expect(filled).toBe(width);
	expect(to).toBe(1);
});
