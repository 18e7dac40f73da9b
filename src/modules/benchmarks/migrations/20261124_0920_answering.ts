import { sql, type Kysely } from 'kysely';

/** Which answers decided between two that met, so that a conflict stays open until somebody saw both; declined invitations. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table benchmarks.answer_entry add column decides boolean not null default false`.execute(db);
	await sql`
		alter table benchmarks.run_invitation
			drop constraint run_invitation_state_check,
			add constraint run_invitation_state_check check (state in ('open', 'accepted', 'declined', 'withdrawn'))`.execute(db);
}
