import { sql, type Kysely } from 'kysely';

/**
 * "We need this": a person says it of a theme for their provider, once, and can take it back. Replaces the table that
 * counted clicks by day and knew no provider; nothing had been written into it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`drop table benchmarks.theme_need`.execute(db);
	await sql`
		create table benchmarks.theme_need (
			id uuid primary key,
			provider_id uuid not null,
			theme text not null,
			instrument text not null,
			-- Who said it; null when their account is gone. Counted, never shown.
			person_id uuid,
			-- The language they read, so that webinars can be planned in it.
			locale text not null,
			said_at timestamptz not null default now()
		)`.execute(db);
	await sql`create unique index theme_need_once on benchmarks.theme_need (provider_id, person_id, theme)`.execute(db);
	await sql`create index theme_need_recent on benchmarks.theme_need (said_at)`.execute(db);
	await sql`create index theme_need_person on benchmarks.theme_need (person_id) where person_id is not null`.execute(db);
	// Reviews that are due, for the reminder.
	await sql`create index plan_review_due on benchmarks.plan_review (due_on) where held_at is null and reminded_at is null`.execute(db);
}
