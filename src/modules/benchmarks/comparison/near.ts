import type { Database } from '#platform/database/connect.ts';
import { alikeIn, type Alike } from './alike.ts';
import type { FoundBy } from './codec.ts';
import { neighbourhoodKey } from './groups.ts';
import { Kept } from './kept.ts';
import { nearestOf, whereToLook } from './neighbourhoods.ts';
import { coder, numberVariables, profilesOf, type Profile, type Weights } from './similar.ts';
import { readNeighbourhoods, readOutline, type ForestKey, type KeptNeighbourhood } from './store.ts';

/** The neighbourhood of similar providers a reader is led to. Only those that are looked into are read. */

export type Near = {
	/** Of its group. */
	key: string;
	/** Which of the reader's own rows are in it. */
	own: ReadonlySet<string>;
	alike: Alike;
};

/** Neighbourhoods of a night, as far as somebody looked into them. */
type Known = { outline: FoundBy; byNumber: Map<number, KeptNeighbourhood> };

/** What is read is never older than the version it is kept under: whoever left is forgotten here at once. */
const forests = new Kept<Known>(4);

/** Forgets what was read, as a new process has it. */
export function forgetForests(): void {
	forests.forget();
}

/**
 * The neighbourhood that weights and a number lead to; null when the profile is comparable with too few.
 * @param ownIds ids of the reader's own rows
 */
export async function findNear(
	db: Database,
	key: ForestKey,
	{ own, weights, count }: { own: Profile; weights: Weights; count: number },
	ownIds: readonly string[],
): Promise<Near | null> {
	const known = await forests.get(`${key.seriesId} ${key.number} ${key.version}`, async () => ({
		outline: await readOutline(db, key),
		byNumber: new Map<number, KeptNeighbourhood>(),
	}));
	const { outline, byNumber } = known;
	const asking = profilesOf([own], coder(outline.names));
	const look = whereToLook(outline, asking, weights, count);
	await readInto(
		db,
		key,
		known,
		[...look].flatMap(([node, leaves]) => [node, ...leaves]),
	);
	const near = nearestOf(outline, look, asking, weights, (leaf) => byNumber.get(leaf)!.profiles!);
	if (near === null) return null;
	const inside = ownIds.filter((id) => byNumber.get(near)!.members.includes(id));
	return {
		key: neighbourhoodKey(near),
		own: new Set(inside),
		alike: alikeIn(byNumber.get(near)!.middles, numbersOf(known, look.get(near)!, inside)),
	};
}

async function readInto(db: Database, key: ForestKey, { byNumber }: Known, numbers: readonly number[]): Promise<void> {
	const missing = [...new Set(numbers)].filter((number) => !byNumber.has(number));
	if (missing.length === 0) return;
	for (const [number, neighbourhood] of await readNeighbourhoods(db, key, missing)) byNumber.set(number, neighbourhood);
}

/** The numbers of the first of some rows that is in one of the narrow neighbourhoods. */
function numbersOf({ byNumber }: Known, leaves: readonly number[], ids: readonly string[]): Float64Array | null {
	for (const leaf of leaves) {
		const { members, profiles } = byNumber.get(leaf)!;
		for (const id of ids) {
			const row = rowOf(members, id);
			if (row >= 0) return profiles!.numbers.subarray(row * numberVariables.length, (row + 1) * numberVariables.length);
		}
	}
	return null;
}

/** The place of an id in a list as PostgreSQL writes it: `{id,id}`, every id 36 letters long. */
function rowOf(members: string, id: string): number {
	const at = members.indexOf(id);
	return at < 0 ? -1 : (at - 1) / (id.length + 1);
}
