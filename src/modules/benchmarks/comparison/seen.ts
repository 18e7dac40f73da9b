import { cellWidth, madeOf, readCell, type Counted } from './figures.ts';
import { choicesOf, keyOf, keysFor, type Choice } from './groups.ts';
import { cellOf, countedIn } from './night.ts';
import { figure } from './protection.ts';
import { rounded } from './quantiles.ts';
import { filtersAtOnce, hiddenReasons, type ComparisonRules, type FilterName, type HiddenReason } from './rules.ts';
import type { Member } from './table.ts';

/** What one reader sees of a night. Pure: everything read from the store comes in. */

/** A result of the reader's own: a value, and the band it lies in where the instrument has one. */
export type OwnValue = { value: number; low?: number; high?: number };

/** What a request needs to know about a night: which groups there are, and what of them is shown. */
export type NightView = {
	keys: readonly string[];
	/** Place of a key among `keys`. */
	placeOf: ReadonlyMap<string, number>;
	/** Group after group, column after column. */
	count: Uint32Array;
	reason: Uint8Array;
	granted: Uint8Array;
	/** Number of the pool a group's figures were made in; 0 for none. */
	made: Uint32Array;
};

/** A row of the reader's own provider. */
export type OwnRow = Pick<Member, 'id' | 'since' | 'until' | 'best' | 'filters' | 'values'> & { withdrawn: boolean };

export type Word = 'lower-quarter' | 'middle-half' | 'upper-quarter' | 'below-middle' | 'above-middle' | 'no-clear-difference';

/** One column of a comparison, rounded as it is shown. */
export type ComparedColumn = {
	column: string;
	own: number | null;
	/** Why nothing is shown; null when something is. */
	hidden: HiddenReason | null;
	/** Other providers, rounded down to a multiple of 5; 8 stands for 8 or 9. Null while hidden. */
	providers: number | null;
	median: number | null;
	quartiles: [number, number] | null;
	tails: [number, number] | null;
	best: number | null;
	/** 0 to 100 in steps of 5. */
	position: number | null;
	word: Word | null;
};

/** How many providers are named: rounded down to a multiple of 5 from 10 on, 8 for "8 or 9" (rule 7). */
export function shownCount(count: number): number {
	return count < 10 ? 8 : count - (count % 5);
}

/** The word for where an own value is, by the figures as they are shown (decision 10). */
export function wordFor(
	{ words, decimals }: ComparisonRules,
	own: OwnValue | null,
	median: number | null,
	quartiles: [number, number] | null,
): Word | null {
	if (!own || median === null) return null;
	const value = rounded(own.value, decimals);
	if (words === 'quarters') {
		if (!quartiles) return null;
		return value < quartiles[0] ? 'lower-quarter' : value > quartiles[1] ? 'upper-quarter' : 'middle-half';
	}
	if (rounded(own.low ?? own.value, decimals) <= median && median <= rounded(own.high ?? own.value, decimals)) return 'no-clear-difference';
	if (quartiles && quartiles[0] <= value && value <= quartiles[1]) return 'middle-half';
	return value < median ? 'below-middle' : 'above-middle';
}

export type Look = {
	rules: ComparisonRules;
	columns: readonly string[];
	night: NightView;
	/** The group's figures, column after column; null when there are none. */
	cells: Float64Array | null;
	key: string;
	/** Values of the result that is compared. */
	own: Readonly<Record<string, OwnValue>>;
	ownRows: readonly OwnRow[];
	/** Ids of the rows in the group, where it is a neighbourhood of similar providers. */
	near?: ReadonlySet<string>;
	/** The value whose position may be told among figures of a day, for one who is counted in them or not; null for none. Without it the own value's. */
	positioned?: (column: string, day: number, counted: boolean) => number | null;
};

/** Every column of one group, as its reader may see it. */
export function seeGroup({ rules, columns, night, cells, key, own, ownRows, near, positioned }: Look): ComparedColumn[] {
	const width = cellWidth(rules);
	const place = night.placeOf.get(key);
	const mine = ownRows.filter(({ id, filters }) => (near ? near.has(id) : keysFor(filters, rules.filters).includes(key)));
	return columns.map((column, index) => {
		const now = own[column] ?? null;
		const nothing = { median: null, quartiles: null, tails: null, best: null, position: null, providers: null, word: null };
		const value = now && rounded(now.value, rules.decimals);
		if (place === undefined) return { column, own: value, hidden: 'too-few', ...nothing };
		const at = place * columns.length + index;
		const hidden = night.reason[at] ? hiddenReasons[night.reason[at] - 1]! : null;
		if (hidden || !cells) return { column, own: value, hidden: hidden ?? 'too-few', ...nothing };
		const cell = cellOf(cells, index, width);
		const counted = countedOf(mine, cell, index);
		const asked = positioned ? positioned(column, madeOf(cell)?.day ?? 0, counted !== null) : (now?.value ?? null);
		const view = readCell(rules, cell, null, night.granted[at]!, counted, asked);
		if (view.hidden) return { column, own: value, hidden: view.hidden, ...nothing };
		const shown = (figure: number | null) => (figure === null ? null : rounded(figure, rules.decimals));
		const both = (figures: [number, number] | null): [number, number] | null => figures && [shown(figures[0])!, shown(figures[1])!];
		const [median, quartiles] = [shown(view.median), both(view.quartiles)];
		return {
			column,
			own: value,
			hidden: null,
			providers: shownCount(view.count),
			median,
			quartiles,
			tails: both(view.tails),
			best: shown(view.best),
			position: view.position,
			word: wordFor(rules, now, median, quartiles),
		};
	});
}

/**
 * The reader's own result as it is counted in a cell. Of one whose values were erased when it left nothing is known any
 * more: its reader sees what everybody sees, until the figures are made anew.
 */
function countedOf(rows: readonly OwnRow[], cell: Float64Array, column: number): Counted | null {
	const made = madeOf(cell);
	const row = made && rows.find((each) => countedIn(each, made.pool) && !Number.isNaN(each.values[column]!));
	return row && !row.withdrawn ? { value: row.values[column]!, best: row.best } : null;
}

/** Filters put into the instrument's order; null when there are too many, two of one kind, or one the instrument has not. */
export function inOrder(rules: ComparisonRules, choices: readonly Choice[]): Choice[] | null {
	const ordered = rules.filters.flatMap((filter) => choices.filter((choice) => choice.filter === filter));
	const distinct = new Set(choices.map(({ filter }) => filter)).size === choices.length;
	return distinct && ordered.length === choices.length && choices.length <= filtersAtOnce ? ordered : null;
}

/** Whether a night shows something of a group, whoever asks. */
function isShown(night: NightView, columns: number, key: string, bit: number): boolean {
	const place = night.placeOf.get(key);
	return place !== undefined && night.reason[place * columns] === 0 && (night.granted[place * columns]! & bit) !== 0;
}

/**
 * The next wider group that is shown: without the last filter, else everybody; null when there is none (rule 5).
 * @param near asked from a neighbourhood, which everybody is wider than
 */
export function widerOf(
	night: NightView,
	rules: ComparisonRules,
	columns: number,
	choices: readonly Choice[],
	near = false,
): Choice[] | null {
	const wider = choices.length === 0 ? (near ? [[]] : []) : [...new Set([choices.length - 1, 0])].map((length) => choices.slice(0, length));
	return wider.find((each) => isShown(night, columns, keyOf(inOrder(rules, each) ?? []), figure.median)) ?? null;
}

/**
 * The group a reader is compared with before choosing one: the first that shows its middle half, of those that share the
 * values named, one list after the other; everybody when none does.
 */
export function usualGroup(
	night: NightView,
	rules: ComparisonRules,
	columns: number,
	lists: readonly (readonly FilterName[])[],
	filters: Member['filters'],
): Choice[] {
	for (const list of lists) {
		const choices = list.flatMap((filter) => (filters[filter] ?? []).slice(0, 1).map((value) => ({ filter, value })));
		if (choices.length === list.length && isShown(night, columns, keyOf(inOrder(rules, choices)!), figure.quartiles)) return choices;
	}
	return [];
}

/** Values of each filter of which something is shown, in the instrument's order. */
export function offeredFilters(night: NightView, rules: ComparisonRules, columns: number): { filter: FilterName; values: string[] }[] {
	const shown = night.keys
		.filter((key) => key !== '' && !key.includes('&') && !key.startsWith('near=') && isShown(night, columns, key, figure.median))
		.flatMap(choicesOf);
	return rules.filters.map((filter) => ({ filter, values: shown.filter((choice) => choice.filter === filter).map(({ value }) => value) }));
}
