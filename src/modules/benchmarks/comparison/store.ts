import { sql, type Selectable } from 'kysely';
import type { Database, DatabaseTransaction } from '#platform/database/connect.ts';
import type { DB } from '#platform/database/schema.gen.ts';
import { newId } from '#platform/ids.ts';
import type { Logger } from '#platform/log.ts';
import { middlesOf } from './alike.ts';
import {
	DamagedContent,
	decodeCells,
	decodeDirectory,
	decodeNeighbourhood,
	decodeOutline,
	decodeValues,
	encodeCells,
	encodeDirectory,
	encodeNeighbourhood,
	encodeOutline,
	encodeValues,
	type Directory,
	type FoundBy,
	type Neighbourhood,
} from './codec.ts';
import { typicalOf } from './neighbourhoods.ts';
import type { Forest, Night, NightGroup } from './night.ts';
import { rowsOf, withRow, withoutRows } from './similar.ts';
import type { Member } from './table.ts';

type Db = Database | DatabaseTransaction;

/** Pools of different series are never mixed. */
export type SeriesKey = {
	instrument: string;
	edition: string;
	/** Invented providers are compared with invented ones, real ones with real ones. */
	kind: 'real' | 'fictional';
	unit: 'provider' | 'centre';
};
export type Series = SeriesKey & { id: string; columns: readonly string[] };

/** The newest pool of a series, as requests see it. */
export type Head = { poolId: string; number: number; madeAt: Date; providers: number };

export async function findSeries(db: Db, { instrument, edition, kind, unit }: SeriesKey): Promise<Series | null> {
	const row = await db
		.selectFrom('benchmarks.comparison_series')
		.selectAll()
		.where('instrument', '=', instrument)
		.where('edition', '=', edition)
		.where('kind', '=', kind)
		.where('unit', '=', unit)
		.executeTakeFirst();
	return row ? { id: row.id, columns: row.columns, instrument, edition, kind, unit } : null;
}

/** All series of an instrument, so that one nobody shares in any more is emptied too. */
export async function seriesOf(db: Db, instrument: string): Promise<Series[]> {
	const rows = await db.selectFrom('benchmarks.comparison_series').selectAll().where('instrument', '=', instrument).limit(1000).execute();
	return rows.map((row) => ({ ...row, kind: row.kind as SeriesKey['kind'], unit: row.unit as SeriesKey['unit'] }));
}

/** The series of a key, made where it does not exist yet. */
export async function ensureSeries(db: Db, key: SeriesKey, columns: readonly string[]): Promise<Series> {
	await db
		.insertInto('benchmarks.comparison_series')
		.values({ id: newId(), ...key, columns: [...columns] })
		.onConflict((conflict) => conflict.columns(['instrument', 'edition', 'kind', 'unit']).doNothing())
		.execute();
	return (await findSeries(db, key))!;
}

/** A series with its newest pool, and which neighbourhoods it has; null before the first night it was part of. */
export type Newest = { series: Series; head: Head; forest: ForestKey | null };

/** The neighbourhoods formed in a night, as they are now: the version changes whenever something is forgotten in them. */
export type ForestKey = { seriesId: string; number: number; version: string };

export async function newestOf(db: Database, { instrument, edition, kind, unit }: SeriesKey): Promise<Newest | null> {
	const { rows } = await sql<
		Record<'id' | 'pool_id', string> & {
			columns: string[];
			number: number;
			made_at: Date;
			providers: number;
			forest: number | null;
			version: string | null;
		}
	>`
		select series.id, series.columns, pool.id as pool_id, pool.number, pool.made_at, pool.providers, forest.number as forest, forest.version
		from benchmarks.comparison_series series
		join lateral (
			select id, number, made_at, providers from benchmarks.comparison_pool where series_id = series.id order by number desc limit 1
		) pool on true
		left join lateral (
			select number, xmin::text as version from benchmarks.comparison_forest where series_id = series.id order by number desc limit 1
		) forest on true
		where instrument = ${instrument} and edition = ${edition} and kind = ${kind} and unit = ${unit}`.execute(db);
	const row = rows[0];
	if (!row) return null;
	return {
		series: { id: row.id, columns: row.columns, instrument, edition, kind, unit },
		head: { poolId: row.pool_id, number: row.number, madeAt: row.made_at, providers: row.providers },
		forest: row.forest === null ? null : { seriesId: row.id, number: row.forest, version: row.version! },
	};
}

export async function newestPool(db: Db, seriesId: string): Promise<Head | null> {
	const row = await db
		.selectFrom('benchmarks.comparison_pool')
		.select(['id', 'number', 'made_at', 'providers'])
		.where('series_id', '=', seriesId)
		.orderBy('number', 'desc')
		.executeTakeFirst();
	return row ? { poolId: row.id, number: row.number, madeAt: row.made_at, providers: row.providers } : null;
}

export async function readDirectory(db: Db, poolId: string): Promise<Directory> {
	const row = await db.selectFrom('benchmarks.comparison_pool').select('content').where('id', '=', poolId).executeTakeFirstOrThrow();
	return reading(`the pool ${poolId}`, () => decodeDirectory(row.content));
}

/** The figures of one group, column after column. */
export async function readCells(db: Db, seriesId: string, key: string, made: number): Promise<Float64Array | null> {
	const row = await db
		.selectFrom('benchmarks.comparison_figures')
		.select('content')
		.where('series_id', '=', seriesId)
		.where('group_key', '=', key)
		.where('made', '=', made)
		.executeTakeFirst();
	return row ? reading(`the figures of "${key}"`, () => decodeCells(row.content)) : null;
}

/** What tells where to look among the neighbourhoods of a night; null once they are gone. @throws DamagedContent */
export async function readOutline(db: Db, { seriesId, number }: Pick<ForestKey, 'seriesId' | 'number'>): Promise<FoundBy | null> {
	const row = await db
		.selectFrom('benchmarks.comparison_forest')
		.select('content')
		.where('series_id', '=', seriesId)
		.where('number', '=', number)
		.executeTakeFirst();
	return row ? reading(`the neighbourhoods of pool ${number}`, () => decodeOutline(row.content)) : null;
}

/** A neighbourhood with the ids of its members' rows. */
export type KeptNeighbourhood = Neighbourhood & { members: string };

/** Neighbourhoods by number. @throws DamagedContent */
export async function readNeighbourhoods(
	db: Database,
	{ seriesId, number }: ForestKey,
	numbers: readonly number[],
): Promise<Map<number, KeptNeighbourhood>> {
	const { rows } = await sql<{ number: number; members: string; content: Buffer }>`
		select number, members::text, content from benchmarks.comparison_neighbourhood
		where series_id = ${seriesId} and forest = ${number} and number = any(${numbers}::int[])`.execute(db);
	return new Map(
		rows.map((row) => {
			const kept = reading(`neighbourhood ${row.number} of pool ${number}`, () => decodeNeighbourhood(row.content));
			return [row.number, { ...kept, members: row.members }];
		}),
	);
}

/** Who is in the neighbourhoods of a night, as the next night needs to know. */
async function readForest(db: Db, seriesId: string, number: number): Promise<Forest> {
	const rows = await db
		.selectFrom('benchmarks.comparison_neighbourhood')
		.select('members')
		.where('series_id', '=', seriesId)
		.where('forest', '=', number)
		.orderBy('number')
		.execute();
	return { number, members: rows.map(({ members }) => members), formed: null };
}

/**
 * Takes what rows are like out of the neighbourhoods they are in, and out of what is typical of these; who is in which
 * stays as it is. Several who leave at the same time wait for each other. Damaged neighbourhoods go whole, for nobody can be
 * taken out of them: the next night forms others.
 */
export async function forgetInForests(log: Logger, tx: DatabaseTransaction, seriesId: string, ids: readonly string[]): Promise<void> {
	const { rows: forests } = await sql<{ number: number; content: Buffer }>`
		select number, content from benchmarks.comparison_forest
		where series_id = ${seriesId} and number in (
			select forest from benchmarks.comparison_neighbourhood where series_id = ${seriesId} and members && ${ids}::uuid[]
		)
		order by number for update`.execute(tx);
	for (const { number, content } of forests) {
		try {
			await forgetIn(tx, { seriesId, number }, content, ids);
		} catch (error) {
			if (!(error instanceof DamagedContent)) throw error;
			await dropForest(log, tx, { seriesId, number }, error);
		}
	}
}

/** Deletes the neighbourhoods of a night because of a damage, and says so once: the next night forms others. */
export async function dropForest(
	log: Logger,
	db: Db,
	{ seriesId, number }: Pick<ForestKey, 'seriesId' | 'number'>,
	damage: DamagedContent,
): Promise<void> {
	const { numDeletedRows } = await db
		.deleteFrom('benchmarks.comparison_forest')
		.where('series_id', '=', seriesId)
		.where('number', '=', number)
		.executeTakeFirst();
	if (numDeletedRows > 0n)
		log.error({ err: damage, series: seriesId, pool: number }, 'damaged neighbourhoods were deleted; the next night forms others');
}

/** @throws DamagedContent */
async function forgetIn(
	tx: DatabaseTransaction,
	{ seriesId, number: forest }: Pick<ForestKey, 'seriesId' | 'number'>,
	content: Buffer,
	ids: readonly string[],
): Promise<void> {
	const outline = decodeOutline(content);
	const { rows } = await sql<{ number: number; members: string[]; content: Buffer }>`
		select number, members, content from benchmarks.comparison_neighbourhood
		where series_id = ${seriesId} and forest = ${forest} and number < ${outline.narrow} and members && ${ids}::uuid[]`.execute(tx);
	let { typical } = outline;
	for (const { number, members, content: neighbourhood } of rows) {
		const { profiles, middles } = decodeNeighbourhood(neighbourhood);
		const left = withoutRows(profiles!, new Set(ids.map((id) => members.indexOf(id))));
		typical = withRow(typical, number, typicalOf(left, outline.ranges));
		await tx
			.updateTable('benchmarks.comparison_neighbourhood')
			.set({ content: encodeNeighbourhood({ middles, profiles: left }) })
			.where('series_id', '=', seriesId)
			.where('forest', '=', forest)
			.where('number', '=', number)
			.execute();
	}
	await tx
		.updateTable('benchmarks.comparison_forest')
		.set({ content: encodeOutline({ ...outline, typical }) })
		.where('series_id', '=', seriesId)
		.where('number', '=', forest)
		.execute();
}

/** The last night as it was written, or null before the first. */
export async function readNight(db: Db, series: Series): Promise<Night | null> {
	const head = await newestPool(db, series.id);
	if (!head) return null;
	const directory = await readDirectory(db, head.poolId);
	const rows = await db
		.selectFrom('benchmarks.comparison_figures')
		.select(['group_key', 'made', 'content'])
		.where('series_id', '=', series.id)
		.execute();
	const contents = new Map(rows.map(({ group_key, made, content }) => [`${made} ${group_key}`, content]));
	const columns = series.columns.length;
	const groups = directory.keys.map((key, i): NightGroup => {
		const made = directory.made[i]!;
		const content = contents.get(`${made} ${key}`);
		const cut = <T extends { slice(from: number, to: number): T }>(all: T) => all.slice(i * columns, (i + 1) * columns);
		return {
			key,
			kind: directory.kinds[i]!,
			count: cut(directory.count),
			reason: cut(directory.reason),
			granted: cut(directory.granted),
			cells: content ? reading(`the figures of "${key}"`, () => decodeCells(content)).slice() : new Float64Array(0),
			made,
		};
	});
	return {
		number: head.number,
		day: directory.day,
		providers: head.providers,
		groups,
		forest: directory.forest === null ? null : await readForest(db, series.id, directory.forest),
	};
}

/** Writes a night beside the ones before; requests see it when the transaction ends. */
export async function writeNight(tx: DatabaseTransaction, series: Series, night: Night, before: Night | null, madeAt: Date): Promise<void> {
	const figures = night.groups.filter(({ made }) => made === night.number);
	for (let i = 0; i < figures.length; i += 200)
		await tx
			.insertInto('benchmarks.comparison_figures')
			.values(
				figures
					.slice(i, i + 200)
					.map(({ key, cells }) => ({ series_id: series.id, group_key: key, made: night.number, content: encodeCells(cells) })),
			)
			.execute();
	if (night.forest?.formed && night.forest !== before?.forest) await writeForest(tx, series.id, night.forest, night.forest.formed);
	await tx
		.insertInto('benchmarks.comparison_pool')
		.values({
			id: newId(),
			series_id: series.id,
			number: night.number,
			made_at: madeAt,
			providers: night.providers,
			content: encodeDirectory(night.day, night.forest?.number ?? null, night.groups, series.columns.length),
		})
		.execute();
}

async function writeForest(
	tx: DatabaseTransaction,
	seriesId: string,
	{ number: forest, members }: Forest,
	{ neighbourhoods, profiles, names }: NonNullable<Forest['formed']>,
): Promise<void> {
	const { outline } = neighbourhoods;
	await tx
		.insertInto('benchmarks.comparison_forest')
		.values({ series_id: seriesId, number: forest, content: encodeOutline({ ...outline, names }) })
		.execute();
	const rows = neighbourhoods.members.map((each, number) => {
		const inside = rowsOf(profiles, each);
		const content = encodeNeighbourhood({ middles: middlesOf(inside), profiles: number < outline.narrow ? inside : null });
		return { series_id: seriesId, forest, number, members: [...members[number]!], content };
	});
	for (let i = 0; i < rows.length; i += 500)
		await tx
			.insertInto('benchmarks.comparison_neighbourhood')
			.values(rows.slice(i, i + 500))
			.execute();
}

/** A member as it is kept. */
export type KeptMember = Member & {
	/** Of everything it was made from; tells whether anything changed. */
	fingerprint: string;
	/** Left by its own will: its values are erased, they only tell which there were. */
	withdrawn: boolean;
};

/** Everything that is kept of the series' providers. */
export async function readMembers(db: Db, series: Series): Promise<KeptMember[]> {
	const members: KeptMember[] = [];
	for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
		const rows = await db
			.selectFrom('benchmarks.comparison_member')
			.selectAll()
			.where('series_id', '=', series.id)
			.where('id', '>', after)
			.orderBy('id')
			.limit(5000)
			.execute();
		for (const row of rows) members.push(toMember(row));
		if (rows.length < 5000) return members;
		after = rows.at(-1)!.id;
	}
}

/** What is kept of one provider in a series: the row that counts, and those that left and are still part of figures. */
export async function membersOf(db: Db, { instrument, edition, kind, unit }: SeriesKey, providerId: string): Promise<KeptMember[]> {
	const rows = await db
		.selectFrom('benchmarks.comparison_member as member')
		.innerJoin('benchmarks.comparison_series as series', 'series.id', 'member.series_id')
		.selectAll('member')
		.where('series.instrument', '=', instrument)
		.where('series.edition', '=', edition)
		.where('series.kind', '=', kind)
		.where('series.unit', '=', unit)
		.where('member.provider_id', '=', providerId)
		.orderBy('member.since')
		.limit(1000)
		.execute();
	return rows.map(toMember);
}

function toMember(row: Selectable<DB['benchmarks.comparison_member']>): KeptMember {
	return {
		id: row.id,
		providerId: row.provider_id,
		runId: row.run_id,
		since: row.since,
		until: row.until,
		fingerprint: row.fingerprint,
		withdrawn: row.withdrawn,
		...(row.attributes as unknown as Attributes),
		values: decodeValues(row.values),
	};
}

type Attributes = Pick<Member, 'owners' | 'weight' | 'best' | 'filters' | 'profile'>;

export async function insertMembers(tx: DatabaseTransaction, series: Series, members: readonly KeptMember[]): Promise<void> {
	for (let i = 0; i < members.length; i += 1000)
		await tx
			.insertInto('benchmarks.comparison_member')
			.values(
				members.slice(i, i + 1000).map(({ id, providerId, runId, since, fingerprint, values, owners, weight, best, filters, profile }) => ({
					id,
					series_id: series.id,
					provider_id: providerId,
					run_id: runId,
					since,
					fingerprint,
					attributes: JSON.stringify({ owners, weight, best, filters, profile } satisfies Attributes),
					values: encodeValues(values),
				})),
			)
			.execute();
}

function reading<T>(what: string, decode: () => T): T {
	try {
		return decode();
	} catch (error) {
		if (!(error instanceof DamagedContent)) throw error;
		throw new DamagedContent(`A comparison can not be read, ${what}: ${error.message}`);
	}
}
