import { sql, type Kysely } from 'kysely';

/** What a full check adds to a run: profile, people, every answer ever given, notes, proof, importance, targets, focus. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table benchmarks.run
			-- Answers to P-1 to P-11 and N-1 to N-10 by their names in go-international/profile.ts.
			add column profile jsonb not null default '{}',
			add column numbers jsonb not null default '{}',
			add column profile_version int not null default 1,
			-- Consent to be counted in comparisons; separate, off by default, can be withdrawn.
			add column sharing boolean not null default false,
			add column sharing_changed_at timestamptz,
			add column started_by uuid,
			add column closed_reason text check (closed_reason in ('stale', 'by-hand')),
			add column deleted_at timestamptz`.execute(db);
	await sql`create index run_finished on benchmarks.run (instrument, provider_id, finished_at desc) where status = 'finished'`.execute(db);
	await sql`create index run_stale on benchmarks.run (changed_at) where status in ('draft', 'open')`.execute(db);
	await sql`create index run_deleted on benchmarks.run (deleted_at) where deleted_at is not null`.execute(db);
	await sql`
		create table benchmarks.run_role (
			run_id uuid not null references benchmarks.run on delete cascade,
			person_id uuid not null,
			role text not null check (role in ('facilitator', 'editor', 'viewer', 'mentor')),
			-- A mentor's window; nobody else's rights end by themselves.
			ends_at timestamptz check ((role = 'mentor') = (ends_at is not null)),
			added_by uuid,
			added_at timestamptz not null default now(),
			primary key (run_id, person_id, role)
		)`.execute(db);
	await sql`create index run_role_person on benchmarks.run_role (person_id)`.execute(db);
	await sql`
		create table benchmarks.run_invitation (
			id uuid primary key,
			run_id uuid not null references benchmarks.run on delete cascade,
			email citext not null,
			role text not null check (role in ('facilitator', 'editor', 'viewer', 'mentor')),
			-- How long a mentor may look, counted from the day of acceptance.
			mentor_days int,
			token_hash bytea not null unique,
			locale text not null,
			state text not null default 'open' check (state in ('open', 'accepted', 'withdrawn')),
			invited_by uuid not null,
			expires_at timestamptz not null,
			created_at timestamptz not null default now()
		)`.execute(db);
	await sql`create index run_invitation_run on benchmarks.run_invitation (run_id, created_at)`.execute(db);
	await sql`create unique index run_invitation_open on benchmarks.run_invitation (run_id, email, role) where state = 'open'`.execute(db);
	await sql`
		alter table benchmarks.answer
			add column version int not null default 1,
			add column answered_by uuid,
			add column client text not null default ''`.execute(db);
	await sql`
		create table benchmarks.answer_entry (
			run_id uuid not null references benchmarks.run on delete cascade,
			participant_id uuid not null,
			item text not null,
			-- The device that sent it and its rising number there: together they tell a repetition from a new answer.
			client text not null,
			sequence bigint not null,
			value text not null check (value in ('1', '2', '3', '4', 'NA', 'DK')),
			reason text,
			reason_text text,
			evidence text check (evidence in ('documented', 'partial', 'none')),
			based_on int not null,
			person_id uuid,
			outcome text not null check (outcome in ('saved', 'superseded', 'conflict')),
			answered_at timestamptz not null,
			primary key (run_id, participant_id, item, client, sequence)
		)`.execute(db);
	await sql`
		create table benchmarks.note (
			run_id uuid not null references benchmarks.run on delete cascade,
			item text not null,
			participant_id uuid not null default '00000000-0000-0000-0000-000000000000',
			text text not null check (length(text) <= 1000),
			version int not null default 1,
			changed_by uuid,
			changed_at timestamptz not null default now(),
			primary key (run_id, item, participant_id)
		)`.execute(db);
	await sql`
		create table benchmarks.evidence (
			id uuid primary key,
			run_id uuid not null references benchmarks.run on delete cascade,
			item text not null,
			kind text not null check (kind in ('file', 'link')),
			file_id uuid check ((kind = 'file') = (file_id is not null)),
			url text check ((kind = 'link') = (url is not null)),
			title text not null,
			added_by uuid,
			added_at timestamptz not null default now()
		)`.execute(db);
	await sql`create index evidence_run on benchmarks.evidence (run_id, item)`.execute(db);
	await sql`
		create table benchmarks.section_setting (
			run_id uuid not null references benchmarks.run on delete cascade,
			section text not null,
			importance int not null check (importance between 1 and 3),
			primary key (run_id, section)
		)`.execute(db);
	await sql`
		create table benchmarks.target (
			run_id uuid not null references benchmarks.run on delete cascade,
			item text not null,
			level int not null check (level between 1 and 4),
			primary key (run_id, item)
		)`.execute(db);
	await sql`
		create table benchmarks.focus (
			run_id uuid not null references benchmarks.run on delete cascade,
			item text not null,
			position int not null,
			primary key (run_id, item)
		)`.execute(db);
}
