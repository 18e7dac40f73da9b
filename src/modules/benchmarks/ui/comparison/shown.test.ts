import { expect, test } from 'vitest';
import { createCatalogue } from '#platform/i18n/catalogue.ts';
import { defaultWeights, type Profile } from '../../comparison/similar.ts';
import { comparedReturn } from './compared.fixture.ts';
import { changeTable, countsWords, hiddenParts, returnFacts, returnHeadline, returnPosition, wholeTable } from './return-words.ts';
import { toShownReturn } from './shown.ts';

const t = createCatalogue().translator('en');
const shown = (given?: Parameters<typeof comparedReturn>[0]) =>
	toShownReturn(comparedReturn(given), { t, locale: 'en', day: () => 'today' });
const columnsWith = (code: string, change: object) =>
	comparedReturn().columns.map((each) => (each.column === code ? { ...each, ...change } : each));

test('a return is told by axis and indicator, its band in whole points, changes apart from scores', () => {
	const { parts, changes, overall, decimals, query, group } = shown();
	expect(parts.map(({ column }) => column)).toEqual(['A1', 'A2', 'A3', 'A4', 'A5']);
	expect(parts.flatMap(({ indicators }) => indicators)).toHaveLength(28);
	expect(changes.map(({ name }) => name)).toEqual(['Overall', ...parts.map(({ name }) => name)]);
	expect(overall).toMatchObject({ name: 'Overall', band: [57, 67], standing: 'above the middle' });
	expect({ decimals, query, group }).toEqual({ decimals: 0, query: 'with=providerType%3Apublic-school', group: 'Public school' });
});

test('facts and table have every figure that is shown, and none that is not', () => {
	const all = shown();
	expect(returnFacts(t, all).map(({ value }) => value)).toEqual([
		'at least 40 providers', '62', '50', '41 to 58', '30 to 69', '74', 'about 70 of 100',
	]); // prettier-ignore
	expect(wholeTable(t, all).rows[0]).toMatchObject({ own: '62 (57 to 67)', best: '74', below: 'about 70 of 100', providers: '40 or more' });
	const few = shown({
		columns: comparedReturn().columns.map((each) => ({ ...each, quartiles: null, tails: null, best: null, position: null })),
	});
	expect(returnFacts(t, few).map(({ value }) => value)).toEqual(['at least 40 providers', '62', '50']);
	expect(wholeTable(t, few).columns.map(({ key }) => key)).toEqual(['name', 'own', 'median', 'standing', 'providers']);
});

test('the picture is one sentence, and an axis says how many of its indicators are where', () => {
	expect(returnHeadline(t, shown())).toBe(
		'Above the middle in “Return to work”, “Lasting employability”, and “Responsible organisation”. Below it in “Equal opportunities”.',
	);
	const { parts } = shown();
	expect(countsWords(t, parts[0]!.indicators)).toBe('5 above the middle');
	const every = parts.map((axis) => ({ ...axis, word: 'below-middle' as const }));
	expect(returnHeadline(t, { parts: every, locale: 'en' })).toBe('Below the middle in every axis.');
	const none = parts.map((axis) => ({ ...axis, word: 'no-clear-difference' as const }));
	expect(returnHeadline(t, { parts: none, locale: 'en' })).toBe('Near the middle in every axis, or no clear difference.');
});

test('what is hidden names its rule, and one filter less is the next wider group', () => {
	const { parts, wider } = shown();
	expect(hiddenParts(parts[0]!.indicators)).toEqual([{ reason: 'crowded', names: ['From pre-qualification to qualification'] }]);
	expect(wider).toEqual({ group: 'all providers who share', query: 'with=' });
	expect(shown({ choices: [] }).wider).toBeNull();
});

test('without an overall score, or with one nobody is compared by, axes are compared alone', () => {
	expect(returnPosition(t, shown({ columns: columnsWith('overall', { own: null, word: null }) }))).toBe(
		'There is no overall score to compare',
	);
	const partial = shown({ whole: 'overall-4', columns: columnsWith('overall-4', { own: 60, hidden: 'too-few', median: null }) });
	expect(returnPosition(t, partial)).toBe('Compared axis by axis');
});

test('changes have a sign, and no column of figures nobody may see; without any there is no table', () => {
	const table = changeTable(t, shown())!;
	expect(table.columns.map(({ key }) => key)).toEqual(['name', 'own']);
	expect(table.rows[0]!.own).toBe('+4');
	expect(changeTable(t, shown({ columns: comparedReturn().columns.map((each) => ({ ...each, own: null, median: null })) }))).toBeNull();
});

test('similar providers are told by what they are like; what is not known of one stays open', () => {
	const own: Profile = {
		size: 1240,
		jobseekers: 0.6613,
		vulnerable: null,
		unemployment: 6.4,
		providerType: 'public-school',
		placeKind: null,
		fields: ['071', '061'],
	};
	const { similar, group, query, wider } = shown({
		choices: [],
		similar: { count: 20, weights: { ...defaultWeights, size: 3 }, own },
		alike: { size: 693.4, jobseekers: 0.642, vulnerable: 0.28, unemployment: null },
	});
	expect({ group, query }).toEqual({ group: 'the 20 or more providers most similar to you', query: 'similar=20&size=3' });
	expect(wider?.query).toBe('with=');
	expect(similar!.variables.map(({ own, others }) => [own, others])).toEqual([
		['1,240', 'about 690'],
		['66\u00a0%', 'about 64\u00a0%'],
		[null, 'about 28\u00a0%'],
		['6.4\u00a0%', null],
		['Public school', null],
		[null, null],
		['Engineering and engineering trades, Information technology', null],
	]);
});

test('centres are counted as centres', () => {
	const centre = shown({ unit: 'centre', choices: [] });
	expect(returnFacts(t, centre)[0]!.value).toBe('at least 40 centres');
	expect(centre.group).toBe('all centres that are shared');
	expect(wholeTable(t, centre).columns.at(-1)!.label).toBe('Centres');
});
