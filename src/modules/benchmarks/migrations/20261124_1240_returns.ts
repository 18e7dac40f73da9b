import { sql, type Kysely } from 'kysely';

const itself = '00000000-0000-0000-0000-000000000000';

/**
 * Returns of counted numbers (SOLITY specification, section 19): what a provider or its centres counted for a training
 * year, with trust, evidence, history, tasks and the results of every revision.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table benchmarks.centre (
			-- The id of the network's organisation where it is known there.
			id uuid primary key,
			provider_id uuid not null,
			-- How files name it.
			code citext not null,
			name text not null check (length(name) between 1 and 200),
			in_network boolean not null default false,
			created_at timestamptz not null default now(),
			unique (provider_id, code)
		)`.execute(db);
	await sql`
		create table benchmarks.return (
			id uuid primary key,
			provider_id uuid not null,
			instrument text not null default 'solity',
			edition text not null,
			-- The 12 months that start in the month of the settings, in this year.
			year int not null check (year between 1990 and 2100),
			-- The provider as a whole, one centre alone, or all centres summed up.
			level text not null check (level in ('provider', 'centre', 'centres')),
			centre_id uuid references benchmarks.centre check ((level = 'centre') = (centre_id is not null)),
			state text not null default 'draft' check (state in ('draft', 'submitted', 'locked', 'reopened')),
			revision int not null default 1,
			settings jsonb not null default '{}',
			version int not null default 1,
			-- Consent to be counted in comparisons; separate, off by default, can be withdrawn.
			sharing boolean not null default false,
			sharing_changed_at timestamptz,
			started_by uuid,
			created_at timestamptz not null default now(),
			changed_at timestamptz not null default now(),
			submitted_at timestamptz,
			locked_at timestamptz,
			deleted_at timestamptz
		)`.execute(db);
	await sql`
		create unique index return_unit on benchmarks.return (provider_id, year, (coalesce(centre_id, ${sql.lit(itself)}::uuid)))
		where deleted_at is null`.execute(db);
	await sql`create index return_pool on benchmarks.return (instrument, edition, locked_at desc) where state = 'locked' and deleted_at is null`.execute(
		db,
	);
	await sql`create index return_centre_alone on benchmarks.return (centre_id) where centre_id is not null`.execute(db);
	await sql`create index return_waiting on benchmarks.return (submitted_at) where state = 'submitted' and deleted_at is null`.execute(db);
	await sql`create index return_deleted on benchmarks.return (deleted_at) where deleted_at is not null`.execute(db);
	await sql`
		create table benchmarks.return_centre (
			return_id uuid not null references benchmarks.return on delete cascade,
			centre_id uuid not null references benchmarks.centre,
			position int not null,
			-- Why its numbers are not in the sum, and about how many participants that leaves out.
			left_out text check (length(left_out) between 1 and 300),
			about int check (about >= 0),
			primary key (return_id, centre_id)
		)`.execute(db);
	await sql`create index return_centre_centre on benchmarks.return_centre (centre_id)`.execute(db);
	await sql`
		create table benchmarks.return_role (
			provider_id uuid not null,
			person_id uuid not null,
			role text not null check (role in ('approver', 'editor', 'viewer')),
			-- Null for all of them.
			centres uuid[],
			axes text[],
			added_by uuid,
			added_at timestamptz not null default now(),
			primary key (provider_id, person_id, role)
		)`.execute(db);
	await sql`create index return_role_person on benchmarks.return_role (person_id)`.execute(db);
	await sql`
		create table benchmarks.datum (
			return_id uuid not null references benchmarks.return on delete cascade,
			-- Whose number it is: a centre of the sum, or the unit the return is about.
			centre_id uuid not null default ${sql.lit(itself)}::uuid,
			-- A field, a part such as out_emp@sex=F, or NA:SU-1.3 with the reason why it does not apply.
			target text not null check (length(target) between 1 and 120),
			-- A number, a list of codes, or a reason; null once it was cleared.
			value jsonb,
			trust int check (trust between 1 and 4),
			comment text not null default '' check (length(comment) <= 1000),
			version int not null default 1,
			-- The device that sent it and its rising number there: its own repetitions are no conflict.
			client text not null default '',
			sequence bigint not null default 0,
			changed_by uuid,
			-- Given through the link of a task, without an account.
			task_id uuid,
			changed_at timestamptz not null default now(),
			primary key (return_id, centre_id, target)
		)`.execute(db);
	await sql`
		create table benchmarks.return_entry (
			id uuid primary key,
			return_id uuid not null references benchmarks.return on delete cascade,
			revision int not null,
			kind text not null check (kind in ('value', 'setting', 'state', 'evidence', 'task', 'confirmation', 'centre')),
			centre_id uuid,
			target text,
			before jsonb,
			after jsonb,
			note text not null default '',
			person_id uuid,
			task_id uuid,
			at timestamptz not null default now()
		)`.execute(db);
	await sql`create index return_entry_return on benchmarks.return_entry (return_id, id desc)`.execute(db);
	await sql`create index return_entry_target on benchmarks.return_entry (return_id, centre_id, target, id desc) where target is not null`.execute(
		db,
	);
	await sql`
		create table benchmarks.return_evidence (
			id uuid primary key,
			return_id uuid not null references benchmarks.return on delete cascade,
			centre_id uuid not null default ${sql.lit(itself)}::uuid,
			-- A field or an indicator.
			target text not null,
			kind text not null check (kind in ('file', 'link')),
			file_id uuid check ((kind = 'file') = (file_id is not null)),
			url text check ((kind = 'link') = (url is not null)),
			title text not null,
			added_by uuid,
			added_at timestamptz not null default now()
		)`.execute(db);
	await sql`create index return_evidence_return on benchmarks.return_evidence (return_id, centre_id, target)`.execute(db);
	await sql`
		create table benchmarks.return_confirmation (
			return_id uuid not null references benchmarks.return on delete cascade,
			-- Which warning, with what it is about.
			warning text not null,
			-- What it said; a warning with other figures asks again.
			fingerprint text not null,
			comment text not null check (length(comment) between 1 and 1000),
			person_id uuid,
			at timestamptz not null default now(),
			primary key (return_id, warning)
		)`.execute(db);
	await sql`
		create table benchmarks.return_task (
			id uuid primary key,
			return_id uuid not null references benchmarks.return on delete cascade,
			centre_id uuid not null default ${sql.lit(itself)}::uuid,
			fields text[] not null check (cardinality(fields) between 1 and 100),
			name text not null default '' check (length(name) <= 120),
			email citext not null,
			note text not null default '' check (length(note) <= 500),
			due_on date,
			locale text not null,
			state text not null default 'open' check (state in ('open', 'done', 'withdrawn')),
			token_hash bytea not null unique,
			expires_at timestamptz not null,
			opened_at timestamptz,
			done_at timestamptz,
			sent_at timestamptz not null default now(),
			created_by uuid,
			created_at timestamptz not null default now()
		)`.execute(db);
	await sql`create index return_task_return on benchmarks.return_task (return_id, created_at)`.execute(db);
	await sql`create index return_task_due on benchmarks.return_task (due_on) where state = 'open'`.execute(db);
	await sql`
		create table benchmarks.return_import (
			id uuid primary key,
			return_id uuid not null references benchmarks.return on delete cascade,
			name text not null,
			bytes bytea not null,
			created_by uuid not null,
			created_at timestamptz not null default now()
		)`.execute(db);
	await sql`create index return_import_age on benchmarks.return_import (created_at)`.execute(db);
	await sql`create index return_import_return on benchmarks.return_import (return_id)`.execute(db);
	await sql`
		create table benchmarks.return_result (
			return_id uuid not null references benchmarks.return on delete cascade,
			revision int not null,
			edition text not null,
			-- How the figures were computed, should that ever change.
			engine text not null,
			inputs_hash text not null,
			-- Everything the figures were made from, in the format of section 17.
			inputs jsonb not null,
			result jsonb not null,
			warnings jsonb not null,
			made_at timestamptz not null,
			locked_at timestamptz,
			primary key (return_id, revision)
		)`.execute(db);
}
