import { sql, type Kysely } from 'kysely';

/** Links that show chosen parts of a report until a day, without an account. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table benchmarks.share_link (
			id uuid primary key,
			run_id uuid not null references benchmarks.run on delete cascade,
			token_hash bytea not null unique,
			-- For whom; only those who share see it.
			label text not null default '',
			parts text[] not null check (cardinality(parts) > 0),
			ends_at timestamptz not null,
			created_by uuid,
			created_at timestamptz not null default now(),
			revoked_at timestamptz,
			opened int not null default 0,
			last_opened_at timestamptz
		)`.execute(db);
	await sql`create index share_link_run on benchmarks.share_link (run_id, created_at desc)`.execute(db);
}
