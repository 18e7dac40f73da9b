import { expect, test } from 'vitest';
import { moneyRange, moneyValue } from './money-view.ts';

const outcome = { quantity: 100, proxy: 3000, deadweight: 0.4, attribution: 0.25, fading: 0.5, years: 2, discount: 0.25 };

test('the value sums the years, faded and discounted', () => {
	expect(moneyValue({ ...outcome, years: 1 })).toBeCloseTo(100 * 3000 * 0.6 * 0.75, 9);
	expect(moneyValue(outcome)).toBeCloseTo(135000 * (1 + 0.5 / 1.25), 9);
});

test('the range moves both guesses by 30 %, never beyond everything', () => {
	const { low, value, high } = moneyRange([{ ...outcome, years: 1 }]);
	expect(low).toBeCloseTo(300000 * (1 - 0.52) * (1 - 0.325), 9);
	expect(value).toBeCloseTo(135000, 9);
	expect(high).toBeCloseTo(300000 * (1 - 0.28) * (1 - 0.175), 9);
	expect(moneyRange([{ ...outcome, deadweight: 0.9 }]).low).toBe(0);
	expect(moneyRange([])).toEqual({ low: 0, value: 0, high: 0 });
});
