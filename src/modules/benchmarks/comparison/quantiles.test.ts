import { expect, test } from 'vitest';
import { positionOf, quantile, quartiles, rounded } from './quantiles.ts';

const thirteen = [1.4, 1.6, 1.7, 1.9, 2.0, 2.1, 2.2, 2.3, 2.5, 2.6, 2.8, 3.1, 3.3];

test('13.8 - quartiles of thirteen values', () => {
	expect(quartiles(thirteen)).toEqual({ first: 1.9, median: 2.2, third: 2.6 });
});

test('13.8 - quartiles without 3.3 (n = 12)', () => {
	const { first, median, third } = quartiles(thirteen.slice(0, -1).toReversed());
	expect(first).toBeCloseTo(1.85, 12);
	expect(median).toBeCloseTo(2.15, 12);
	expect(third).toBeCloseTo(2.525, 12);
});

test('a single value is its own quartile, and no value is an error', () => {
	expect(quartiles([2])).toEqual({ first: 2, median: 2, third: 2 });
	expect(() => quartiles([])).toThrow(RangeError);
	expect(() => quantile([1], 1.5)).toThrow(RangeError);
});

const twentyOne = [41, 44, 47, 52, 55, 58, 60, 61, 63, 66, 68, 70, 71, 74, 77, 79, 81, 84, 88, 90, 92];

test('S-12 Quantiles', () => {
	expect([0.1, 0.25, 0.5, 0.75, 0.9].map((p) => quantile(twentyOne, p))).toEqual([47, 58, 68, 79, 88]);
	expect(twentyOne.reduce((sum, value) => sum + value) / 21).toBeCloseTo(67.6667, 4);
	expect(positionOf(69.9, twentyOne)).toBeCloseTo(52.381, 4);
});

test('figures are rounded half away from zero', () => {
	expect([1.85, 2.15, 2.25, 2.525].map((value) => rounded(value, 1))).toEqual([1.9, 2.2, 2.3, 2.5]);
	expect([62.5, -62.5, 0.49].map((value) => rounded(value, 0))).toEqual([63, -63, 0]);
});
