import { sql, type Kysely } from 'kysely';

/** Everything that was ever official of a unit is read for each comparison, returns that wait for their deletion too. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create index return_of_provider on benchmarks.return (provider_id, edition)`.execute(db);
}
