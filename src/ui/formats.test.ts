import { expect, test } from 'vitest';
import { percentFormat } from './formats.ts';

test('percent is written as in all texts: the sign apart, on the same line', () => {
	expect(percentFormat('en').format(0.5)).toBe('50\u00a0%');
	expect(percentFormat('de', 1).format(0.075)).toBe('7,5\u00a0%');
	expect(percentFormat('fr').format(1)).toMatch(/^100\s%$/);
});
