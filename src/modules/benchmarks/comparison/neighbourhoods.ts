import {
	defaultWeights,
	distanceFrom,
	kindVariables,
	numberVariables,
	profilesFrom,
	rangesOf,
	rowsOf,
	type Profiles,
	type Weights,
} from './similar.ts';
import { listOf, listsOf } from './table.ts';

/**
 * Neighbourhoods: groups of similar providers that are formed once and then stay. Any choice of weights and number
 * leads to one of them, so that no two questions can be subtracted from each other: neighbourhoods of a kind never
 * overlap, and a wide one is made of whole narrow ones (decision 10).
 */

/** A narrow neighbourhood has this many members, and fewer than twice as many. */
export const narrowest = 15;
/** Nobody asks for more similar providers than this. */
const widest = 50;

export type Neighbourhoods = {
	/** Members of each, as row numbers of the profiles, ascending. Narrow ones first. */
	members: readonly Uint32Array[];
	outline: Outline;
};

/** What tells where to look, without looking into any neighbourhood. */
export type Outline = {
	narrow: number;
	ranges: readonly number[];
	/** The next wider one, -1 at the top. */
	wider: Int32Array;
	/** How many members each has. */
	sizes: Uint32Array;
	/** What is typical of each narrow one: the first place to look. */
	typical: Profiles;
};

/** Looked at member by member are so many narrow neighbourhoods, those with the nearest typical profiles. */
const candidates = 64;

/** Forms neighbourhoods by halving: each time along the line between two providers far from each other. */
export function formNeighbourhoods(profiles: Profiles): Neighbourhoods {
	const ranges = rangesOf(profiles);
	const apartFrom = apartIn(profiles, ranges);
	type Node = { members: Uint32Array; wider: Node | null };
	const narrow: Node[] = [];
	const wide: Node[] = [];
	const split = (node: Node) => {
		const { members } = node;
		if (members.length < 2 * narrowest) return void narrow.push(node);
		const halves = halve(members, apartFrom);
		if (halves[0].length < widest) wide.push(node);
		for (const half of halves) split({ members: half, wider: halves[0].length < widest ? node : null });
	};
	if (profiles.size >= 1) split({ members: Uint32Array.from({ length: profiles.size }, (_, i) => i), wider: null });
	const nodes = [...narrow, ...wide];
	const number = new Map(nodes.map((node, i) => [node, i]));
	return {
		members: nodes.map(({ members }) => members.toSorted()),
		outline: {
			narrow: narrow.length,
			ranges,
			wider: Int32Array.from(nodes, ({ wider }) => (wider ? number.get(wider)! : -1)),
			sizes: Uint32Array.from(nodes, ({ members }) => members.length),
			typical: profilesFrom(narrow.map(({ members }) => ({ profiles: typicalOf(rowsOf(profiles, members.toSorted()), ranges), row: 0 }))),
		},
	};
}

/** How far others are from one of them where nobody chose weights; as far as can be where they can't be compared. */
function apartIn(profiles: Profiles, ranges: readonly number[]): ApartFrom {
	return (i) => {
		const from = distanceFrom(profiles, i, defaultWeights, ranges);
		return (j) => {
			const d = from(profiles, j);
			return Number.isNaN(d) ? 1 : d;
		};
	};
}

type ApartFrom = (i: number) => (j: number) => number;

/** Two halves, the first at most as large as the second: nearer to the one, nearer to the other of two far members. */
function halve(members: Uint32Array, apartFrom: ApartFrom): [Uint32Array, Uint32Array] {
	const farthestFrom = (from: number) => {
		const apart = apartFrom(from);
		let far = from;
		let most = -1;
		for (const member of members) {
			const d = apart(member);
			if (d > most) [far, most] = [member, d];
		}
		return far;
	};
	const one = farthestFrom(members[0]!);
	const other = farthestFrom(one);
	const [toOne, toOther] = [apartFrom(one), apartFrom(other)];
	const lean = new Map<number, number>();
	for (const member of members) lean.set(member, toOne(member) - toOther(member));
	const ordered = members.toSorted((a, b) => lean.get(a)! - lean.get(b)! || a - b);
	const half = ordered.length >> 1;
	return [ordered.slice(0, half), ordered.slice(half)];
}

/**
 * What is typical of a neighbourhood's members: the one nearest to all others together, the first on ties. What is not
 * known of it is that of the first member of whom it is.
 */
export function typicalOf(members: Profiles, ranges: readonly number[]): Profiles {
	const apartFrom = apartIn(members, ranges);
	const rows = Array.from({ length: members.size }, (_, row) => row);
	let typical = 0;
	let least = Infinity;
	for (const row of rows) {
		const apart = apartFrom(row);
		const sum = rows.reduce((all, other) => all + apart(other), 0);
		if (sum < least) [typical, least] = [row, sum];
	}
	const inTurn = [typical, ...rows];
	const number = (variable: number) => (row: number) => members.numbers[row * numberVariables.length + variable]!;
	const kind = (variable: number) => (row: number) => members.kinds[row * kindVariables.length + variable]!;
	return {
		size: 1,
		numbers: Float64Array.from(numberVariables, (_, i) => inTurn.map(number(i)).find((value) => !Number.isNaN(value)) ?? NaN),
		kinds: Int32Array.from(kindVariables, (_, i) => inTurn.map(kind(i)).find((code) => code >= 0) ?? -1),
		fields: listsOf([[...(inTurn.map((row) => listOf(members.fields, row)).find(({ length }) => length > 0) ?? [])]]),
	};
}

/** Neighbourhoods to look into, each with the narrow ones it is made of. */
export type Look = ReadonlyMap<number, readonly number[]>;

/**
 * Which neighbourhoods a provider's nearest is among: of those with at least `least` members, where nobody narrower has
 * as many. In large pools only where what is typical is near.
 */
export function whereToLook(outline: Outline, own: Profiles, weights: Weights, least: number): Look {
	const { wider, sizes } = outline;
	const chosen = (leaf: number) => {
		let node = leaf;
		while (sizes[node]! < least && wider[node]! >= 0) node = wider[node]!;
		return node;
	};
	const parts = partsOf(outline);
	const nodes = nearestLeaves(outline, own, weights).map(chosen);
	return new Map(nodes.map((node) => [node, parts[node]!]));
}

const partsKnown = new WeakMap<Outline, number[][]>();

/** The narrow neighbourhoods each is made of, ascending; worked out once an outline. */
function partsOf(outline: Outline): readonly (readonly number[])[] {
	let parts = partsKnown.get(outline);
	if (!parts) {
		const { narrow, wider } = outline;
		parts = Array.from(wider, () => []);
		for (let leaf = 0; leaf < narrow; leaf++) for (let node = leaf; node >= 0; node = wider[node]!) parts[node]!.push(leaf);
		partsKnown.set(outline, parts);
	}
	return parts;
}

/** The narrow neighbourhoods whose typical profiles are nearest, the first on ties. */
function nearestLeaves({ narrow, ranges, typical }: Outline, own: Profiles, weights: Weights): number[] {
	const from = distanceFrom(own, 0, weights, ranges);
	const leaves: number[] = [];
	const nearness: number[] = [];
	for (let leaf = 0; leaf < narrow; leaf++) {
		const d = from(typical, leaf);
		// What is typical is known where anybody knows it: nobody there can be compared either.
		if (Number.isNaN(d) || (leaves.length === candidates && d >= nearness[candidates - 1]!)) continue;
		let place = leaves.length;
		while (place > 0 && nearness[place - 1]! > d) place--;
		leaves.splice(place, 0, leaf);
		nearness.splice(place, 0, d);
		if (leaves.length > candidates) leaves.length = nearness.length = candidates;
	}
	return leaves;
}

/**
 * The neighbourhood nearest to a provider, of those worth a look: the one whose members are nearest on average; the first
 * on ties.
 * @param membersOf the members of a narrow neighbourhood
 * @returns its number; null when the provider is comparable with too few
 */
export function nearestOf(
	{ ranges }: Outline,
	look: Look,
	own: Profiles,
	weights: Weights,
	membersOf: (leaf: number) => Profiles,
): number | null {
	const from = distanceFrom(own, 0, weights, ranges);
	let nearest: number | null = null;
	let smallest = Infinity;
	for (const [node, leaves] of [...look].toSorted(([a], [b]) => a - b)) {
		let all = 0;
		let known = 0;
		let sum = 0;
		for (const leaf of leaves) {
			const members = membersOf(leaf);
			all += members.size;
			for (let row = 0; row < members.size; row++) {
				const d = from(members, row);
				if (Number.isNaN(d)) continue;
				known++;
				sum += d;
			}
		}
		// A neighbourhood of which most members can't be compared says nothing.
		if (known === 0 || 2 * known < all) continue;
		if (sum / known < smallest) [nearest, smallest] = [node, sum / known];
	}
	return nearest;
}
