import type { Writable } from 'node:stream';
import type { CompiledQuery, QueryResult } from 'kysely';
import type pg from 'pg';
import { PreparingClient } from './prepared.ts';

/** A few are enough: each carries many queries at a time. */
const most = 4;
/** So many queries are on one line at most. */
const longestQueue = 64;
/**
 * A line whose first query has waited so long is left alone: what comes behind it would wait too. In a busy process a
 * turn takes long and an answer that came meanwhile has not been read yet, so turns count as well, up to a point.
 */
const patience = { milliseconds: 10, turns: 2, atMost: 100 };

/** Without traffic a router in between may forget a connection, and nobody would be told. */
const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 30_000 };

/** What PostgreSQL says to whoever it answers when it ends a connection or stops. */
const ending = /^57P\d\d$/;

type Line = {
	opening: Promise<PreparingClient>;
	client?: PreparingClient;
	lost: boolean;
	corked: boolean;
	/** The queries without an answer yet, in their order. */
	sent: { at: number; turn: number }[];
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
		const line = this.#free();
		if (!line) return undefined;
		try {
			return await this.#ask<Row>(line, sql, parameters);
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

	#free(): Line | undefined {
		if (this.#ended) return undefined;
		const now = performance.now();
		return this.#lines.find((line) => !this.#heldUp(line, now)) ?? (this.#lines.length < most ? this.#open() : undefined);
	}

	#heldUp({ sent }: Line, now: number): boolean {
		const [first] = sent;
		if (!first) return false;
		if (sent.length >= longestQueue) return true;
		const waited = now - first.at;
		return waited > patience.atMost || (waited > patience.milliseconds && this.#turn - first.turn > patience.turns);
	}

	#open(): Line {
		const client = new PreparingClient({ ...this.#config, ...keepAlive, pipeline: true });
		const line: Line = { opening: client.connect().then(() => client), lost: false, corked: false, sent: [] };
		const lost = () => {
			line.lost = true;
			this.#lines = this.#lines.filter((other) => other !== line);
		};
		client.on('error', lost);
		client.on('end', lost);
		line.opening.then(() => (line.client = client), lost);
		this.#lines.push(line);
		return line;
	}

	async #ask<Row>(line: Line, text: string, values: readonly unknown[]): Promise<QueryResult<Row>> {
		line.sent.push({ at: performance.now(), turn: this.#turn });
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
		setImmediate(() => {
			line.corked = false;
			this.#turn++;
			stream.uncork();
		});
	}
}
