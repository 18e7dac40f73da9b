import { expect, test } from 'vitest';
import type { ReturnLine } from './returns/lines.ts';
import { countedOf } from './loop-counted.ts';

const line = (more: Partial<ReturnLine>): ReturnLine => ({
	id: 's',
	year: 2024,
	unit: null,
	state: 'locked',
	day: '',
	score: 69.8,
	duty: null,
	...more,
});

test('the newest official return of the provider counts, not one of a centre, of another provider or still open', () => {
	const returns = [
		line({ id: 'draft', year: 2025, state: 'draft', score: null }),
		line({ id: 'centre', year: 2025, unit: 'North' }),
		line({ id: 'old', year: 2023 }),
		line({ id: 'new' }),
	];
	expect(countedOf(returns, 2026)).toEqual({
		returnId: 'new',
		year: 2024,
		score: 69.8,
		next: { year: 2025, returnId: 'draft', due: false },
	});
	expect(countedOf(returns.slice(0, 2), 2026)).toBeNull();
});

test('the next year asks to be counted once it is over and nobody has begun', () => {
	expect(countedOf([line({})], 2026)!.next).toEqual({ year: 2025, returnId: null, due: true });
	expect(countedOf([line({})], 2025)!.next).toEqual({ year: 2025, returnId: null, due: false });
});
