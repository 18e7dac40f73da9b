import { sql, type Kysely } from 'kysely';

/** When a run was closed, so that what a group left behind is forgotten counted from there, whatever is changed in it later. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`alter table benchmarks.run add column closed_at timestamptz`.execute(db);
	await sql`update benchmarks.run set closed_at = changed_at where status = 'closed'`.execute(db);
}
