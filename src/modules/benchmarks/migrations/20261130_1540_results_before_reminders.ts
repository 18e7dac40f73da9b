import { sql, type Kysely } from 'kysely';

/**
 * Results that were half a year old when the platform began to ask what came of them count as asked about: otherwise all of
 * them would be asked about in the night after the upgrade.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		update benchmarks.run set reminded_at = now()
		where mode in ('full', 'group') and status = 'finished' and reminded_at is null
			and finished_at <= now() - interval '6 months'`.execute(db);
}
