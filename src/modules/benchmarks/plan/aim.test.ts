import { expect, test } from 'vitest';
import { aimed } from './aim.ts';

const percent = { decimals: 1, unit: '%', locales: ['en', 'de', 'fr'] };
const hours = { decimals: 1, unit: 'h', locales: ['en', 'de', 'fr'] };

test('an aim is that of the result as long as it is written as it came from there, in whatever language', () => {
	for (const aim of ['27.5', '27,5', ' 27,5 % ', '27.5%']) expect(aimed(aim, 27.4999, percent)).toBe(27.4999);
	for (const aim of ['1,240.5', '1.240,5', '1 240,5 h']) expect(aimed(aim, 1240.5, hours)).toBe(1240.5);
});

test('what somebody wrote instead counts, where it can be one number only', () => {
	expect(aimed('40', 27.5, percent)).toBe(40);
	expect(aimed('40,25 %', 27.5, percent)).toBe(40.25);
	expect(aimed('-3', null, percent)).toBe(-3);
	for (const aim of ['', 'as good as we can', '30 to 40', '1,240', '1.240', '12 of 20']) expect(aimed(aim, 27.5, percent)).toBeNull();
});
