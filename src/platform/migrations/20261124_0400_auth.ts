import { sql, type Kysely } from 'kysely';

/** Accounts, sessions, one-time links, identities of outside providers; attempts for rate limits. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create schema if not exists auth`.execute(db);
	await sql`
		create table auth.account (
			id uuid primary key,
			email citext not null unique,
			name text not null,
			locale text not null,
			administrator boolean not null default false,
			password_hash text,
			totp_secret text,
			totp_confirmed_at timestamptz,
			-- The last time step a code was accepted for: a code works once.
			totp_last_step bigint,
			recovery_hashes text[] not null default '{}',
			erase_at timestamptz,
			created_at timestamptz not null default now()
		)`.execute(db);
	await sql`create index account_erase on auth.account (erase_at) where erase_at is not null`.execute(db);
	await sql`
		create table auth.session (
			id uuid primary key,
			token_hash bytea not null unique,
			account_id uuid not null references auth.account on delete cascade,
			acting_for uuid,
			second_factor boolean not null default false,
			waits_for_code boolean not null default false,
			user_agent text,
			created_at timestamptz not null default now(),
			last_used_at timestamptz not null default now(),
			expires_at timestamptz not null
		)`.execute(db);
	await sql`create index session_account on auth.session (account_id, last_used_at desc)`.execute(db);
	await sql`create index session_expires on auth.session (expires_at)`.execute(db);
	await sql`
		create table auth.one_time_link (
			token_hash bytea primary key,
			kind text not null check (kind in ('sign-in', 'administrator', 'mail-change', 'oidc')),
			email citext,
			account_id uuid references auth.account on delete cascade,
			browser_hash bytea,
			data jsonb not null default '{}',
			expires_at timestamptz not null,
			created_at timestamptz not null default now()
		)`.execute(db);
	await sql`create index one_time_link_expires on auth.one_time_link (expires_at)`.execute(db);
	await sql`
		create table auth.identity (
			issuer text not null,
			subject text not null,
			account_id uuid not null references auth.account on delete cascade,
			created_at timestamptz not null default now(),
			primary key (issuer, subject)
		)`.execute(db);
	await sql`create index identity_account on auth.identity (account_id)`.execute(db);
	await sql`create unlogged table platform.rate_limit (key text primary key, points int not null default 0, expire bigint)`.execute(db);
}
