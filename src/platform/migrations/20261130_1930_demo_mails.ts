import { sql, type Kysely } from 'kysely';

/**
 * Mails written in demo mode have a state of their own, in which they stay. Which of those that wait were written so is not
 * known: where the demo was loaded, all of them stay.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table platform.mail drop constraint if exists mail_state_check`.execute(db);
	await sql`alter table platform.mail add constraint mail_state_check check (state in ('waiting', 'sent', 'failed', 'demo'))`.execute(db);
	await sql`
		update platform.mail set state = 'demo'
		where state = 'waiting' and exists (select from platform.setting where key = 'demo.loaded')`.execute(db);
}
