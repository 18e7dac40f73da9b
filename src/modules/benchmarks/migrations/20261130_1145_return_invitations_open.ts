import { sql, type Kysely } from 'kysely';

/** An invitation that is over is deleted, with its address: none has a state, and all there are are open. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`delete from benchmarks.return_invitation where state <> 'open'`.execute(db);
	// Takes the indexes on open ones along.
	await sql`alter table benchmarks.return_invitation drop column state`.execute(db);
	await sql`create index return_invitation_provider on benchmarks.return_invitation (provider_id, created_at)`.execute(db);
	await sql`create unique index return_invitation_open on benchmarks.return_invitation (provider_id, email, role)`.execute(db);
}
