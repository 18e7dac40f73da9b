import { expect, test } from 'vitest';
import { quantile, quartiles } from './quantiles.ts';

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
