import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from './database/connect.ts';
import type { Ctx } from './context.ts';
import { newId } from './ids.ts';
import type { Logger } from './log.ts';

/** Every event of the platform and what it carries; rooms add theirs in their events.ts by declaration merging. */
export interface Events {}
export type EventName = keyof Events & string;
export type EventHandler<K extends EventName> = (payload: Events[K], event: { id: string; at: Date }) => Promise<void> | void;

const attemptsBeforeGivingUp = 10;

/**
 * Carries events from the outbox to their handlers, in the order they were written.
 * Delivery is at least once: a handler can run twice for one event and must be idempotent.
 */
export type Bus = {
	on<K extends EventName>(name: K, handler: EventHandler<K>): void;
	/** Delivers what is waiting; safe to call from several nodes at once. */
	deliver(db: Database): Promise<number>;
	/** Starts a delivery in the background, after a commit. */
	nudge(db: Database): void;
	/** Resolves when no delivery is running. */
	idle(): Promise<void>;
};

export function createBus(log: Logger): Bus {
	const handlers = new Map<string, EventHandler<never>[]>();
	let running: Promise<unknown> = Promise.resolve();

	async function deliverOne(db: Database): Promise<boolean> {
		return db.transaction().execute(async (tx) => {
			const { rows } = await sql<{ id: string; name: string; payload: never; created_at: Date }>`
				select id, name, payload, created_at from platform.outbox_event
				where delivered_at is null and attempts < ${attemptsBeforeGivingUp}
				order by created_at, id limit 1 for update skip locked`.execute(tx);
			const event = rows[0];
			if (!event) return false;
			try {
				for (const handler of handlers.get(event.name) ?? []) await handler(event.payload, { id: event.id, at: event.created_at });
				await sql`update platform.outbox_event set delivered_at = now() where id = ${event.id}`.execute(tx);
			} catch (error) {
				log.error({ event: event.name, id: event.id, err: error }, 'an event handler failed');
				await sql`update platform.outbox_event set attempts = attempts + 1, last_error = ${String(error)} where id = ${event.id}`.execute(
					tx,
				);
				return false;
			}
			return true;
		});
	}

	const bus: Bus = {
		on: (name, handler) => void handlers.set(name, [...(handlers.get(name) ?? []), handler as EventHandler<never>]),
		async deliver(db) {
			let count = 0;
			while (await deliverOne(db)) count++;
			return count;
		},
		nudge(db) {
			running = running.then(() => bus.deliver(db)).catch((error) => log.error({ err: error }, 'events could not be delivered'));
		},
		idle: async () => void (await running),
	};
	return bus;
}

/** Writes an event into the outbox of the running transaction; it is delivered after the commit or never. */
export async function announce<K extends EventName>(tx: DatabaseTransaction, name: K, payload: Events[K]): Promise<void> {
	await sql`insert into platform.outbox_event (id, name, payload) values (${newId()}, ${name}, ${JSON.stringify(payload)}::jsonb)`.execute(
		tx,
	);
}

/**
 * Runs a change: everything inside `work` is committed together with its audit entries and events, or not at all.
 * Events are delivered after the commit. A change inside another one (its context holds the outer one's transaction)
 * joins it.
 */
export async function inTransaction<T>(ctx: Ctx, work: (tx: DatabaseTransaction) => Promise<T>): Promise<T> {
	if (ctx.db.isTransaction) return work(ctx.db as DatabaseTransaction);
	const result = await ctx.db.transaction().execute(work);
	ctx.bus.nudge(ctx.db);
	return result;
}
