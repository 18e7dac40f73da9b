import { describe, expect, test } from 'vitest';
import { nextMessage } from './limits.ts';

const at = (day: string) => new Date(`${day}T10:00:00Z`);

describe('a provider may write', () => {
	test('at once where it never did', () => {
		expect(nextMessage([])).toBeNull();
	});

	test('again seven days after the last time', () => {
		expect(nextMessage([at('2026-03-10'), at('2026-01-02')])).toEqual(at('2026-03-17'));
	});

	test('for the sixth time a year after the fifth last', () => {
		const five = ['2026-06-01', '2026-05-01', '2026-04-01', '2026-03-01', '2026-02-01'].map(at);
		expect(nextMessage(five)).toEqual(at('2027-02-01'));
		expect(nextMessage(five.slice(0, 4))).toEqual(at('2026-06-08'));
	});
});
