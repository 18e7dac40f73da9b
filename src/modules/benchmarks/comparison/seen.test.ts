import { describe, expect, test } from 'vitest';
import { figure } from './protection.ts';
import { goInternationalRules, solityRules } from './rules.ts';
import { inOrder, offeredFilters, shownCount, usualGroup, widerOf, wordFor, type NightView } from './seen.ts';

test.each([
	[8, 8],
	[9, 8],
	[10, 10],
	[14, 10],
	[15, 15],
	[49, 45],
	[1003, 1000],
])('13.7 - %i providers are named as %i, which stands for 8 or 9 below 10', (count, shown) => expect(shownCount(count)).toBe(shown));

describe('13.7 - the word for a position follows the figures shown', () => {
	test.each([
		[1.84, 'lower-quarter'],
		[1.85, 'middle-half'],
		[1.9, 'middle-half'],
		[2.6, 'middle-half'],
		[2.64, 'middle-half'],
		[2.65, 'upper-quarter'],
	])('M %d beside 1.9 to 2.6: %s', (value, word) => expect(wordFor(goInternationalRules, { value }, 2.2, [1.9, 2.6])).toBe(word));

	test('without quartiles, or without an own value, there is none', () => {
		expect(wordFor(goInternationalRules, { value: 2 }, 2.2, null)).toBeNull();
		expect(wordFor(goInternationalRules, null, 2.2, [1.9, 2.6])).toBeNull();
	});
});

test.each<[string, { value: number; low?: number; high?: number }, string]>([
	['the own band holds the middle', { value: 52, low: 48, high: 56 }, 'no-clear-difference'],
	['inside the middle half', { value: 56, low: 54, high: 58 }, 'middle-half'],
	['below the middle half', { value: 35, low: 30, high: 40 }, 'below-middle'],
	['above the middle half', { value: 75, low: 70, high: 80 }, 'above-middle'],
])('14.8 - %s', (_, own, word) => expect(wordFor(solityRules, own, 50, [40, 60])).toBe(word));

/** A night with one column, of which groups show the figures given. */
function nightOf(groups: Record<string, number>): NightView {
	const keys = Object.keys(groups);
	return {
		keys,
		placeOf: new Map(keys.map((key, place) => [key, place])),
		count: new Uint32Array(keys.length).fill(20),
		reason: Uint8Array.from(Object.values(groups), (bits) => (bits ? 0 : 5)),
		granted: Uint8Array.from(Object.values(groups)),
		made: new Uint32Array(keys.length).fill(1),
	};
}
const both = figure.median | figure.quartiles;
const like = { providerType: ['umbrella'], sizeClass: ['under-250'], sector: ['071', '072'] };
const lists = [['providerType', 'sizeClass'], ['providerType'], ['sizeClass']] as const;
const usual = (groups: Record<string, number>) =>
	usualGroup(nightOf(groups), goInternationalRules, 1, lists, like).map(({ filter }) => filter);

test('before one chooses, the first group that shows its middle half is taken', () => {
	expect(usual({ '': both, 'providerType=umbrella': both, 'providerType=umbrella&sizeClass=under-250': both })).toEqual(lists[0]);
	expect(usual({ '': both, 'providerType=umbrella': both, 'providerType=umbrella&sizeClass=under-250': figure.median })).toEqual(lists[1]);
	expect(usual({ '': both, 'sizeClass=under-250': both })).toEqual(lists[2]);
	expect(usual({ '': figure.median })).toEqual([]);
});

test('13.5 - the next wider group drops the last filter chosen; one that is hidden too is left out', () => {
	const choices = [
		{ filter: 'sizeClass', value: 'under-250' },
		{ filter: 'country', value: 'PT' },
	] as const;
	const wider = (groups: Record<string, number>) => widerOf(nightOf(groups), goInternationalRules, 1, choices);
	expect(wider({ '': both, 'sizeClass=under-250': both, 'country=PT': both })).toEqual([choices[0]]);
	expect(wider({ '': both, 'sizeClass=under-250': 0, 'country=PT': both })).toEqual([]);
	expect(wider({ '': 0, 'country=PT': both })).toBeNull();
});

test('13.4 - at most two filters at once, in the instrument’s order', () => {
	const of = (...filters: string[]) => filters.map((filter) => ({ filter, value: '1' })) as Parameters<typeof inOrder>[1];
	expect(inOrder(goInternationalRules, of('sector', 'country'))).toEqual(of('country', 'sector'));
	expect(inOrder(goInternationalRules, of('sector', 'country', 'experience'))).toBeNull();
	expect(inOrder(goInternationalRules, of('sector', 'sector'))).toBeNull();
	expect(inOrder(goInternationalRules, of('mainField'))).toBeNull();
});

test('filters are offered of which something is shown', () => {
	const night = nightOf({ '': both, 'country=PT': both, 'country=MT': 0, 'sector=07%261': figure.median, 'country=PT&sector=071': both });
	const offered = offeredFilters(night, goInternationalRules, 1);
	expect(offered.map(({ filter }) => filter)).toEqual(goInternationalRules.filters);
	expect(offered.filter(({ values }) => values.length)).toEqual([
		{ filter: 'country', values: ['PT'] },
		{ filter: 'sector', values: ['07&1'] },
	]);
});
