import { sql, type Kysely } from 'kysely';

/** Public cards of returns, links that share reports of returns too, and actions that a return caused. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table benchmarks.card (
			-- Stands at the end of the card's public address.
			code text primary key check (code ~ '^[A-Z0-9]{8}$'),
			-- Null once the return is gone for good; the card is not valid any more then.
			return_id uuid references benchmarks.return on delete set null,
			provider_id uuid not null,
			revision int not null,
			-- The numbers as they are printed; gone when the card is withdrawn, of which only the fingerprint is kept.
			content jsonb,
			fingerprint text not null check (fingerprint ~ '^[0-9a-f]{64}$'),
			published_by uuid,
			published_at timestamptz not null,
			withdrawn_at timestamptz,
			check ((content is null) = (withdrawn_at is not null))
		)`.execute(db);
	await sql`create unique index card_published on benchmarks.card (return_id) where withdrawn_at is null`.execute(db);
	await sql`create index card_provider on benchmarks.card (provider_id, published_at desc)`.execute(db);

	// A link shows the report of a run or of a return.
	await sql`alter table benchmarks.share_link alter column run_id drop not null`.execute(db);
	await sql`alter table benchmarks.share_link add column return_id uuid references benchmarks.return on delete cascade`.execute(db);
	await sql`alter table benchmarks.share_link add check (num_nonnulls(run_id, return_id) = 1)`.execute(db);
	await sql`create index share_link_return on benchmarks.share_link (return_id, created_at desc) where return_id is not null`.execute(db);

	// What an indicator stood at when the action was planned, what it should reach, and the year that shows whether it did.
	await sql`alter table benchmarks.action add column return_id uuid`.execute(db);
	await sql`alter table benchmarks.action add column from_value double precision`.execute(db);
	await sql`alter table benchmarks.action add column to_value double precision`.execute(db);
	await sql`alter table benchmarks.action add column proof_year int check (proof_year between 1990 and 2100)`.execute(db);
	await sql`
		create unique index action_return_cause on benchmarks.action (provider_id, return_id, item, coalesce(recommendation, ''))
		where return_id is not null and deleted_at is null`.execute(db);
}
