import { sql, type Kysely } from 'kysely';

/** The action plan: one a provider, with actions from every instrument; its reviews and the reminders already sent. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table benchmarks.action (
			id uuid primary key,
			provider_id uuid not null,
			-- What caused it; all null for an action of the provider's own.
			instrument text,
			item text,
			run_id uuid,
			recommendation text,
			goal text not null check (length(goal) between 1 and 300),
			from_level int check (from_level between 1 and 4),
			to_level int check (to_level between 1 and 4),
			action text not null check (length(action) <= 200),
			-- One named person: somebody with an account, or a name and where to remind them.
			owner_id uuid,
			owner_name text not null default '',
			owner_email citext,
			helpers text[] not null default '{}',
			deadline date,
			indicator text not null default '',
			baseline text not null default '',
			aim text not null default '',
			hours int,
			money_cents bigint,
			money_source text not null default '',
			support jsonb not null default '[]',
			risk text not null default '',
			-- "late" is not stored: it is a deadline that passed.
			status text not null default 'planned' check (status in ('planned', 'running', 'done', 'stopped')),
			stopped_reason text,
			proof_file_id uuid,
			proof_url text,
			proof_note text not null default '',
			version int not null default 1,
			created_by uuid,
			created_at timestamptz not null default now(),
			changed_at timestamptz not null default now(),
			done_at timestamptz,
			deleted_at timestamptz
		)`.execute(db);
	await sql`create index action_provider on benchmarks.action (provider_id, deadline)`.execute(db);
	await sql`create index action_deadline on benchmarks.action (deadline) where status in ('planned', 'running') and deleted_at is null`.execute(
		db,
	);
	await sql`create index action_owner on benchmarks.action (owner_id) where owner_id is not null`.execute(db);
	// A recommendation joins the plan once for a run, however often the button is pressed.
	await sql`create unique index action_cause on benchmarks.action (provider_id, run_id, item, coalesce(recommendation, '')) where run_id is not null and deleted_at is null`.execute(
		db,
	);
	await sql`
		create table benchmarks.action_reminder (
			action_id uuid not null references benchmarks.action on delete cascade,
			kind text not null check (kind in ('two-weeks', 'today')),
			-- A moved deadline is reminded of again.
			deadline date not null,
			sent_at timestamptz not null default now(),
			primary key (action_id, kind, deadline)
		)`.execute(db);
	await sql`
		create table benchmarks.plan_review (
			id uuid primary key,
			provider_id uuid not null,
			due_on date not null,
			held_at timestamptz,
			held_by uuid,
			done text not null default '',
			blocks text not null default '',
			change text not null default '',
			reminded_at timestamptz,
			created_at timestamptz not null default now()
		)`.execute(db);
	await sql`create index plan_review_provider on benchmarks.plan_review (provider_id, due_on desc)`.execute(db);
	await sql`create unique index plan_review_waiting on benchmarks.plan_review (provider_id) where held_at is null`.execute(db);
	await sql`
		create table benchmarks.theme_need (
			theme text not null,
			day date not null,
			-- Who pressed: counted once a day; never shown.
			person_id uuid not null,
			instrument text not null,
			primary key (theme, day, person_id)
		)`.execute(db);
}
