import { sql, type Kysely } from 'kysely';

/** Runs of an instrument, their answers and results. One shape for guests' quick checks and for full and group checks. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`create schema if not exists benchmarks`.execute(db);
	await sql`
		create table benchmarks.run (
			id uuid primary key,
			instrument text not null,
			edition text not null,
			mode text not null check (mode in ('quick', 'full', 'group')),
			status text not null default 'open' check (status in ('draft', 'open', 'closed', 'finished')),
			provider_id uuid,
			person_id uuid,
			locale text not null,
			owner_token_hash bytea unique,
			claim_address citext,
			claim_token_hash bytea unique,
			claim_requested_at timestamptz,
			claimed_at timestamptz,
			created_at timestamptz not null default now(),
			changed_at timestamptz not null default now(),
			finished_at timestamptz,
			version int not null default 1
		)`.execute(db);
	await sql`create index run_person on benchmarks.run (person_id, created_at desc) where person_id is not null`.execute(db);
	await sql`create index run_provider on benchmarks.run (provider_id, instrument, created_at desc) where provider_id is not null`.execute(
		db,
	);
	await sql`create index run_unclaimed on benchmarks.run (created_at) where person_id is null and provider_id is null`.execute(db);
	await sql`
		create table benchmarks.answer (
			run_id uuid not null references benchmarks.run on delete cascade,
			item text not null,
			-- Who answered in a group check; the nil id is the run's own (single or agreed) answer.
			participant_id uuid not null default '00000000-0000-0000-0000-000000000000',
			value text not null check (value in ('1', '2', '3', '4', 'NA', 'DK')),
			reason text check (value = 'NA' or reason is null),
			reason_text text,
			evidence text check (evidence in ('documented', 'partial', 'none')),
			note text check (length(note) <= 1000),
			-- Milliseconds of the device's clock at the click: tells a late arrival from a newer answer.
			sequence bigint not null,
			answered_at timestamptz not null default now(),
			primary key (run_id, item, participant_id)
		)`.execute(db);
	await sql`
		create table benchmarks.result (
			run_id uuid primary key references benchmarks.run on delete cascade,
			edition text not null,
			inputs_hash text not null,
			result jsonb not null,
			made_at timestamptz not null default now()
		)`.execute(db);
}
