import { expect, test } from 'vitest';
import { choiceText, filterValues, readChoices } from './choices.ts';
import { goInternationalRules } from './rules.ts';

test('13.4 - filters are country, type, size, sector, Erasmus+ status and experience', () => {
	expect(Object.keys(filterValues)).toEqual(goInternationalRules.filters);
});

test('an address names at most two filters of different kinds, in the order they were chosen', () => {
	const two = ['sizeClass:250-999', 'country:PT'];
	expect(readChoices(two)!.map(choiceText)).toEqual(two);
	expect(readChoices(['', 'sector:071'])).toEqual([{ filter: 'sector', value: '071' }]);
	expect(readChoices(['', ''])).toEqual([]);
});

test.each([
	[['country:PT', 'country:DE']],
	[['country:PT', 'sector:071', 'experience:0']],
	[['country:Portugal']],
	[['sector:999']],
	[['mainField:071']],
	[['__proto__:x']],
	[['PT']],
])('%j is no group', (texts) => expect(readChoices(texts)).toBeNull());
