import type { GroupKind, Groups } from './groups.ts';
import { hiddenReasons, type ComparisonRules, type HiddenReason } from './rules.ts';
import { listOf, type Table } from './table.ts';

/**
 * What of a night may be shown. Everything here looks at who is in a group, never at what the values are: a group that
 * is hidden because of its values would tell something about them.
 */

/** Bits of what a group may show of a column. */
export const figure = { median: 1, quartiles: 2, tails: 4, best: 8 } as const;

/** By group and column (`group * columns + column`). */
export type Release = {
	/** Providers with a value. */
	count: Uint32Array;
	/** 0 when something is shown, else 1 + index into `hiddenReasons`. */
	reason: Uint8Array;
	/** Bits of `figure`. */
	granted: Uint8Array;
};

/** The number a reason is stored as. */
export const reasonCode = (reason: HiddenReason) => hiddenReasons.indexOf(reason) + 1;

/**
 * Applies limits, dominance, owners, differencing and the crowding rule to every group and column of a night.
 * @param shown figures that are shown whatever is decided here, by column
 */
export function protect(table: Table, groups: Groups, rules: ComparisonRules, shown?: readonly number[]): Release {
	const columns = table.values.length;
	const cells = groups.keys.length * columns;
	const release: Release = { count: new Uint32Array(cells), reason: new Uint8Array(cells), granted: new Uint8Array(cells) };
	const done = new Map<string, number>();
	for (let column = 0; column < columns; column++) {
		// Columns that the same providers have a value in are decided once.
		const has = Uint8Array.from(table.values[column]!, (value) => Number(!Number.isNaN(value)));
		const mask = `${shown?.[column] ?? 0} ${Buffer.from(has).toString('latin1')}`;
		const twin = done.get(mask);
		if (twin === undefined) {
			done.set(mask, column);
			protectColumn(table, groups, rules, has, column, release, shown?.[column] ?? 0);
		} else
			for (let group = 0; group < groups.keys.length; group++)
				for (const part of [release.count, release.reason, release.granted]) part[group * columns + column] = part[group * columns + twin]!;
	}
	return release;
}

function protectColumn(
	table: Table,
	groups: Groups,
	rules: ComparisonRules,
	has: Uint8Array,
	column: number,
	release: Release,
	shown: number,
): void {
	const columns = table.values.length;
	const count = new Uint32Array(groups.keys.length);
	const hide = (group: number, reason: HiddenReason) => void (release.reason[group * columns + column] = reasonCode(reason));
	const open: number[] = [];
	const ownersOf = new Uint32Array(table.ownerCount);
	for (let group = 0; group < groups.keys.length; group++) {
		const { providers, largest, second, participants } = weigh(table, groups, has, group);
		count[group] = release.count[group * columns + column] = providers;
		if (providers < rules.from.median) hide(group, 'too-few');
		else if (rules.dominance && (largest > rules.dominance.one * participants || largest + second > rules.dominance.two * participants))
			hide(group, 'dominance');
		else if (largestOwner(table, groups, has, group, ownersOf) > rules.ownerShare * providers) hide(group, 'owner');
		else open.push(group);
	}
	// Large before small, by name on ties (SOLITY, 14.5).
	open.sort((a, b) => count[b]! - count[a]! || (groups.keys[a]! < groups.keys[b]! ? -1 : 1));
	const apart = rules.differencing === null ? null : new Differencing(groups, has, count, rules.differencing);
	const accepted = open.filter((group) => {
		if (!apart || apart.accept(group)) return true;
		hide(group, 'differencing');
		return false;
	});
	const providers = has.reduce((sum, one) => sum + one, 0);
	const budget = rules.providersPerFigure === null ? Infinity : Math.floor(providers / rules.providersPerFigure) - shown;
	grant(groups, count, accepted, rules, budget, (group, bits) => {
		release.granted[group * columns + column] = bits;
		if (!bits) hide(group, 'crowded');
	});
}

function weigh(table: Table, groups: Groups, has: Uint8Array, group: number) {
	let providers = 0;
	let largest = 0;
	let second = 0;
	let participants = 0;
	for (const member of listOf(groups.members, group)) {
		if (!has[member]) continue;
		const weight = table.weight[member]!;
		providers++;
		participants += weight;
		if (weight > largest) [largest, second] = [weight, largest];
		else if (weight > second) second = weight;
	}
	return { providers, largest, second, participants };
}

/** How many providers of the group the network or owner with most of them has. @param tally all zeros, and left so */
function largestOwner(table: Table, groups: Groups, has: Uint8Array, group: number, tally: Uint32Array): number {
	const members = listOf(groups.members, group);
	let most = 0;
	for (const member of members) if (has[member]) for (const owner of listOf(table.owners, member)) most = Math.max(most, ++tally[owner]!);
	for (const member of members) for (const owner of listOf(table.owners, member)) tally[owner] = 0;
	return most;
}

/**
 * Gives out figures until there is one for every `providersPerFigure` providers. Everybody first; then middles before
 * middle halves of narrow neighbourhoods and of one filter; then two filters, wide neighbourhoods, and at last tails and
 * best. Large before small each time.
 */
function grant(
	groups: Groups,
	count: Uint32Array,
	accepted: readonly number[],
	rules: ComparisonRules,
	budget: number,
	give: (group: number, bits: number) => void,
): void {
	const bits = new Map<number, number>();
	let left = budget;
	const of = (...kinds: GroupKind[]) => accepted.filter((group) => kinds.includes(groups.kinds[group]!));
	const take = (chosen: readonly number[], bit: number, cost: number, from: number | null) => {
		for (const group of chosen) {
			// Nothing is shown of a group without its middle.
			if (from === null || count[group]! < from || cost > left || (bit !== figure.median && !bits.has(group))) continue;
			left -= cost;
			bits.set(group, (bits.get(group) ?? 0) | bit);
		}
	};
	const { median, quartiles, tails, best } = rules.from;
	const ends = (chosen: readonly number[]) => {
		// 10th and 90th percentile, and the own position.
		take(chosen, figure.tails, 3, tails);
		take(chosen, figure.best, 1, best);
	};
	for (const chosen of [of('all'), of('neighbourhood', 'one-filter'), of('two-filters'), of('wide-neighbourhood')]) {
		take(chosen, figure.median, 1, median);
		take(chosen, figure.quartiles, 2, quartiles);
		if (chosen.every((group) => groups.kinds[group] === 'all')) ends(chosen);
	}
	ends(of('one-filter'));
	ends(of('two-filters'));
	for (const group of accepted) give(group, bits.get(group) ?? 0);
}

/**
 * Two groups of which one holds the other, and differ by 1 to `nearest` providers, would let anybody subtract: the
 * smaller is not shown. The same for what is left of a group without one it holds. Ask from large to small.
 */
class Differencing {
	readonly #groups: Groups;
	readonly #has: Uint8Array;
	readonly #count: Uint32Array;
	readonly #nearest: number;
	readonly #shown: Uint8Array;
	/** Shown groups by size. */
	readonly #bySize = new Map<number, number[]>();
	/** Shown groups inside a shown group. */
	readonly #inside = new Map<number, number[]>();
	/** What is left of a shown group without a shown one inside, by size. */
	readonly #rests = new Map<number, { whole: number; part: number }[]>();

	constructor(groups: Groups, has: Uint8Array, count: Uint32Array, nearest: number) {
		this.#groups = groups;
		this.#has = has;
		this.#count = count;
		this.#nearest = nearest;
		this.#shown = new Uint8Array(groups.keys.length);
	}

	/** Whether the group can be shown beside those accepted before; if so, it counts as shown from now on. */
	accept(group: number): boolean {
		const size = this.#count[group]!;
		const around = this.#holdersOf(group);
		for (const holder of around) {
			const rest = this.#count[holder]! - size;
			if (this.#near(rest)) return false;
			for (const other of this.#inside.get(holder) ?? [])
				if (this.#near(rest - this.#count[other]!) && !this.#meet(group, other)) return false;
			for (let beyond = 1; beyond <= this.#nearest; beyond++)
				for (const other of this.#bySize.get(rest + beyond) ?? []) if (this.#holdsRest(other, holder, group)) return false;
		}
		for (let beyond = 1; beyond <= this.#nearest; beyond++)
			for (const { whole, part } of this.#rests.get(size - beyond) ?? []) if (this.#holdsRest(group, whole, part)) return false;
		this.#shown[group] = 1;
		push(this.#bySize, size, group);
		for (const holder of around) {
			push(this.#inside, holder, group);
			push(this.#rests, this.#count[holder]! - size, { whole: holder, part: group });
		}
		return true;
	}

	#near(difference: number): boolean {
		return difference >= 1 && difference <= this.#nearest;
	}

	/** Shown groups that hold everybody of this one. */
	#holdersOf(group: number): number[] {
		let holders: number[] | undefined;
		for (const member of this.#valued(group)) {
			const of = listOf(this.#groups.ofMember, member);
			holders = holders ? holders.filter((holder) => of.includes(holder)) : [...of].filter((holder) => this.#shown[holder]);
			if (holders.length === 0) break;
		}
		return holders ?? [];
	}

	#meet(a: number, b: number): boolean {
		const smaller = this.#count[a]! < this.#count[b]! ? a : b;
		const larger = smaller === a ? b : a;
		for (const member of this.#valued(smaller)) if (this.#isIn(member, larger)) return true;
		return false;
	}

	/** Whether a group holds everybody of `whole` who is not in `part`. */
	#holdsRest(group: number, whole: number, part: number): boolean {
		for (const member of this.#valued(whole)) if (!this.#isIn(member, part) && !this.#isIn(member, group)) return false;
		return true;
	}

	#isIn(member: number, group: number): boolean {
		return listOf(this.#groups.ofMember, member).includes(group);
	}

	*#valued(group: number): Generator<number> {
		for (const member of listOf(this.#groups.members, group)) if (this.#has[member]) yield member;
	}
}

function push<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
	const list = lists.get(key);
	if (list) list.push(value);
	else lists.set(key, [value]);
}
