import { performance } from 'node:perf_hooks';
import type { Writable } from 'node:stream';
import type { CompiledQuery, QueryResult } from 'kysely';
import type pg from 'pg';
import { PreparingClient } from './prepared.ts';

/** A few are enough: each carries many queries at a time. */
const most = 4;
/** So many queries are on one line at most. */
const longestQueue = 64;
/**
 * A line whose first query has waited so long is left alone: what comes behind it would wait too. An answer that came while
 * the process computed has not been read yet, so what counts is that it had time to read: some turns, or nothing to do.
 */
const patience = { milliseconds: 20, turns: 3, idleMilliseconds: 10 };

/** A server that refused a further line is not asked for one at every query. */
const refusedMilliseconds = 5_000;

/** Without traffic a router in between may forget a connection, and nobody would be told. */
const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 30_000 };

/** What PostgreSQL says to whoever it answers when it ends a connection or stops. */
const ending = /^57P\d\d$/;

/** When a query was asked: milliseconds of the clock and of having nothing to do, and the turn. */
type Moment = { at: number; idle: number; turn: number };

type Line = {
	opening: Promise<PreparingClient>;
	client?: PreparingClient;
	lost: boolean;
	corked: boolean;
	/** The queries without an answer yet, in their order. */
	sent: Moment[];
};

const reads = /^\s*\(?\s*(select|with)\b/i;
/** Whatever could change something, wait for somebody, or leave something behind on its connection; or a second statement. */
const more =
	/;|\b(insert|update|delete|merge|truncate|share|pg_(advisory|try_advisory|notify|sleep|terminate|cancel)\w*|set_config|nextval|setval)\b/i;

const decided = new Map<string, boolean>();
const mostDecided = 5_000;

/** Whether a statement does nothing but read, so that it can share a line. */
export function onlyReads(text: string): boolean {
	let answer = decided.get(text);
	if (answer === undefined) {
		if (decided.size >= mostDecided) decided.clear();
		decided.set(text, (answer = reads.test(text) && !more.test(text)));
	}
	return answer;
}

/**
 * Connections that many requests read over at the same time, one query behind the other without waiting for its answer
 * (PostgreSQL's pipelining). What is asked for in one turn of the process is written at once: under load a page's
 * queries cost a fraction of the writes, reads and changes of process that a connection of its own for each would.
 * Every query is a transaction of its own, so an error concerns no other.
 */
export class Lines {
	#config: pg.ClientConfig;
	#lines: Line[] = [];
	#turn = 0;
	/** What writes the queries of this turn, a line each. */
	#gathering: (() => void)[] = [];
	#refusedUntil = 0;
	#ended = false;

	constructor(config: pg.ClientConfig) {
		this.#config = config;
	}

	/**
	 * Asks over the first line that is not held up.
	 * @returns undefined when all are, or when the line broke, which is no fault of the query: then it is for a connection
	 * of its own
	 */
	async read<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row> | undefined> {
		const now = { at: performance.now(), idle: performance.nodeTiming.idleTime, turn: this.#turn };
		const line = this.#free(now);
		if (!line) return undefined;
		try {
			return await this.#ask<Row>(line, now, sql, parameters);
		} catch (error) {
			if (line.lost || ending.test(String((error as { code?: unknown }).code))) return undefined;
			throw error;
		}
	}

	/** Answers what was asked before, and takes no more. */
	async end(): Promise<void> {
		this.#ended = true;
		await Promise.all(this.#lines.splice(0).map(({ opening }) => opening.then((client) => client.end()).catch(() => {})));
	}

	#free(now: Moment): Line | undefined {
		if (this.#ended) return undefined;
		const open = this.#lines.filter(({ client }) => client);
		const free = open.find((line) => !heldUp(line, now));
		// Opening takes many turns of a busy process: the next one is there before it is needed.
		const last = !free || free === open.at(-1);
		if (last && open.length === this.#lines.length && open.length < most && (!open.length || now.at > this.#refusedUntil)) this.#open();
		return free ?? this.#lines.find((line) => !line.client && line.sent.length < longestQueue);
	}

	#open(): Line {
		const client = new PreparingClient({ ...this.#config, ...keepAlive, pipeline: true });
		const line: Line = { opening: client.connect().then(() => client), lost: false, corked: false, sent: [] };
		const lost = () => {
			line.lost = true;
			if (!line.client) this.#refusedUntil = performance.now() + refusedMilliseconds;
			this.#lines = this.#lines.filter((other) => other !== line);
		};
		client.on('error', lost);
		client.on('end', lost);
		line.opening.then(() => (line.client = client), lost);
		this.#lines.push(line);
		return line;
	}

	async #ask<Row>(line: Line, now: Moment, text: string, values: readonly unknown[]): Promise<QueryResult<Row>> {
		line.sent.push(now);
		try {
			const client = line.client ?? (await line.opening);
			this.#gather(line, client);
			const { rows } = await client.query<Row & pg.QueryResultRow>(text, values as unknown[]);
			return { rows };
		} finally {
			// Answers come in the order of the questions.
			line.sent.shift();
		}
	}

	/** Holds what is written back until this turn of the process is over. */
	#gather(line: Line, client: PreparingClient): void {
		if (line.corked) return;
		line.corked = true;
		const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
		stream.cork();
		this.#gathering.push(() => {
			line.corked = false;
			stream.uncork();
		});
		if (this.#gathering.length > 1) return;
		setImmediate(() => {
			this.#turn++;
			for (const write of this.#gathering.splice(0)) write();
		});
	}
}

function heldUp({ sent }: Line, now: Moment): boolean {
	const [first] = sent;
	if (!first) return false;
	if (sent.length >= longestQueue) return true;
	if (now.at - first.at <= patience.milliseconds) return false;
	return now.turn - first.turn > patience.turns || now.idle - first.idle > patience.idleMilliseconds;
}
