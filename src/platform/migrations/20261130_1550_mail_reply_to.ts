import { sql, type Kysely } from 'kysely';

/** Where an answer to a mail goes; null where nobody reads answers. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table platform.mail add column reply_to citext`.execute(db);
}
