import { sql, type Kysely } from 'kysely';

/** A task can have several links that work, the first mail's and those of reminders; and which reminders went out. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table benchmarks.return_task_token (
			token_hash bytea primary key,
			task_id uuid not null references benchmarks.return_task on delete cascade,
			made_at timestamptz not null default now()
		)`.execute(db);
	await sql`create index return_task_token_task on benchmarks.return_task_token (task_id)`.execute(db);
	await sql`
		insert into benchmarks.return_task_token (token_hash, task_id, made_at)
		select token_hash, id, sent_at from benchmarks.return_task`.execute(db);
	await sql`alter table benchmarks.return_task drop column token_hash`.execute(db);
	await sql`
		create table benchmarks.return_task_reminder (
			task_id uuid not null references benchmarks.return_task on delete cascade,
			kind text not null check (kind in ('soon', 'late')),
			sent_at timestamptz not null default now(),
			primary key (task_id, kind)
		)`.execute(db);
}
