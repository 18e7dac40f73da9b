import { sql, type Kysely } from 'kysely';

/** Who wants no reminders of what a provider asks for. Kept as a keyed hash: the address itself goes with its tasks. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table benchmarks.task_silence (
			provider_id uuid not null,
			address_hash bytea not null check (length(address_hash) = 32),
			since timestamptz not null default now(),
			primary key (provider_id, address_hash)
		)`.execute(db);
}
