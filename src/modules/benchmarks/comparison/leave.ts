import { sql } from 'kysely';
import type { App } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { newId } from '#platform/ids.ts';
import { decodeValues, encodeValues } from './codec.ts';
import { forgetInForests } from './store.ts';

/** Held by those who leave, all at once, and by the night alone while it writes. */
const door = sql`hashtextextended('benchmarks.comparison.door', 0)`;

/**
 * Takes a run out of its pool at once, as part of the change that made it leave (consent withdrawn, opened again,
 * deleted): its values are erased here and now, and it counts in nothing that is made from now on. Figures made before
 * stay until they are made anew; they are about groups and hold nothing of one provider (decision 10).
 */
export async function leavePool({ log }: Pick<App, 'log'>, tx: DatabaseTransaction, runId: string): Promise<void> {
	await sql`select pg_advisory_xact_lock_shared(${door})`.execute(tx);
	// A night that is under way has perhaps read this run already.
	await tx.insertInto('benchmarks.comparison_leaver').values({ id: newId(), run_id: runId }).execute();
	const { rows } = await sql<{ id: string; series_id: string; values: Buffer; until: number }>`
		select id, series_id, "values", coalesce(until, 1 + (
			select max(number) from benchmarks.comparison_pool pool where pool.series_id = member.series_id
		)) as until
		from benchmarks.comparison_member member where run_id = ${runId}`.execute(tx);
	await erase(
		tx,
		rows.map(({ id, values, until }) => ({ id, values: decodeValues(values), until })),
	);
	// In one order for all: two that leave several series don't wait for each other.
	for (const [series, left] of [...Map.groupBy(rows, (row) => row.series_id)].toSorted(([a], [b]) => (a < b ? -1 : 1)))
		await forgetInForests(
			log,
			tx,
			series,
			left.map(({ id }) => id),
		);
}

/** Erases the values of rows; which columns there were is kept, it tells how many providers of a figure have changed. */
export async function erase(tx: DatabaseTransaction, rows: readonly { id: string; values: Float64Array; until: number }[]): Promise<void> {
	if (rows.length === 0) return;
	const erased = rows.map(({ values }) => encodeValues(values.map((value) => (Number.isNaN(value) ? NaN : 0))));
	await sql`
		update benchmarks.comparison_member member
		set "values" = given.content, attributes = attributes || '{"profile": null}', withdrawn = true, until = given.until
		from unnest(${rows.map(({ id }) => id)}::uuid[], ${erased}::bytea[], ${rows.map(({ until }) => until)}::int[]) given (id, content, until)
		where member.id = given.id`.execute(tx);
}

/** Forgets who left before; called when a night begins, before it reads anything. */
export async function forgetLeavers(tx: DatabaseTransaction): Promise<void> {
	await tx.deleteFrom('benchmarks.comparison_leaver').execute();
}

/**
 * Closes the door until the transaction ends: nobody leaves while the night writes.
 * @returns runs that left since the night began
 */
export async function closeDoor(tx: DatabaseTransaction): Promise<Set<string>> {
	await sql`select pg_advisory_xact_lock(${door})`.execute(tx);
	const rows = await tx.selectFrom('benchmarks.comparison_leaver').select('run_id').execute();
	return new Set(rows.map(({ run_id }) => run_id));
}
