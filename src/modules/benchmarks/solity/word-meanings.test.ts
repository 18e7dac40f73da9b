import { expect, test } from 'vitest';
import { currentEdition, textsOf } from '../instruments.ts';
import { meaningsOf } from './word-meanings.ts';

const edition = currentEdition('solity');
const { instrument } = edition;

test('who counts people in vulnerable situations reads which situations those are', () => {
	const [participant, situation] = meaningsOf(instrument, ['part_vulnerable'], textsOf(edition, 'en'));
	expect(participant).toEqual({
		name: 'participant',
		meaning: 'Person with at least 8 hours of training or 3 hours of individual support in the year. Each person once.',
		list: [],
	});
	expect(situation!.list).toHaveLength(11);
	expect(situation!.list[0]).toBe('Unemployed for 12 months or more (6 if under 25)');
});

test('a word behind several fields is told once, in the order of the glossary', () => {
	const names = meaningsOf(instrument, ['out_emp', 'out_leavers', 'emp_permanent'], textsOf(edition, 'en')).map(({ name }) => name);
	expect(names).toEqual(['leaver', 'outcome cohort', 'situation at six months', 'in work']);
});

test.each(['de', 'fr'])('every word has its meaning in %s', (locale) => {
	for (const { name, meaning } of meaningsOf(instrument, instrument.fields.map(({ code }) => code), textsOf(edition, locale)))
		expect(name && meaning).toBeTruthy();
}); // prettier-ignore
