import { sql, type Kysely } from 'kysely';

/** Messages to similar providers: who agreed to get them, what was written, and who got one; that is never shown to anybody. */
export async function up(db: Kysely<unknown>): Promise<void> {
	// Asks for `sharing` as well: only who is counted is among similar providers.
	await sql`alter table benchmarks.return add column invitable boolean not null default false check (sharing or not invitable)`.execute(db);
	await sql`
		create table benchmarks.similar_invitation (
			id uuid primary key,
			provider_id uuid not null,
			-- Null once the account is erased.
			sent_by uuid,
			sent_at timestamptz not null,
			-- What was written and to which neighbourhood; both forgotten when it is carried.
			message text check (length(message) <= 2000),
			series_id uuid,
			forest int,
			number int,
			carried_at timestamptz,
			check ((carried_at is null) = (message is not null))
		)`.execute(db);
	await sql`create index similar_invitation_provider on benchmarks.similar_invitation (provider_id, sent_at)`.execute(db);
	await sql`create index similar_invitation_waiting on benchmarks.similar_invitation (id) where carried_at is null`.execute(db);
	await sql`create index similar_invitation_sent on benchmarks.similar_invitation (sent_at)`.execute(db);
	await sql`
		create table benchmarks.similar_invitation_recipient (
			id uuid primary key,
			invitation_id uuid not null references benchmarks.similar_invitation on delete cascade,
			provider_id uuid not null,
			at timestamptz not null,
			unique (invitation_id, provider_id)
		)`.execute(db);
	await sql`create index similar_invitation_recipient_provider on benchmarks.similar_invitation_recipient (provider_id, at)`.execute(db);
}
