import { sql, type Kysely } from 'kysely';

/** The steps of a return among its thousands of other changes, for the list of its revisions. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create index return_entry_state on benchmarks.return_entry (return_id, id) where kind = 'state'`.execute(db);
}
