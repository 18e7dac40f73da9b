import { Kysely, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { SetupError } from '../errors.ts';
import { SharingDialect } from './dialect.ts';
import { PreparingClient } from './prepared.ts';
import type { DB } from './schema.gen.ts';

export type Database = Kysely<DB>;
export type DatabaseTransaction = Transaction<DB>;

/** Counts come back as numbers: none of ours can leave the exact range of a double. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
/** A day is a day (`2026-11-24`), not an instant of some time zone. */
pg.types.setTypeParser(pg.types.builtins.DATE, String);

/** Opens a pool of at most `max` connections. Nothing is contacted before the first query. */
export function openPool(url: string, max = 20, options?: string): pg.Pool {
	const pool = new pg.Pool({
		Client: PreparingClient,
		connectionString: url,
		max,
		idleTimeoutMillis: 30_000,
		application_name: 'venhans',
		...(options && { options }),
	});
	// An idle connection that breaks (server restarted) must not end the process; the next query opens a new one.
	pool.on('error', () => {});
	return pool;
}

/** The query builder over a pool; table names carry their room's schema, e.g. `network.organisation`. */
export function openDatabase(pool: pg.Pool): Database {
	return new Kysely<DB>({ dialect: new SharingDialect(pool) });
}

/**
 * Checks that the server answers and is new enough.
 * @throws SetupError with the address (never the password) and what to do
 */
export async function checkServer(db: Database, url: string): Promise<void> {
	const shown = url.replace(/\/\/[^@/]*@/, '//…@').replace(/\?.*/, '');
	try {
		const { rows } = await sql<{ version: number }>`select current_setting('server_version_num')::int as version`.execute(db);
		const version = rows[0]!.version;
		if (version < 150_000)
			throw new SetupError(`DATABASE_URL (${shown}) is PostgreSQL ${Math.floor(version / 10_000)}; version 15 or newer is needed.`);
	} catch (error) {
		if (error instanceof SetupError) throw error;
		throw new SetupError(
			`DATABASE_URL (${shown}) does not answer: ${(error as Error).message || (error as NodeJS.ErrnoException).code}. Check address, name, password and that the server runs.`,
		);
	}
}
