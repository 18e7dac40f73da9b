import { sql, type Kysely } from 'kysely';

/** When the administrators of a provider were asked what came of a result, so that they are asked once. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table benchmarks.run add column reminded_at timestamptz`.execute(db);
}
