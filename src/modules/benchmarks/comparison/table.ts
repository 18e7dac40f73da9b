import type { FilterName } from './rules.ts';
import type { Profile } from './similar.ts';

/** One provider's row in a series of nightly pools, from the night it came to the night it left. */
export type Member = {
	id: string;
	providerId: string;
	runId: string;
	/** Number of the pool it first counted in. */
	since: number;
	/** Number of the pool it no longer counted in; null while it counts. */
	until: number | null;
	/** Networks, associations and owners; one of them with more than half of a group hides the group. */
	owners: readonly string[];
	/** Participants a year, for dominance; 1 where the instrument does not count them. */
	weight: number;
	/** Agreed to "may count as best". */
	best: boolean;
	filters: Readonly<Partial<Record<FilterName, readonly string[]>>>;
	/** What similar providers are found by; null where the instrument has none. */
	profile: Profile | null;
	/** In the order of the pool's columns; NaN where there is none or it may not be compared. */
	values: Float64Array;
};

/** Short lists of whole numbers, one a row, in one array. */
export type Lists = { start: Uint32Array; items: Uint32Array };

/** The rows of a night as columns: what grouping, protection and figures are made from. */
export type Table = {
	size: number;
	/** One array a column, one number a provider. */
	values: readonly Float64Array[];
	weight: Float64Array;
	best: Uint8Array;
	owners: Lists;
	ownerCount: number;
	/** Ids of single filter values (`country=PT`) a provider has, ascending. */
	singles: Lists;
	/** The single filter values, by id; ids follow the order of the filters, then of the values. */
	single: readonly { filter: FilterName; value: string }[];
};

/** Puts members side by side. @param filters in the instrument's order */
export function tableOf(members: readonly Member[], columns: number, filters: readonly FilterName[]): Table {
	const size = members.length;
	const values = Array.from({ length: columns }, (_, column) => Float64Array.from(members, (member) => member.values[column] ?? NaN));
	const single = filters.flatMap((filter) =>
		[...new Set(members.flatMap((member) => member.filters[filter] ?? []))].toSorted().map((value) => ({ filter, value })),
	);
	const singleId = new Map(single.map(({ filter, value }, id) => [`${filter}=${value}`, id]));
	const ownerId = new Map<string, number>();
	const idOfOwner = (owner: string) => ownerId.get(owner) ?? ownerId.set(owner, ownerId.size).get(owner)!;
	const owners = listsOf(members.map((member) => [...new Set(member.owners)].map(idOfOwner)));
	return {
		size,
		values,
		weight: Float64Array.from(members, ({ weight }) => weight),
		best: Uint8Array.from(members, ({ best }) => Number(best)),
		owners,
		ownerCount: ownerId.size,
		singles: listsOf(
			members.map((member) =>
				filters
					.flatMap((filter) => [...new Set(member.filters[filter] ?? [])].map((value) => singleId.get(`${filter}=${value}`)!))
					.toSorted((a, b) => a - b),
			),
		),
		single,
	};
}

export function listsOf(rows: readonly (readonly number[])[]): Lists {
	const start = new Uint32Array(rows.length + 1);
	for (const [i, row] of rows.entries()) start[i + 1] = start[i]! + row.length;
	const items = new Uint32Array(start[rows.length]!);
	for (const [i, row] of rows.entries()) items.set(row, start[i]);
	return { start, items };
}

/** The items of row `i`, without copying. */
export function listOf({ start, items }: Lists, i: number): Uint32Array {
	return items.subarray(start[i], start[i + 1]);
}
