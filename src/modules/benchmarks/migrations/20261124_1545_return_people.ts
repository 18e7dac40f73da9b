import { sql, type Kysely } from 'kysely';

/** Inviting people by mail to the returns of a provider, and viewers who may read numbers too. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table benchmarks.return_role
			-- Lets a viewer read the numbers behind a report.
			add column reads_numbers boolean not null default false check (not reads_numbers or role = 'viewer')`.execute(db);
	await sql`
		create table benchmarks.return_invitation (
			id uuid primary key,
			provider_id uuid not null,
			-- The return it was sent from: where accepting leads. The role holds for all returns of the provider.
			return_id uuid not null references benchmarks.return on delete cascade,
			email citext not null,
			role text not null check (role in ('approver', 'editor', 'viewer')),
			-- Null for all of them.
			centres uuid[],
			axes text[],
			reads_numbers boolean not null default false check (not reads_numbers or role = 'viewer'),
			token_hash bytea not null unique,
			locale text not null,
			state text not null default 'open' check (state in ('open', 'accepted', 'declined', 'withdrawn')),
			invited_by uuid not null,
			expires_at timestamptz not null,
			created_at timestamptz not null default now()
		)`.execute(db);
	await sql`create index return_invitation_provider on benchmarks.return_invitation (provider_id, created_at) where state = 'open'`.execute(
		db,
	);
	await sql`create index return_invitation_return on benchmarks.return_invitation (return_id)`.execute(db);
	await sql`create unique index return_invitation_open on benchmarks.return_invitation (provider_id, email, role) where state = 'open'`.execute(
		db,
	);
}
