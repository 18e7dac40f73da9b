import { sql, type Kysely } from 'kysely';

/** Whoever signs in finds the groups their address was invited to. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create index participant_mail on benchmarks.participant (email) where email is not null`.execute(db);
}
