import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { sql } from 'kysely';
import { currentEdition, startRun } from '../src/modules/benchmarks/index.ts';
import { giveRole } from '../src/modules/network/index.ts';
import { createAccount, openSession } from '../src/platform/auth/index.ts';
import { loadConfig } from '../src/platform/config.ts';
import { closeApp, createApp, systemContext, type App } from '../src/platform/context.ts';
import { startEmbedded } from '../src/platform/database/embedded.ts';
import { inTransaction } from '../src/platform/events.ts';
import { newId } from '../src/platform/ids.ts';
import { startProduct } from './support/product.ts';
import { ms, printTable } from './support/table.ts';

/** Each with a provider, a run, a session and a line of their own. */
const people = 500;
const items = currentEdition('go-international').instrument.items.map(({ code }) => code);
/** Connections of the product's pool, and of the baseline's. */
const pool = 20;

type Person = { personId: string; runId: string; cookie: string; agent: Agent };
type Measured = { name: string; seconds: number; latencies: number[]; failed: number };

/**
 * 500 people answer the 45 items of a full check each, over HTTP against the built product. Beside it the same two rows
 * an answer, one transaction each, written straight into the same PostgreSQL.
 */
export async function measure(): Promise<void> {
	console.log(
		`${people} people × ${items.length} answers; each their own run, session and keep-alive line; product and load share this machine.`,
	);
	console.log(
		'Paced: an open loop, every person answers at their own times, whether the server keeps up or not; latency counts from that time.',
	);
	console.log('Flat out: a closed loop, everybody sends the next answer as soon as the last one is acknowledged.');
	console.log(`Baseline: history row and standing row in one statement and one transaction each, ${pool} connections of pg, flat out.`);
	const folder = await mkdtemp(join(tmpdir(), 'venhans-bench-answering-'));
	const server = await startEmbedded(folder);
	try {
		const { results, everybody } = await withProduct(server.url, folder);
		results.push(await baseline(server.url, everybody));
		const at = (sorted: number[], share: number) => ms(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!);
		printTable([
			['', 'acks/s', 'p50', 'p95', 'p99', 'worst', 'acknowledged', 'failed'],
			...results.map(({ name, seconds, latencies, failed }) => {
				const sorted = latencies.toSorted((a, b) => a - b);
				const rate = Math.round(latencies.length / seconds);
				return [name, rate, at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1), latencies.length, failed];
			}),
		]);
	} finally {
		await server.stop();
		await rm(folder, { recursive: true, force: true });
	}
}

/**
 * Every pace through the product, which ends with it: its connections are free for the baseline.
 * @returns what was measured, and people for the baseline
 */
async function withProduct(url: string, folder: string): Promise<{ results: Measured[]; everybody: Person[] }> {
	const product = await startProduct({ data: join(folder, 'product'), env: { DATABASE_URL: url, VENHANS_DEMO: 'off' } });
	const app = await createApp({
		...loadConfig({ LOG_LEVEL: 'silent', VENHANS_DATA: folder }),
		databaseUrl: url,
		secret: 'only for figures',
	});
	try {
		const results: Measured[] = [];
		for (const [name, think] of [
			['paced, an answer every 4 s', 4_000],
			['paced, an answer every 2 s', 2_000],
			['paced, an answer every second', 1_000],
			['flat out', 0],
		] as const)
			results.push(await answerAll(name, product.url, await prepare(app), think));
		await checkAll(app, results.length);
		return { results, everybody: await prepare(app) };
	} finally {
		await closeApp(app);
		await product.stop();
	}
}

/** 500 new people with everything they need. */
async function prepare(app: App): Promise<Person[]> {
	const ctx = systemContext(app, 'bench');
	const profile = { country: 'PT', providerType: 'public-school', sizeClass: '250-999', erasmusStatus: 'none', experience: '0' } as const;
	return Promise.all(
		Array.from({ length: people }, async (_, n) => {
			const organisationId = newId();
			const { personId, token } = await inTransaction(ctx, async (tx) => {
				await tx
					.insertInto('network.organisation')
					.values({ id: organisationId, kind: 'provider', names: JSON.stringify({ en: `Provider ${n}` }), state: 'active', country: 'PT' })
					.execute();
				const personId = await createAccount(ctx, tx, { email: `person-${organisationId}@bench.example`, name: `Person ${n}` });
				await giveRole(ctx, tx, personId, organisationId, 'provider-admin');
				return { personId, token: (await openSession(ctx, tx, personId)).token };
			});
			const actor = { kind: 'person', personId, sessionId: newId() } as const;
			const { runId } = await startRun({ ...ctx, actor }, { providerId: organisationId, mode: 'full', profile });
			return { personId, runId, cookie: `session=${token}`, agent: new Agent({ keepAlive: true, maxSockets: 1 }) };
		}),
	);
}

/** @param think mean milliseconds between two answers of one person; 0: flat out */
async function answerAll(name: string, url: string, everybody: Person[], think: number): Promise<Measured> {
	const latencies: number[] = [];
	let failed = 0;
	const started = performance.now();
	await Promise.all(
		everybody.map(async (person) => {
			let due = started + Math.random() * think;
			for (const [n, item] of items.entries()) {
				const wait = due - performance.now();
				if (think && wait > 0) await new Promise((next) => setTimeout(next, wait));
				const from = think ? due : performance.now();
				if (await answer(url, person, item, n)) latencies.push(performance.now() - from);
				else failed++;
				due += think * (0.5 + Math.random());
			}
			person.agent.destroy();
		}),
	);
	return { name, seconds: (performance.now() - started) / 1000, latencies, failed };
}

/** @returns whether it was acknowledged as saved */
function answer(url: string, { runId, cookie, agent }: Person, item: string, n: number): Promise<boolean> {
	const body = JSON.stringify({ item, value: String((n % 4) + 1), client: 'laptop', sequence: n + 1, basedOn: 0 });
	return new Promise((done) => {
		const sent = request(
			`${url}/en/runs/${runId}/answers`,
			{ method: 'POST', agent, headers: { cookie, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } },
			(response) => {
				let text = '';
				response.setEncoding('utf8');
				response.on('data', (chunk: string) => (text += chunk));
				response.on('end', () => done(response.statusCode === 200 && text.includes('"outcome":"saved"')));
			},
		);
		sent.on('error', () => done(false));
		sent.end(body);
	});
}

/** Every answer of every round is there once. @throws Error when not */
async function checkAll(app: App, rounds: number): Promise<void> {
	const { rows } = await sql<{ entries: number; answers: number }>`
		select (select count(*) from benchmarks.answer_entry) as entries, (select count(*) from benchmarks.answer) as answers`.execute(app.db);
	const wanted = rounds * people * items.length;
	if (rows[0]!.entries !== wanted || rows[0]!.answers !== wanted)
		throw new Error(`${wanted} answers were given; the database has ${rows[0]!.entries} in the history and ${rows[0]!.answers} standing`);
}

/** The same two rows an answer, without the product. */
async function baseline(url: string, everybody: Person[]): Promise<Measured> {
	const connections = new pg.Pool({ connectionString: url, max: pool });
	try {
		const latencies: number[] = [];
		const started = performance.now();
		await Promise.all(
			everybody.map(async ({ runId, personId }) => {
				for (const [n, item] of items.entries()) {
					const from = performance.now();
					await connections.query({
						name: 'answer',
						text: `with entry as (
							insert into benchmarks.answer_entry (run_id, participant_id, item, client, sequence, value, based_on, person_id, outcome, answered_at)
							values ($1, $2, $3, $4, $5, $6, 0, $7, 'saved', now()))
							insert into benchmarks.answer (run_id, participant_id, item, client, sequence, value, answered_by, answered_at)
							values ($1, $2, $3, $4, $5, $6, $7, now())`,
						values: [runId, '00000000-0000-0000-0000-000000000000', item, randomUUID(), n + 1, String((n % 4) + 1), personId],
					});
					latencies.push(performance.now() - from);
				}
			}),
		);
		const seconds = (performance.now() - started) / 1000;
		return { name: 'baseline, flat out', seconds, latencies, failed: 0 };
	} finally {
		await connections.end();
	}
}
