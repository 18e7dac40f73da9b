import type { App } from '#platform/context.ts';
import { alikeIn, type Alike } from './alike.ts';
import { DamagedContent, type FoundBy } from './codec.ts';
import { neighbourhoodKey } from './groups.ts';
import { Kept } from './kept.ts';
import { nearestOf, whereToLook } from './neighbourhoods.ts';
import { coder, numberVariables, profilesOf, type Profile, type Weights } from './similar.ts';
import { dropForest, readNeighbourhoods, readOutline, type ForestKey, type KeptNeighbourhood } from './store.ts';

/** The neighbourhood of similar providers a reader is led to. Only those that are looked into are read. */

export type Near = {
	/** Of its group. */
	key: string;
	place: Place;
	/** Which of the reader's own rows are in it. */
	own: ReadonlySet<string>;
	alike: Alike;
};

/** Which of the neighbourhoods of which night. */
export type Place = Pick<ForestKey, 'seriesId'> & { forest: number; number: number };

/** Neighbourhoods of a night, as far as somebody looked into them; without an outline once they are gone. */
type Known = { outline: FoundBy | null; byNumber: Map<number, KeptNeighbourhood> };

/**
 * Of one night; beyond that, those read first are read again when somebody looks into them. About 3 kB each: a pool of
 * 100,000 has some 6,000.
 */
const mostNeighbourhoods = 8192;

/** What is read is never older than the version it is kept under: whoever left is forgotten here at once. */
const forests = new Kept<Known>(4);

/** Forgets what was read, as a new process has it. */
export function forgetForests(): void {
	forests.forget();
}

/** Who looks for similar providers. */
type Looking = {
	own: Profile;
	weights: Weights;
	count: number;
	/** Ids of the reader's own rows. */
	ownIds: readonly string[];
};

/**
 * The neighbourhood that weights and a number lead to; null when the profile is comparable with too few, or when one of
 * those to look into is gone or damaged: then nobody can be told which is the nearest. Where anything is damaged all of
 * that night's go, and the next night forms others.
 */
export async function findNear(app: Pick<App, 'db' | 'log'>, key: ForestKey, looking: Looking): Promise<Near | null> {
	try {
		return await nearIn(app.db, key, looking);
	} catch (error) {
		if (!(error instanceof DamagedContent)) throw error;
		await dropForest(app.log, app.db, key, error);
		return null;
	}
}

async function nearIn(db: App['db'], key: ForestKey, { own, weights, count, ownIds }: Looking): Promise<Near | null> {
	const known = await forests.get(`${key.seriesId} ${key.number} ${key.version}`, async () => ({
		outline: await readOutline(db, key),
		byNumber: new Map<number, KeptNeighbourhood>(),
	}));
	const { outline } = known;
	if (!outline) return null;
	const asking = profilesOf([own], coder(outline.names));
	const look = whereToLook(outline, asking, weights, count);
	const looked = await readInto(
		db,
		key,
		known,
		[...look].flatMap(([node, leaves]) => [node, ...leaves]),
	);
	if (looked === null) return null;
	const near = nearestOf(outline, look, asking, weights, (leaf) => looked.get(leaf)!.profiles!);
	if (near === null) return null;
	const { members, middles } = looked.get(near)!;
	const inside = ownIds.filter((id) => members.includes(id));
	return {
		key: neighbourhoodKey(near),
		place: { seriesId: key.seriesId, forest: key.number, number: near },
		own: new Set(inside),
		alike: alikeIn(middles, numbersOf(looked, look.get(near)!, inside)),
	};
}

type Looked = ReadonlyMap<number, KeptNeighbourhood>;

/** Neighbourhoods by number, as far as they were not read before from the database; null when one of them is gone. */
async function readInto(db: App['db'], key: ForestKey, { byNumber }: Known, numbers: readonly number[]): Promise<Looked | null> {
	const wanted = new Set(numbers);
	const looked = new Map<number, KeptNeighbourhood>();
	const missing: number[] = [];
	for (const number of wanted) {
		const known = byNumber.get(number);
		if (known) looked.set(number, known);
		else missing.push(number);
	}
	if (missing.length === 0) return looked;
	for (const [number, neighbourhood] of await readNeighbourhoods(db, key, missing)) {
		looked.set(number, neighbourhood);
		byNumber.set(number, neighbourhood);
	}
	for (const oldest of byNumber.keys()) {
		if (byNumber.size <= mostNeighbourhoods) break;
		byNumber.delete(oldest);
	}
	return looked.size === wanted.size ? looked : null;
}

/** The numbers of the first of some rows that is in one of the narrow neighbourhoods. */
function numbersOf(looked: Looked, leaves: readonly number[], ids: readonly string[]): Float64Array | null {
	for (const leaf of leaves) {
		const { members, profiles } = looked.get(leaf)!;
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
