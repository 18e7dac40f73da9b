import { defaultWeights, distanceFrom, rangesOf, type Profiles, type Weights } from './similar.ts';

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
	/** The next wider one, -1 at the top. */
	wider: Int32Array;
	narrow: number;
	ranges: readonly number[];
	/** Of each narrow one the member that is nearest to the others of it: the first place to look. */
	typical: Uint32Array;
};

/** Looked at member by member are so many narrow neighbourhoods with the nearest typical members; in small pools all. */
const candidates = 64;

/** Forms neighbourhoods by halving: each time along the line between two providers far from each other. */
export function formNeighbourhoods(profiles: Profiles): Neighbourhoods {
	const ranges = rangesOf(profiles);
	const apartFrom = (i: number) => {
		const from = distanceFrom(profiles, i, defaultWeights, ranges);
		return (j: number) => {
			const d = from(profiles, j);
			return Number.isNaN(d) ? 1 : d;
		};
	};
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
		wider: Int32Array.from(nodes, ({ wider }) => (wider ? number.get(wider)! : -1)),
		narrow: narrow.length,
		ranges,
		typical: Uint32Array.from(narrow, ({ members }) => typicalOf(members, apartFrom)),
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

/** The member nearest to all others together, the first on ties. */
function typicalOf(members: Uint32Array, apartFrom: ApartFrom): number {
	let typical = members[0]!;
	let least = Infinity;
	for (const member of members) {
		const apart = apartFrom(member);
		const sum = members.reduce((all, other) => all + apart(other), 0);
		if (sum < least) [typical, least] = [member, sum];
	}
	return typical;
}

/**
 * The neighbourhood nearest to a provider: of those with at least `least` members, where nobody narrower has as many,
 * the one whose members are nearest on average; the first on ties. In large pools only where typical members are near.
 * @returns its number; null when the provider is comparable with too few
 */
export function nearestNeighbourhood(
	neighbourhoods: Neighbourhoods,
	profiles: Profiles,
	own: Profiles,
	weights: Weights,
	least: number,
): number | null {
	const { members, wider } = neighbourhoods;
	const from = distanceFrom(own, 0, weights, neighbourhoods.ranges);
	const apart = (member: number) => from(profiles, member);
	const wanted = new Set<number>();
	for (const leaf of worthALook(neighbourhoods, apart)) {
		let node = leaf;
		while (members[node]!.length < least && wider[node]! >= 0) node = wider[node]!;
		wanted.add(node);
	}
	let nearest: number | null = null;
	let smallest = Infinity;
	for (const node of [...wanted].toSorted((a, b) => a - b)) {
		const known = Array.from(members[node]!, apart).filter((d) => !Number.isNaN(d));
		// A neighbourhood of which most members can't be compared says nothing.
		if (known.length === 0 || 2 * known.length < members[node]!.length) continue;
		const mean = known.reduce((sum, d) => sum + d, 0) / known.length;
		if (mean < smallest) [nearest, smallest] = [node, mean];
	}
	return nearest;
}

/** The narrow neighbourhoods with the nearest typical members, or with the nearest member that is known. */
function worthALook({ members, narrow, typical }: Neighbourhoods, apart: (member: number) => number): Iterable<number> {
	const leaves = Array.from({ length: narrow }, (_, leaf) => leaf);
	if (narrow <= candidates) return leaves;
	const nearness = Float64Array.from(leaves, (leaf) => {
		const d = apart(typical[leaf]!);
		return Number.isNaN(d) ? (Array.from(members[leaf]!, apart).find((other) => !Number.isNaN(other)) ?? Infinity) : d;
	});
	const farthest = nearness.toSorted()[candidates - 1]!;
	return leaves.filter((leaf) => nearness[leaf]! <= farthest);
}
