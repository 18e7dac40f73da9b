import type { FilterName } from './rules.ts';
import { listOf, listsOf, type Lists, type Table } from './table.ts';

/** A filter set to a value. */
export type Choice = { filter: FilterName; value: string };

/** What a group is: everybody, providers chosen by filters, or a neighbourhood of similar ones. */
export type GroupKind = 'all' | 'one-filter' | 'two-filters' | 'neighbourhood' | 'wide-neighbourhood';

export const isNeighbourhood = (kind: GroupKind) => kind === 'neighbourhood' || kind === 'wide-neighbourhood';

/** All groups of a night and who is in them. */
export type Groups = {
	keys: readonly string[];
	kinds: readonly GroupKind[];
	/** Providers of each group, ascending. */
	members: Lists;
	/** Groups of each provider, ascending. */
	ofMember: Lists;
};

/** The key of a group chosen by filters; '' is everybody. @param choices in the instrument's order of filters */
export function keyOf(choices: readonly Choice[]): string {
	return choices.map(({ filter, value }) => `${filter}=${encodeURIComponent(value)}`).join('&');
}

/** The choices a key stands for. */
export function choicesOf(key: string): Choice[] {
	return key === ''
		? []
		: key.split('&').map((part) => {
				const at = part.indexOf('=');
				return { filter: part.slice(0, at) as FilterName, value: decodeURIComponent(part.slice(at + 1)) };
			});
}

/** The key of a neighbourhood of similar providers. */
export const neighbourhoodKey = (number: number) => `near=${number}`;

/** The keys of all groups chosen by filters that somebody with these values belongs to. @param order the instrument's filters */
export function keysFor(filters: Readonly<Partial<Record<FilterName, readonly string[]>>>, order: readonly FilterName[]): string[] {
	const singles = order.flatMap((filter) => [...new Set(filters[filter] ?? [])].map((value) => ({ filter, value })));
	const pairs = singles.flatMap((a, i) => singles.slice(i + 1).flatMap((b) => (a.filter === b.filter ? [] : [[a, b]])));
	return ['', ...singles.map((single) => keyOf([single])), ...pairs.map(keyOf)];
}

/**
 * Everybody, every value of every filter, every two values of different filters that some provider has, and
 * neighbourhoods, the first `narrow` of them narrow ones.
 */
export function groupsOf(table: Table, neighbourhoods: readonly Uint32Array[] = [], narrow = 0): Groups {
	const keys = [''];
	const kinds: GroupKind[] = ['all'];
	const idOf = new Map<number, number>();
	const width = table.single.length;
	const name = (code: number, choices: Choice[]) => {
		let id = idOf.get(code);
		if (id === undefined) {
			idOf.set(code, (id = keys.length));
			keys.push(keyOf(choices));
			kinds.push(choices.length === 1 ? 'one-filter' : 'two-filters');
		}
		return id;
	};
	const rows: number[][] = Array.from({ length: table.size }, (_, member) => {
		const row = [0];
		const singles = listOf(table.singles, member);
		for (const a of singles) {
			row.push(name(a, [table.single[a]!]));
			for (const b of singles)
				if (b > a && table.single[a]!.filter !== table.single[b]!.filter)
					row.push(name(width + a * width + b, [table.single[a]!, table.single[b]!]));
		}
		return row;
	});
	for (const [number, members] of neighbourhoods.entries()) {
		for (const member of members) rows[member]!.push(keys.length);
		keys.push(neighbourhoodKey(number));
		kinds.push(number < narrow ? 'neighbourhood' : 'wide-neighbourhood');
	}
	const ofMember = listsOf(rows.map((row) => row.toSorted((a, b) => a - b)));
	return { keys, kinds, members: turned(ofMember, keys.length), ofMember };
}

/** Lists the other way round: for each item the rows that hold it. */
function turned({ start, items }: Lists, count: number): Lists {
	const turnedStart = new Uint32Array(count + 1);
	for (const item of items) turnedStart[item + 1]!++;
	for (let i = 0; i < count; i++) turnedStart[i + 1]! += turnedStart[i]!;
	const fill = turnedStart.slice(0, count);
	const turnedItems = new Uint32Array(items.length);
	for (let row = 0; row + 1 < start.length; row++)
		for (let at = start[row]!; at < start[row + 1]!; at++) turnedItems[fill[items[at]!]!++] = row;
	return { start: turnedStart, items: turnedItems };
}
