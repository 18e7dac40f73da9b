import { sql } from 'kysely';
import pg from 'pg';
import type { DatabaseTransaction, Database } from './database/connect.ts';
import type { Logger } from './log.ts';

/**
 * What open pages are told at once: who is there, what changed. Carried by PostgreSQL's LISTEN/NOTIFY, so it reaches
 * every node and is sent with the commit of the change or never. Nothing relies on a message arriving: a page that
 * missed some reads the state again when it reconnects.
 */
export type LiveMessage = { kind: string } & Record<string, unknown>;
export type LiveListener = (message: LiveMessage) => void;

const postgresChannel = 'venhans_live';
/** PostgreSQL carries up to 8,000 bytes; longer messages shrink to "look again". */
const longestPayload = 7_500;

/** Tells every page that listens to `topic`, on every node, after the commit. */
export function publishLive(db: DatabaseTransaction | Database, topic: string, message: LiveMessage): Promise<void> {
	return publishAll(db, [{ topic, message }]);
}

/** Several messages at once, in their order. */
export async function publishAll(
	db: DatabaseTransaction | Database,
	messages: readonly { topic: string; message: LiveMessage }[],
): Promise<void> {
	const payloads = messages.map(({ topic, message }) => {
		const full = JSON.stringify({ topic, message });
		return Buffer.byteLength(full) <= longestPayload ? full : JSON.stringify({ topic, message: { kind: 'look-again' } });
	});
	await sql`select pg_notify(${postgresChannel}, payload) from unnest(${payloads}::text[]) as payload`.execute(db);
}

export type Live = {
	/**
	 * The listener also hears `look-again` when messages may have been missed, and `stopping` when this node ends.
	 * @returns ends the listening
	 */
	subscribe(topic: string, listener: LiveListener): () => void;
	stop(): Promise<void>;
};

const firstRetry = 500;
const longestRetry = 15_000;

/** Opens the one connection of this node that listens, when the first page asks; it comes back by itself after a break. */
export function createLive(url: string, log: Logger): Live {
	const listeners = new Map<string, Set<LiveListener>>();
	let client: pg.Client | undefined;
	let started = false;
	let stopped = false;
	let retry = firstRetry;

	const hand = (topic: string, message: LiveMessage) => {
		for (const listener of [...(listeners.get(topic) ?? [])]) {
			try {
				listener(message);
			} catch (error) {
				log.error({ err: error, topic }, 'a live listener failed');
			}
		}
	};

	async function connect(): Promise<void> {
		const opened = new pg.Client({ connectionString: url, application_name: 'venhans live', keepAlive: true });
		client = opened;
		let gone = false;
		const lost = () => {
			if (gone || stopped) return;
			gone = true;
			client = undefined;
			setTimeout(() => void (stopped || connect()), retry).unref();
			retry = Math.min(retry * 2, longestRetry);
		};
		opened.on('error', lost);
		opened.on('end', lost);
		opened.on('notification', ({ payload }) => {
			const { topic, message } = JSON.parse(payload ?? '{}') as { topic: string; message: LiveMessage };
			hand(topic, message);
		});
		try {
			await opened.connect();
			await opened.query(`listen ${postgresChannel}`);
			retry = firstRetry;
			// What was said while the line was down is lost; every open page looks again.
			for (const topic of listeners.keys()) hand(topic, { kind: 'look-again' });
		} catch {
			lost();
		}
	}

	return {
		subscribe(topic, listener) {
			if (!started) {
				started = true;
				void connect();
			}
			const set = listeners.get(topic) ?? new Set();
			listeners.set(topic, set.add(listener));
			return () => {
				set.delete(listener);
				if (set.size === 0) listeners.delete(topic);
			};
		},
		async stop() {
			if (stopped) return;
			stopped = true;
			for (const topic of [...listeners.keys()]) hand(topic, { kind: 'stopping' });
			await client?.end().catch(() => {});
		},
	};
}
