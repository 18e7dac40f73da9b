import { sql, type Kysely } from 'kysely';

/**
 * What a group check adds to a run: people who answer alone, their code, the views that are left when the answering is
 * closed (without any link to a person), and what the group agreed on.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table benchmarks.group_check (
			run_id uuid primary key references benchmarks.run on delete cascade,
			-- Null when nobody can join by code.
			join_code text unique,
			join_code_made_at timestamptz,
			meeting_at timestamptz,
			-- IANA zone the meeting's time was meant in.
			meeting_zone text,
			meeting_place text check (length(meeting_place) <= 200),
			meeting_version int not null default 1,
			reminded_at timestamptz,
			closed_at timestamptz,
			-- What everybody in the meeting looks at, and since when.
			current_item text,
			current_since timestamptz,
			check ((meeting_at is null) = (meeting_zone is null))
		)`.execute(db);
	await sql`
		create table benchmarks.participant (
			id uuid primary key,
			run_id uuid not null references benchmarks.run on delete cascade,
			role_group text not null check (role_group in
				('leadership', 'international-office', 'teaching', 'administration-and-support', 'company-partner', 'learner-representative')),
			-- Name and address are for the facilitator's list and are erased after the check.
			name text check (length(name) between 1 and 120),
			email citext,
			locale text not null,
			way text not null check (way in ('mail', 'code', 'facilitator')),
			token_hash bytea unique,
			invited_at timestamptz not null,
			joined_at timestamptz,
			submitted_at timestamptz,
			version int not null default 1
		)`.execute(db);
	await sql`create index participant_run on benchmarks.participant (run_id, invited_at, id)`.execute(db);
	await sql`create unique index participant_address on benchmarks.participant (run_id, email) where email is not null`.execute(db);
	await sql`
		-- One person's answer to one item. Every row has a random id of its own: not even two answers of the same person
		-- can be put together again.
		create table benchmarks.group_view (
			id uuid primary key default gen_random_uuid(),
			run_id uuid not null references benchmarks.run on delete cascade,
			item text not null,
			value text not null check (value in ('1', '2', '3', '4', 'NA', 'DK')),
			reason text check (value = 'NA' or reason is null),
			-- Null where the role group is too small to be told apart.
			role_group text
		)`.execute(db);
	await sql`create index group_view_run on benchmarks.group_view (run_id, item)`.execute(db);
	await sql`
		create table benchmarks.group_note (
			id uuid primary key default gen_random_uuid(),
			run_id uuid not null references benchmarks.run on delete cascade,
			item text not null,
			text text not null check (length(text) between 1 and 1000)
		)`.execute(db);
	await sql`create index group_note_run on benchmarks.group_note (run_id, item, id)`.execute(db);
	await sql`
		create table benchmarks.agreed_item (
			run_id uuid not null references benchmarks.run on delete cascade,
			item text not null,
			value text not null check (value in ('1', '2', '3', '4', 'NA', 'DK')),
			-- Why this level, where views were far apart.
			reason text check (length(reason) <= 500),
			parked_with text check (length(parked_with) <= 120),
			parked_until date,
			way text not null check (way in ('together', 'meeting')),
			-- The first views in figures, kept when the views themselves are deleted.
			first_range int,
			first_agreement text not null check (first_agreement in ('same', 'close', 'split', 'far-apart', 'too-few')),
			first_median int,
			first_not_visible boolean not null,
			version int not null default 1,
			decided_at timestamptz not null,
			primary key (run_id, item),
			check ((parked_with is null) = (parked_until is null)),
			check ((value = 'DK') = (parked_with is not null))
		)`.execute(db);
}
