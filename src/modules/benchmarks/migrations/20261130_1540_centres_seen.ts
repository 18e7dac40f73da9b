import { sql, type Kysely } from 'kysely';

/** Whether the centres of a sum see each other by name; off unless an administrator of the provider allows it. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table benchmarks.return add column centres_seen boolean not null default false`.execute(db);
}
