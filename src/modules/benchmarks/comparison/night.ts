import { cellWidth, madeOf, makeCell } from './figures.ts';
import { groupsOf, isNeighbourhood, keysFor, type GroupKind, type Groups } from './groups.ts';
import { formNeighbourhoods, type Neighbourhoods } from './neighbourhoods.ts';
import { figure, protect, reasonCode, type Release } from './protection.ts';
import { changesToRenew, type ComparisonRules } from './rules.ts';
import { coder, profilesOf, type Profile, type Profiles } from './similar.ts';
import { listOf, tableOf, type Member, type Table } from './table.ts';

/**
 * One night's pool, made from the night before and the providers that count tonight. Pure: everything that changes
 * from night to night is decided here.
 *
 * A group's figures are made anew only when enough of its providers came, left or have a new result (`renewal`); until
 * then it shows what it showed. Otherwise anybody could subtract yesterday's figures from today's.
 */
export type Night = {
	number: number;
	/** Days since 1970. */
	day: number;
	providers: number;
	groups: NightGroup[];
	/** Null where the instrument has no similar providers, or nobody counts. */
	forest: Forest | null;
};

export type NightGroup = {
	key: string;
	kind: GroupKind;
	/** Providers tonight, by column. */
	count: Uint32Array;
	/** By column: 0 when something is shown, else why not (see protection.ts). */
	reason: Uint8Array;
	/** By column: bits of what may be shown. */
	granted: Uint8Array;
	/** Figures as last made, column after column. */
	cells: Float64Array;
	/** Number of the pool in which `cells` last changed; 0 when nothing was made yet. */
	made: number;
};

/** The neighbourhoods of similar providers, as they were formed. */
export type Forest = {
	/** Number of the pool they were formed in. */
	number: number;
	/** Ids of the members' rows by neighbourhood, narrow ones first. */
	members: readonly (readonly string[])[];
	/** By what they are found; only in the night they are formed. Later nights keep them as they are and need none of it. */
	formed: { neighbourhoods: Neighbourhoods; profiles: Profiles; /** Of kinds and fields, by code. */ names: readonly string[] } | null;
};

export type NightInput = {
	rules: ComparisonRules;
	columns: number;
	previous: Night | null;
	/** Those that count, and those that left and are still part of figures shown. */
	members: readonly Member[];
	number: number;
	day: number;
};

/** A group that nobody belongs to any more is forgotten after so many days. */
const daysToForget = 800;
/** Neighbourhoods are formed anew when so large a share of their members has left or of tonight's is new. */
const shareToReform = 0.5;

export function nextNight({ rules, columns, previous, members, number, day }: NightInput): Night {
	const active = members.filter(({ until }) => until === null).toSorted((a, b) => (a.id < b.id ? -1 : 1));
	const table = tableOf(active, columns, rules.filters);
	const old = previous?.forest ?? null;
	const forest = rules.similar ? forestFor(active, old, number) : null;
	const formed = forest !== old ? (forest?.formed?.neighbourhoods ?? null) : null;
	const groups = groupsOf(table, formed?.members, formed?.outline.narrow);
	const kept = forest && !formed ? previous!.groups.filter(({ kind }) => isNeighbourhood(kind)) : [];
	const release = protect(table, groups, rules, figuresIn(kept, columns));
	if (formed && old) hideNearTwins(groups, release, columns, rules, forest!, old, members);

	const width = cellWidth(rules);
	const before = new Map((previous?.groups ?? []).filter(({ kind }) => !isNeighbourhood(kind)).map((group) => [group.key, group]));
	const changed = changesSince(before, groups, active, members, rules, columns);
	const next: NightGroup[] = [];
	const renewed: { group: number; into: NightGroup; columns: number[] }[] = [];
	for (let group = 0; group < groups.keys.length; group++) {
		const known = before.get(groups.keys[group]!);
		const cut = <T extends { slice(from: number, to: number): T }>(all: T) => all.slice(group * columns, (group + 1) * columns);
		const count = cut(release.count);
		// A group too small to show anything leaves no trace.
		if (!known && count.every((providers) => providers < rules.from.median)) continue;
		const into: NightGroup = {
			key: groups.keys[group]!,
			kind: groups.kinds[group]!,
			count,
			reason: cut(release.reason),
			granted: cut(release.granted),
			cells: known?.cells.length ? known.cells.slice() : new Float64Array(columns * width),
			made: known?.made ?? 0,
		};
		const changes = changed.get(into.key);
		const anew = [...count.keys()].filter((column) => {
			if (into.reason[column]) return false;
			const made = madeOf(cellOf(into.cells, column, width));
			return !made || (changes?.[column] ?? 0) >= changesToRenew(rules, made.count);
		});
		if (anew.length) renewed.push({ group, into, columns: anew });
		next.push(into);
	}
	// Groups nobody belongs to tonight are remembered, or they could come back with one provider more.
	const tonight = new Set(groups.keys);
	for (const known of before.values())
		if (!tonight.has(known.key) && day - newestDay(known, columns, width) < daysToForget)
			next.push({
				...known,
				count: new Uint32Array(columns),
				reason: new Uint8Array(columns).fill(reasonCode('too-few')),
				granted: new Uint8Array(columns),
			});
	makeCells(rules, table, groups, renewed, number, day);
	return { number, day, providers: active.length, groups: [...next, ...kept], forest };
}

/** The part of a group's cells that belongs to a column. */
export const cellOf = (cells: Float64Array, column: number, width: number) => cells.subarray(column * width, (column + 1) * width);

/** Whether a row counted in the pool with this number. */
export const countedIn = ({ since, until }: Pick<Member, 'since' | 'until'>, pool: number) =>
	since <= pool && (until === null || until > pool);

/** Rows that left and are in no figure that is still kept: they can be deleted. */
export function forgettable(night: Night, members: readonly Member[], rules: ComparisonRules, columns: number): Member[] {
	const width = cellWidth(rules);
	const oldest = new Map<string, number>();
	for (const { key, cells } of night.groups)
		oldest.set(key, Math.min(...Array.from({ length: columns }, (_, column) => madeOf(cellOf(cells, column, width))?.pool ?? Infinity)));
	return members.filter(
		({ until, filters }) =>
			until !== null &&
			!(night.forest && night.forest.number < until) &&
			keysFor(filters, rules.filters).every((key) => (oldest.get(key) ?? Infinity) >= until),
	);
}

/**
 * By group and column, how many providers differ from those its figures were made of: they came, left, or have a new
 * result. Groups without a change are absent.
 */
function changesSince(
	before: ReadonlyMap<string, NightGroup>,
	groups: Groups,
	active: readonly Member[],
	members: readonly Member[],
	rules: ComparisonRules,
	columns: number,
): Map<string, Uint32Array> {
	const width = cellWidth(rules);
	const oldest = [...before.values()].reduce((least, { made }) => Math.min(least, made || Infinity), Infinity);
	const rowsOf = new Map<string, { row: Member; keys: () => Iterable<string> }[]>();
	const note = (row: Member, keys: () => Iterable<string>) => {
		const rows = rowsOf.get(row.providerId);
		if (rows) rows.push({ row, keys });
		else rowsOf.set(row.providerId, [{ row, keys }]);
	};
	for (const [i, row] of active.entries()) note(row, () => Array.from(listOf(groups.ofMember, i), (group) => groups.keys[group]!));
	for (const row of members) if (row.until !== null) note(row, () => keysFor(row.filters, rules.filters));

	const changes = new Map<string, Uint32Array>();
	for (const rows of rowsOf.values()) {
		// Whoever was there before every figure and still is has changed nothing.
		if (rows.length === 1 && rows[0]!.row.until === null && rows[0]!.row.since <= oldest) continue;
		const touched = new Map<string, Member[]>();
		for (const { row, keys } of rows) for (const key of keys()) if (before.has(key)) touched.set(key, [...(touched.get(key) ?? []), row]);
		for (const [key, inGroup] of touched) {
			const { cells } = before.get(key)!;
			for (let column = 0; column < columns; column++) {
				const made = madeOf(cellOf(cells, column, width));
				if (!made) continue;
				const valued = inGroup.filter(({ values }) => !Number.isNaN(values[column]!));
				const then = valued.find((row) => countedIn(row, made.pool));
				const now = valued.find(({ until }) => until === null);
				if (then === now) continue;
				let counts = changes.get(key);
				if (!counts) changes.set(key, (counts = new Uint32Array(columns)));
				counts[column]!++;
			}
		}
	}
	return changes;
}

/** Fills the cells that are made anew: each column is sorted once and dealt out to the groups in order. */
function makeCells(
	rules: ComparisonRules,
	table: Table,
	groups: Groups,
	renewed: readonly { group: number; into: NightGroup; columns: readonly number[] }[],
	number: number,
	day: number,
): void {
	const width = cellWidth(rules);
	for (let column = 0; column < table.values.length; column++) {
		const wanted = renewed.filter(({ columns }) => columns.includes(column));
		if (wanted.length === 0) continue;
		const values = table.values[column]!;
		const lists = new Array<{ all: Float64Array; best: Float64Array; count: number; bestCount: number } | undefined>(groups.keys.length);
		for (const { group, into } of wanted)
			lists[group] = { all: new Float64Array(into.count[column]!), best: new Float64Array(into.count[column]!), count: 0, bestCount: 0 };
		for (const member of inOrder(values)) {
			const best = table.best[member];
			for (let at = groups.ofMember.start[member]!; at < groups.ofMember.start[member + 1]!; at++) {
				const list = lists[groups.ofMember.items[at]!];
				if (!list) continue;
				list.all[list.count++] = values[member]!;
				if (best) list.best[list.bestCount++] = values[member]!;
			}
		}
		for (const { group, into } of wanted) {
			const { all, best, bestCount } = lists[group]!;
			into.cells.set(makeCell(rules, { values: all, best: best.subarray(0, bestCount) }, number, day), column * width);
			into.made = number;
		}
	}
}

/** Row numbers by ascending value, without those that have none. */
function inOrder(values: Float64Array): Uint32Array {
	const sorted = values.filter((value) => !Number.isNaN(value)).sort();
	const order = new Uint32Array(sorted.length);
	const equals = new Map<number, number>();
	for (let member = 0; member < values.length; member++) {
		const value = values[member]!;
		if (Number.isNaN(value)) continue;
		let low = 0;
		let high = sorted.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (sorted[middle]! < value) low = middle + 1;
			else high = middle;
		}
		const before = equals.get(low) ?? 0;
		equals.set(low, before + 1);
		order[low + before] = member;
	}
	return order;
}

/** Figures shown by groups that are not decided anew, by column. */
function figuresIn(kept: readonly NightGroup[], columns: number): number[] {
	return Array.from({ length: columns }, (_, column) =>
		kept.reduce((sum, { granted }) => sum + (granted[column]! & figure.quartiles ? 3 : granted[column]! ? 1 : 0), 0),
	);
}

function newestDay({ cells }: NightGroup, columns: number, width: number): number {
	return Math.max(0, ...Array.from({ length: columns }, (_, column) => madeOf(cellOf(cells, column, width))?.day ?? 0));
}

/** The neighbourhoods of before, or new ones when half of those in them have changed. */
function forestFor(active: readonly Member[], old: Forest | null, number: number): Forest | null {
	if (active.length === 0) return null;
	if (old) {
		const tonight = new Set(active.map(({ id }) => id));
		const then = new Set(old.members.flat());
		const still = then.intersection(tonight).size;
		if (then.size - still < shareToReform * then.size && active.length - still < shareToReform * active.length) return old;
	}
	const code = coder();
	const profiles = profilesOf(
		active.map(({ profile }) => profile ?? unknownProfile),
		code,
	);
	const neighbourhoods = formNeighbourhoods(profiles);
	return {
		number,
		members: neighbourhoods.members.map((rows) => Array.from(rows, (row) => active[row]!.id)),
		formed: { neighbourhoods, profiles, names: code.names() },
	};
}

const unknownProfile: Profile = {
	size: null,
	jobseekers: null,
	vulnerable: null,
	unemployment: null,
	providerType: null,
	placeKind: null,
	fields: [],
};

/** A new neighbourhood that differs from an old one by a few members would let anybody subtract: it is not shown. */
function hideNearTwins(
	groups: Groups,
	release: Release,
	columns: number,
	rules: ComparisonRules,
	formed: Forest,
	old: Forest,
	members: readonly Member[],
): void {
	const rowOf = new Map(members.map((member) => [member.id, member]));
	const oldSets = old.members;
	const oldOf = new Map<string, number[]>();
	for (const [number, ids] of oldSets.entries()) for (const id of ids) oldOf.set(id, [...(oldOf.get(id) ?? []), number]);
	const first = groups.keys.length - formed.members.length;
	for (const [number, ids] of formed.members.entries())
		for (let column = 0; column < columns; column++) {
			const valued = (all: readonly string[]) => all.filter((id) => !Number.isNaN(rowOf.get(id)?.values[column] ?? NaN));
			const common = new Map<number, number>();
			for (const id of valued(ids)) for (const twin of oldOf.get(id) ?? []) common.set(twin, (common.get(twin) ?? 0) + 1);
			const near = [...common].some(([twin, both]) => {
				const apart = valued(ids).length + valued(oldSets[twin]!).length - 2 * both;
				return apart > 0 && apart < rules.renewal.least;
			});
			const at = (first + number) * columns + column;
			if (!near || release.reason[at]) continue;
			release.reason[at] = reasonCode('differencing');
			release.granted[at] = 0;
		}
}
