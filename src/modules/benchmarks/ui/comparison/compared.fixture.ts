import type { ReturnComparison } from '../../comparison/return.ts';
import type { ComparedColumn } from '../../comparison/seen.ts';
import { currentEdition, textsOf } from '../../instruments.ts';

/** A column with every figure there can be; the middle of the others rises from column to column. */
function column(code: string, place: number, given: Partial<ComparedColumn> = {}): ComparedColumn {
	const median = 50 + (place % 7);
	return {
		column: code,
		own: 62,
		hidden: null,
		providers: 40,
		median,
		quartiles: [median - 9, median + 8],
		tails: [median - 20, median + 19],
		best: median + 24,
		position: 70,
		word: 'above-middle',
		...given,
	};
}
const nothing = { providers: null, median: null, quartiles: null, tails: null, best: null, position: null, word: null };

/** What the engine says of a return among forty others: one indicator is hidden, one is not compared, changes are too few. */
export function comparedReturn(given: Partial<ReturnComparison> = {}, locale = 'en'): ReturnComparison {
	const edition = currentEdition('solity');
	const text = textsOf(edition, locale);
	const { axes, indicators } = edition.instrument;
	const named = [...axes, ...indicators];
	const special: Record<string, Partial<ComparedColumn>> = {
		A3: { own: 41, word: 'below-middle', position: 20 },
		A4: { own: 55, word: 'no-clear-difference', position: 50 },
		'SU-1.3': { ...nothing, hidden: 'crowded' },
		'SU-2.6': { own: null, word: null, position: null },
	};
	const columns = [
		column('overall', 0),
		column('overall-4', 0, { own: null, word: null }),
		...named.map(({ code }, place) => column(code, place, special[code])),
		...['overall', ...axes.map(({ code }) => code)].map((code) => column(`${code}@change`, 0, { ...nothing, own: 4, hidden: 'too-few' })),
	];
	const own = { value: 62.3, low: 57.4, high: 66.6 };
	return {
		madeAt: new Date('2026-11-24T02:27:00Z'),
		choices: [{ filter: 'providerType', value: 'public-school' }],
		hidden: null,
		wider: null,
		columns,
		offered: [],
		counted: false,
		alike: null,
		returnId: '01930000-0000-7000-8000-000000000001',
		unit: 'provider',
		year: 2025,
		textLocale: locale,
		whole: 'overall',
		axes: { scored: 5, all: 5 },
		about: Object.fromEntries(
			columns.map(({ column: code, own: value }) => [
				code,
				{
					name: named.some((each) => each.code === code) ? text(`su.${code}.name`) : '',
					axis: indicators.find((each) => each.code === code)?.axis ?? null,
					own: value === null ? null : code.endsWith('@change') ? { value } : own,
				},
			]),
		),
		similar: null,
		like: [],
		sharing: false,
		best: false,
		invitable: false,
		refusal: null,
		...given,
	};
}
