import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { forgetPools } from '../src/modules/benchmarks/comparison/queries.ts';
import { insertSharedReturns } from '../src/modules/benchmarks/comparison/shared-returns.fixture.ts';
import { insertSharedRuns } from '../src/modules/benchmarks/comparison/shared-runs.fixture.ts';
import { defaultWeights } from '../src/modules/benchmarks/comparison/similar.ts';
import { checkInstruments, compareReturn, compareRun, rebuildPools } from '../src/modules/benchmarks/index.ts';
import { loadConfig } from '../src/platform/config.ts';
import { closeApp, createApp, systemContext, type App, type Ctx } from '../src/platform/context.ts';
import type { Database } from '../src/platform/database/connect.ts';
import { startEmbedded } from '../src/platform/database/embedded.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { ms, printTable } from './support/table.ts';

const sizes = [1_000, 10_000, 100_000];
const coldAsks = 100;
const warmAsks = 500;

/** Asks one question about one result; `turn` picks the group. */
type Ask = (ctx: Ctx, id: string, turn: number) => Promise<unknown>;
type Instrument = {
	name: string;
	/** @returns ids of the results */
	insert: (db: Database, count: number) => Promise<string[]>;
	questions: Record<string, Ask>;
	/** Tables of results; one in a hundred of them is exchanged before the second night. */
	results: { table: string; id: string };
};

const countryOf = (turn: number) => ({ filter: 'country', value: ['PT', 'DE', 'FR', 'ES'][turn % 4]! }) as const;

const instruments: readonly Instrument[] = [
	{
		name: 'runs',
		insert: async (db, count) => (await insertSharedRuns(db, count)).runIds,
		questions: {
			filters: (ctx, id, turn) => {
				const size = { filter: 'sizeClass', value: ['under-250', '250-999'][turn % 2]! } as const;
				return compareRun(ctx, id, [[], null, [countryOf(turn)], [countryOf(turn), size]][turn % 4]!);
			},
		},
		results: { table: 'result', id: 'run_id' },
	},
	{
		name: 'returns',
		insert: async (db, count) => (await insertSharedReturns(db, count)).returnIds,
		questions: {
			everybody: (ctx, id) => compareReturn(ctx, id, { choices: [] }),
			peers: (ctx, id, turn) => {
				const size = { filter: 'sizeClass', value: ['200-999', '1000-4999'][turn % 2]! } as const;
				return compareReturn(ctx, id, turn % 3 === 0 ? null : { choices: [[countryOf(turn)], [countryOf(turn), size]][(turn % 3) - 1]! });
			},
			similar: (ctx, id, turn) => compareReturn(ctx, id, { similar: { count: [8, 15, 30, 50][turn % 4]!, weights: defaultWeights } }),
		},
		results: { table: 'return_result', id: 'return_id' },
	},
];

/** What a process of its own measured. */
type Told = { milliseconds: number; megabytes: number };

/**
 * One run, and one return, among 1,000, 10,000 and 100,000 others: the comparison with what was read dropped and kept, and
 * the nightly job. Aim: under 100 ms cold, under 5 ms warm. Started again by itself with an address, it does one thing and
 * tells how long it took.
 */
export async function measure(): Promise<void> {
	console.log(`Load at the start: ${loadavg()[0]!.toFixed(1)}.`);
	console.log(`Cold: what was read of pools is dropped before each of ${coldAsks}.`);
	console.log('New process: the first one of a process that started as the server does: instruments read, database asked.');
	console.log(`Warm: ${warmAsks} one after the other, of different results and groups. Rights, result and profile are read each time.`);
	console.log(
		'A return has about 60 numbers and 41 columns. First night: everybody is new. Next night: one in a hundred has a new result.',
	);
	console.log('Memory: the most a process of its own held.');
	for (const instrument of instruments) {
		const answers: (string | number)[][] = [
			[instrument.name, 'question', 'cold median', 'cold p99', 'new process', 'its memory', 'warm median', 'warm p99'],
		];
		const nights: (string | number)[][] = [
			[instrument.name, 'groups', 'first night', 'its memory', 'next night', 'its memory', 'tables', 'after the next night'],
		];
		for (const size of sizes) {
			const { asked, night } = await measureSize(instrument, size);
			answers.push(...asked);
			nights.push(night);
		}
		printTable(answers);
		console.log();
		printTable(nights);
		console.log();
	}
}

async function measureSize(instrument: Instrument, size: number): Promise<{ asked: (string | number)[][]; night: (string | number)[] }> {
	const folder = await mkdtemp(join(tmpdir(), 'venhans-bench-comparison-'));
	const server = await startEmbedded(folder);
	const config = { ...loadConfig({ LOG_LEVEL: 'silent', VENHANS_DATA: folder }), databaseUrl: server.url, secret: 'only for figures' };
	const app = await createApp(config);
	try {
		await migrate(app.db);
		const ids = await instrument.insert(app.db, size);
		await sql`analyze`.execute(app.db);
		const first = await apart(server.url, 'rebuild');
		const made = await tablesOf(app);
		await sql`analyze`.execute(app.db);
		const ctx = systemContext(app, 'bench');
		const asked: (string | number)[][] = [];
		for (const [question, ask] of Object.entries(instrument.questions)) {
			const cold = await times(coldAsks, (turn) => (forgetPools(), timed(() => ask(ctx, ids[turn * 7]!, turn))));
			const fresh = await apart(server.url, instrument.name, question, ids[3]!);
			await times(50, (turn) => ask(ctx, ids[turn]!, turn));
			const warm = await times(warmAsks, (turn) => timed(() => ask(ctx, ids[turn]!, turn)));
			asked.push([
				size,
				question,
				at(cold, 0.5),
				at(cold, 0.99),
				ms(fresh.milliseconds),
				`${fresh.megabytes} MB`,
				at(warm, 0.5),
				at(warm, 0.99),
			]);
		}
		await changeSome(app.db, instrument.results);
		const next = await apart(server.url, 'rebuild');
		const later = await tablesOf(app);
		const seconds = ({ milliseconds }: Told) => `${(milliseconds / 1000).toFixed(1)} s`;
		const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
		return {
			asked,
			night: [
				size, made.groups, seconds(first), `${first.megabytes} MB`, seconds(next), `${next.megabytes} MB`, megabytes(made.bytes), megabytes(later.bytes),
			], // prettier-ignore
		};
	} finally {
		await closeApp(app);
		await server.stop();
		await rm(folder, { recursive: true, force: true });
	}
}

async function times<T>(count: number, work: (turn: number) => Promise<T>): Promise<T[]> {
	const all: T[] = [];
	for (let turn = 0; turn < count; turn++) all.push(await work(turn));
	return all;
}

function at(measured: readonly number[], share: number): string {
	return ms(measured.toSorted((a, b) => a - b)[Math.min(measured.length - 1, Math.floor(measured.length * share))]!);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const started = performance.now();
	await work();
	return performance.now() - started;
}

/** One in a hundred has another result. */
async function changeSome(db: Database, { table, id }: Instrument['results']): Promise<void> {
	const [results, key] = [sql.table(`benchmarks.${table}`), sql.ref(id)];
	await sql`
		update ${results} changed set result = other.result from (
			select ${key} as id, row_number() over (order by ${key}) as place from ${results}
		) mine join (
			select result, row_number() over (order by ${key} desc) as place from ${results}
		) other using (place)
		where changed.${key} = mine.id and place % 100 = 0`.execute(db);
}

async function tablesOf(app: App): Promise<{ groups: number; bytes: number }> {
	const { rows } = await sql<{ groups: number; bytes: number }>`
		select (select count(distinct group_key) from benchmarks.comparison_figures) as groups,
			(select sum(pg_total_relation_size(format('%I.%I', schemaname, tablename)::regclass)) from pg_tables
				where schemaname = 'benchmarks' and tablename like 'comparison%')::bigint as bytes`.execute(app.db);
	return rows[0]!;
}

/** Does one thing in a process of its own, so that nothing is warm and its memory can be told. */
function apart(url: string, ...what: string[]): Promise<Told> {
	return new Promise((done, failed) => {
		const child = fork(import.meta.filename, [url, ...what]);
		child.once('message', (told) => done(told as Told));
		child.once('error', failed);
		child.once('exit', (code) => code && failed(new Error(`A process for figures ended with code ${code}`)));
	});
}

if (process.send) {
	const [url, what, question, id] = process.argv.slice(2) as [string, string, string, string];
	const app = await createApp({ ...loadConfig({ LOG_LEVEL: 'silent' }), databaseUrl: url, secret: 'only for figures' });
	const ask = instruments.find(({ name }) => name === what)?.questions[question];
	checkInstruments();
	await sql`select 1`.execute(app.db);
	const milliseconds = await timed(() => (ask ? ask(systemContext(app, 'bench'), id, 1) : rebuildPools(app)));
	process.send({ milliseconds, megabytes: Math.round(process.resourceUsage().maxRSS / 1024) } satisfies Told);
	await closeApp(app);
	process.disconnect?.();
}
