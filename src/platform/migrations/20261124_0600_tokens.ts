import { sql, type Kysely } from 'kysely';

/** Personal tokens for programs; the log of one organisation is read newest first. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table auth.token (
			id uuid primary key,
			account_id uuid not null references auth.account on delete cascade,
			name text not null,
			-- The first letters, so that a person recognises a token they find somewhere.
			beginning text not null,
			token_hash bytea not null unique,
			scopes text[] not null,
			created_at timestamptz not null default now(),
			last_used_at timestamptz,
			expires_at timestamptz not null
		)`.execute(db);
	await sql`create index token_account on auth.token (account_id, id desc)`.execute(db);
	await sql`create index token_expires on auth.token (expires_at)`.execute(db);
	await sql`create index audit_entry_organisation on platform.audit_entry (organisation_id, id desc) where organisation_id is not null`.execute(
		db,
	);
}
