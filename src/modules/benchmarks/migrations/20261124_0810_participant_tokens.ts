import { sql, type Kysely } from 'kysely';

/**
 * A participant can have several ways in: the first mail, a reminder, a second device. A leader of the group who answers
 * too is known by their account.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table benchmarks.participant_token (
			token_hash bytea primary key,
			participant_id uuid not null references benchmarks.participant on delete cascade,
			made_at timestamptz not null
		)`.execute(db);
	await sql`create index participant_token_participant on benchmarks.participant_token (participant_id)`.execute(db);
	await sql`
		alter table benchmarks.participant
			drop column token_hash,
			add column person_id uuid check ((way = 'facilitator') or person_id is null)`.execute(db);
	await sql`create unique index participant_person on benchmarks.participant (run_id, person_id) where person_id is not null`.execute(db);
	await sql`create index participant_account on benchmarks.participant (person_id) where person_id is not null`.execute(db);
}
