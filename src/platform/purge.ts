import { sql } from 'kysely';
import type { App } from './context.ts';

const day = 86_400_000;

/**
 * Removes what the platform no longer needs: addresses in the audit log after 7 days, delivered events after 30,
 * idempotency keys after one day, counts of limits whose time is over. @returns how many of each
 */
export async function purgePlatform(app: Pick<App, 'db' | 'now'>): Promise<Record<string, number>> {
	const before = (days: number) => new Date(app.now().getTime() - days * day);
	const count = async (query: ReturnType<typeof sql>) => Number((await query.execute(app.db)).numAffectedRows ?? 0);
	return {
		addresses: await count(sql`update platform.audit_entry set address = null where address is not null and at < ${before(7)}`),
		events: await count(sql`delete from platform.outbox_event where delivered_at < ${before(30)}`),
		idempotencyKeys: await count(sql`delete from platform.idempotency_key where created_at < ${before(1)}`),
		limits: await count(sql`delete from platform.rate_limit where expire < ${app.now().getTime()}`),
	};
}
