import { sql } from 'kysely';
import type { Database } from '../database/connect.ts';
import { gathered } from '../database/gather.ts';

const ask = gathered(async (db: Database, keys: 'now'[]) => {
	const { rows } = await sql<{
		state: string;
	}>`select pg_current_snapshot()::text || ' ' || extract(epoch from pg_postmaster_start_time())::text as state`.execute(db);
	return new Map(keys.map((key) => [key, rows[0]!.state]));
});

/**
 * What can be seen in the database at this moment, as PostgreSQL itself names it: its snapshot. Two equal answers mean
 * that no change of any kind was committed between them, so whatever was read at the first would be read again.
 */
export async function databaseState(db: Database): Promise<string> {
	return (await ask(db, 'now'))!;
}
