import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { App } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { newId } from '#platform/ids.ts';
import { latestOfEach, refusal } from './entry.ts';
import { closeDoor, erase, forgetLeavers } from './leave.ts';
import { forgettable, nextNight, type Night } from './night.ts';
import type { PoolCandidate, PoolSource } from './source.ts';
import { goInternationalSource } from './sources/go-international.ts';
import { solitySource } from './sources/solity.ts';
import {
	ensureSeries,
	insertMembers,
	readMembers,
	readNight,
	seriesOf,
	writeNight,
	type KeptMember,
	type Series,
	type SeriesKey,
} from './store.ts';
import type { Member } from './table.ts';

type Source = PoolSource<DatabaseTransaction>;

/** The instruments that can be compared. */
const sources: readonly Source[] = [goInternationalSource, solitySource];

/** Pools are kept so long, so that a page that was opened before the change still finds its figures. */
const daysToKeep = 7;
const day = 86_400_000;

/**
 * Makes tonight's pools of every instrument: who counts is read anew, figures as the rules allow. All or nothing, one
 * night at a time; requests see the pools of before until all of the new ones are there. Running it twice does no harm.
 * @returns how many pools, and providers in them
 */
export async function rebuildPools(
	app: Pick<App, 'db' | 'now'>,
	from: readonly Source[] = sources,
): Promise<{ pools: number; providers: number }> {
	const now = app.now();
	return app.db.transaction().execute(async (tx) => {
		// Also when two nodes start the job.
		await sql`select pg_advisory_xact_lock(hashtextextended('benchmarks.rebuild-pools', 0))`.execute(tx);
		await forgetLeavers(tx);
		const made: Made[] = [];
		for (const source of from)
			for (const { key, entries } of await entriesOf(tx, source, now)) made.push(await makeSeries(tx, source, key, entries, now));
		// Nothing was changed so far, so that nobody who leaves meanwhile has to wait for the computing.
		const left = await closeDoor(tx);
		for (const series of made) await writeSeries(tx, series, left, now);
		return { pools: made.length, providers: made.reduce((sum, { night }) => sum + night.providers, 0) };
	});
}

/** Whether a night was made before. */
export async function hasPools(db: App['db']): Promise<boolean> {
	return (await db.selectFrom('benchmarks.comparison_pool').select('id').limit(1).executeTakeFirst()) !== undefined;
}

/** Who may enter, by series; series nobody shares in any more come with nobody. */
async function entriesOf(tx: DatabaseTransaction, source: Source, now: Date): Promise<{ key: SeriesKey; entries: PoolCandidate[] }[]> {
	const bySeries = new Map<string, { key: SeriesKey; candidates: PoolCandidate[] }>();
	const at = (key: SeriesKey) => {
		const name = `${key.edition} ${key.kind} ${key.unit}`;
		return bySeries.get(name) ?? bySeries.set(name, { key, candidates: [] }).get(name)!;
	};
	const { instrument } = source.rules;
	for (const { edition, kind, unit } of await seriesOf(tx, instrument)) at({ instrument, edition, kind, unit });
	for await (const candidate of source.candidates(tx)) {
		if (refusal(source.rules, candidate, now)) continue;
		const { edition, fictional, unit } = candidate;
		at({ instrument, edition, kind: fictional ? 'fictional' : 'real', unit }).candidates.push(candidate);
	}
	return [...bySeries.values()].map(({ key, candidates }) => ({ key, entries: latestOfEach(candidates) }));
}

/** A series as it will be tonight. */
type Made = {
	source: Source;
	series: Series;
	before: Night | null;
	night: Night;
	members: KeptMember[];
	/** New tonight. */
	fresh: KeptMember[];
	/** Counted last night and do not any more. */
	gone: KeptMember[];
};

async function makeSeries(
	tx: DatabaseTransaction,
	source: Source,
	key: SeriesKey,
	entries: readonly PoolCandidate[],
	now: Date,
): Promise<Made> {
	const { rules } = source;
	const series = await ensureSeries(tx, key, source.columnsOf(key.edition));
	const before = await readNight(tx, series);
	const number = (before?.number ?? 0) + 1;
	const exchanged = exchange(await readMembers(tx, series), entries, series, number);
	const columns = series.columns.length;
	const today = Math.floor(now.getTime() / day);
	const night = nextNight({ rules, columns, previous: before, members: exchanged.members, number, day: today });
	return { source, series, before, night, ...exchanged };
}

/** Takes in who is new, marks who left, and lets a provider with anything changed leave and come again. */
function exchange(
	kept: readonly KeptMember[],
	entries: readonly PoolCandidate[],
	series: Series,
	number: number,
): Pick<Made, 'members' | 'fresh' | 'gone'> {
	const counting = new Map(kept.filter(({ until }) => until === null).map((member) => [member.providerId, member]));
	const fresh = entries
		.map((entry) => memberOf(entry, series, number))
		.filter((member) => {
			const known = counting.get(member.providerId);
			if (known?.fingerprint !== member.fingerprint) return true;
			counting.delete(member.providerId);
			return false;
		});
	const gone = [...counting.values()];
	const left = new Set(gone);
	return { members: [...kept.map((member) => (left.has(member) ? { ...member, until: number } : member)), ...fresh], fresh, gone };
}

function memberOf(entry: PoolCandidate, series: Series, number: number): KeptMember {
	const { providerId, runId, owners, weight, best, filters, profile } = entry;
	const values = Float64Array.from(series.columns, (column) => entry.values[column] ?? NaN);
	const fingerprint = createHash('sha256')
		.update(JSON.stringify([runId, owners.toSorted(), weight, best, filters, profile, [...values]]))
		.digest('base64url');
	return {
		id: newId(),
		providerId,
		runId,
		since: number,
		until: null,
		owners: owners.toSorted(),
		weight,
		best,
		filters,
		profile,
		values,
		fingerprint,
		withdrawn: false,
	};
}

async function writeSeries(tx: DatabaseTransaction, made: Made, left: ReadonlySet<string>, now: Date): Promise<void> {
	const { source, series, before, night, members, fresh, gone } = made;
	if (gone.length)
		await sql`
			update benchmarks.comparison_member set until = ${night.number}
			where id = any(${gone.map(({ id }) => id)}::uuid[]) and until is null`.execute(tx);
	await insertMembers(tx, series, fresh);
	await writeNight(tx, series, night, before, now);
	// Who left while the night was made is in its figures, as if they had left the moment after, and in nothing else.
	const leavers = members.filter(({ until, runId }) => until === null && left.has(runId));
	await erase(
		tx,
		leavers.map(({ id, values }) => ({ id, values, until: night.number + 1 })),
	);
	const old = new Date(now.getTime() - daysToKeep * day);
	await forget(tx, series, forgettable(night, members, source.rules, series.columns.length), old);
}

/** Deletes rows no figure is made of, pools of more than a week ago, and what only those pools showed. */
async function forget(tx: DatabaseTransaction, series: Series, members: readonly Member[], before: Date): Promise<void> {
	if (members.length)
		await sql`delete from benchmarks.comparison_member where id = any(${members.map(({ id }) => id)}::uuid[])`.execute(tx);
	await sql`
		delete from benchmarks.comparison_pool
		where series_id = ${series.id} and made_at < ${before}
			and number < (select max(number) from benchmarks.comparison_pool where series_id = ${series.id})`.execute(tx);
	// What newer figures of the same group replaced before the oldest pool that is left is shown nowhere.
	for (const [table, same] of [
		['comparison_figures', sql`newer.group_key = old.group_key and newer.made > old.made and newer.made`],
		['comparison_forest', sql`newer.number > old.number and newer.number`],
	] as const)
		await sql`
			delete from ${sql.table(`benchmarks.${table}`)} old
			where series_id = ${series.id} and exists (
				select 1 from ${sql.table(`benchmarks.${table}`)} newer
				where newer.series_id = old.series_id and ${same}
					<= (select min(number) from benchmarks.comparison_pool where series_id = ${series.id}))`.execute(tx);
}
