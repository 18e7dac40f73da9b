import { sql, type Kysely } from 'kysely';

/** Audit log, outbox of events, idempotency keys, mails, settings: what every room relies on. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create extension if not exists citext`.execute(db);
	await sql`create extension if not exists pg_trgm`.execute(db);
	await sql`create schema if not exists platform`.execute(db);
	await sql`
		create table platform.setting (
			key text primary key,
			value jsonb not null,
			changed_at timestamptz not null default now()
		)`.execute(db);
	await sql`
		create table platform.audit_entry (
			id uuid primary key,
			at timestamptz not null default now(),
			action text not null,
			actor_kind text not null check (actor_kind in ('guest', 'person', 'system', 'token')),
			actor_id uuid,
			acting_for uuid,
			subject_kind text not null,
			subject_id text,
			organisation_id uuid,
			address inet,
			details jsonb not null default '{}'
		)`.execute(db);
	await sql`create index audit_entry_actor on platform.audit_entry (actor_id, at desc)`.execute(db);
	await sql`create index audit_entry_subject on platform.audit_entry (subject_kind, subject_id, at desc)`.execute(db);
	await sql`create index audit_entry_address on platform.audit_entry (at) where address is not null`.execute(db);
	await sql`
		create table platform.outbox_event (
			id uuid primary key,
			name text not null,
			payload jsonb not null,
			created_at timestamptz not null default now(),
			delivered_at timestamptz,
			attempts int not null default 0,
			last_error text
		)`.execute(db);
	await sql`create index outbox_event_waiting on platform.outbox_event (created_at) where delivered_at is null`.execute(db);
	await sql`
		create table platform.idempotency_key (
			owner text not null,
			key text not null,
			fingerprint text not null,
			status int,
			response jsonb,
			created_at timestamptz not null default now(),
			primary key (owner, key)
		)`.execute(db);
	await sql`
		create table platform.mail (
			id uuid primary key,
			kind text not null,
			locale text not null,
			to_address citext not null,
			subject text not null,
			text_body text not null,
			html_body text not null,
			state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
			attempts int not null default 0,
			next_attempt_at timestamptz not null default now(),
			last_error text,
			created_at timestamptz not null default now(),
			sent_at timestamptz
		)`.execute(db);
	await sql`create index mail_waiting on platform.mail (next_attempt_at) where state = 'waiting'`.execute(db);
	await sql`create index mail_newest on platform.mail (created_at desc, id desc)`.execute(db);
}
