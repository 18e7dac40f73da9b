import { defaultWeights, distance, rangesOf, type Profiles, type Weights } from './similar.ts';

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
};

/** Forms neighbourhoods by halving: each time along the line between two providers far from each other. */
export function formNeighbourhoods(profiles: Profiles): Neighbourhoods {
	const ranges = rangesOf(profiles);
	const apart = (i: number, j: number) => {
		const d = distance(profiles, i, profiles, j, defaultWeights, ranges);
		return Number.isNaN(d) ? 1 : d;
	};
	type Node = { members: Uint32Array; wider: Node | null };
	const narrow: Node[] = [];
	const wide: Node[] = [];
	const split = (node: Node) => {
		const { members } = node;
		if (members.length < 2 * narrowest) return void narrow.push(node);
		const halves = halve(members, apart);
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
	};
}

/** Two halves, the first at most as large as the second: nearer to the one, nearer to the other of two far members. */
function halve(members: Uint32Array, apart: (i: number, j: number) => number): [Uint32Array, Uint32Array] {
	const farthestFrom = (from: number) => {
		let far = from;
		let most = -1;
		for (const member of members) {
			const d = apart(from, member);
			if (d > most) [far, most] = [member, d];
		}
		return far;
	};
	const one = farthestFrom(members[0]!);
	const other = farthestFrom(one);
	const lean = new Map<number, number>();
	for (const member of members) lean.set(member, apart(member, one) - apart(member, other));
	const ordered = members.toSorted((a, b) => lean.get(a)! - lean.get(b)! || a - b);
	const half = ordered.length >> 1;
	return [ordered.slice(0, half), ordered.slice(half)];
}

/**
 * The neighbourhood nearest to a provider: of those with at least `least` members, where nobody narrower has as many,
 * the one whose members are nearest on average; the first on ties.
 * @returns its number; null when the provider is comparable with too few
 */
export function nearestNeighbourhood(
	{ members, wider, narrow, ranges }: Neighbourhoods,
	profiles: Profiles,
	own: Profiles,
	weights: Weights,
	least: number,
): number | null {
	const sum = new Float64Array(members.length);
	const known = new Uint32Array(members.length);
	const wanted = new Set<number>();
	for (let leaf = 0; leaf < narrow; leaf++) {
		let node = leaf;
		while (members[node]!.length < least && wider[node]! >= 0) node = wider[node]!;
		wanted.add(node);
		for (const member of members[leaf]!) {
			const d = distance(own, 0, profiles, member, weights, ranges);
			if (Number.isNaN(d)) continue;
			sum[node]! += d;
			known[node]!++;
		}
	}
	let nearest: number | null = null;
	for (const node of [...wanted].toSorted((a, b) => a - b)) {
		// A neighbourhood of which most members can't be compared says nothing.
		if (2 * known[node]! < members[node]!.length) continue;
		if (nearest === null || sum[node]! / known[node]! < sum[nearest]! / known[nearest]!) nearest = node;
	}
	return nearest;
}
