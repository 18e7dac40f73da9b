import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { insertSharedRuns } from '../src/modules/benchmarks/comparison/shared-runs.fixture.ts';
import { forgetPools } from '../src/modules/benchmarks/comparison/queries.ts';
import { compareRun, rebuildPools } from '../src/modules/benchmarks/index.ts';
import { loadConfig } from '../src/platform/config.ts';
import { closeApp, createApp, systemContext, type App, type Ctx } from '../src/platform/context.ts';
import { startEmbedded } from '../src/platform/database/embedded.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { ms, printTable } from './support/table.ts';

const sizes = [1_000, 10_000, 100_000];
const coldRuns = 20;
const warmRuns = 500;

/** What a process of its own measured. */
type Rebuilt = { milliseconds: number; megabytes: number };

/**
 * One run among 1,000, 10,000 and 100,000 others: the comparison with what was read dropped and kept, and the nightly job.
 * Aim: under 100 ms cold, under 5 ms warm. Started again by itself with an address, it rebuilds and tells how long it took.
 */
export async function measure(): Promise<void> {
	console.log(
		`Cold: what was read of pools is dropped before each of ${coldRuns} comparisons; new process: its first one, connection included.`,
	);
	console.log(
		`Warm: ${warmRuns} comparisons one after the other, of different runs and groups. With rights, result and profile read each time.`,
	);
	console.log('First night: everybody is new; memory is the most its process held. Next night: one in a hundred has a new result.');
	const rows: (string | number)[][] = [
		[
			'runs',
			'groups',
			'cold median',
			'cold worst',
			'new process',
			'warm median',
			'warm p99',
			'first night',
			'its memory',
			'next night',
			'tables',
		],
	];
	for (const size of sizes) rows.push(await measureSize(size));
	printTable(rows);
}

async function measureSize(size: number): Promise<(string | number)[]> {
	const folder = await mkdtemp(join(tmpdir(), 'venhans-bench-comparison-'));
	const server = await startEmbedded(folder);
	const config = { ...loadConfig({ LOG_LEVEL: 'silent', VENHANS_DATA: folder }), databaseUrl: server.url, secret: 'only for figures' };
	const app = await createApp(config);
	try {
		await migrate(app.db);
		const { runIds } = await insertSharedRuns(app.db, size);
		await sql`analyze`.execute(app.db);
		const first = await apart<Rebuilt>(server.url, 'rebuild');
		await sql`analyze`.execute(app.db);
		const ctx = systemContext(app, 'bench');
		const cold: number[] = [];
		for (let run = 0; run < coldRuns; run++) {
			forgetPools();
			cold.push(await timed(() => compareRun(ctx, runIds[run * 7]!, groupOf(run))));
		}
		const fresh = await apart<number>(server.url, runIds[3]!);
		for (let run = 0; run < 50; run++) await compareRun(ctx, runIds[run]!, groupOf(run));
		const warm: number[] = [];
		for (let run = 0; run < warmRuns; run++) warm.push(await timed(() => compareRun(ctx, runIds[run]!, groupOf(run))));
		await changeSome(ctx, size);
		const next = await apart<Rebuilt>(server.url, 'rebuild');
		const groups = await groupsIn(app);
		const at = (times: number[], share: number) =>
			ms(times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]!);
		return [
			size,
			groups.count,
			at(cold, 0.5),
			at(cold, 1),
			ms(fresh),
			at(warm, 0.5),
			at(warm, 0.99),
			`${(first.milliseconds / 1000).toFixed(1)} s`,
			`${first.megabytes} MB`,
			`${(next.milliseconds / 1000).toFixed(1)} s`,
			`${(groups.bytes / 1e6).toFixed(1)} MB`,
		];
	} finally {
		await closeApp(app);
		await server.stop();
		await rm(folder, { recursive: true, force: true });
	}
}

/** Groups people choose: everybody, their own kind, one filter, two. */
function groupOf(run: number): Parameters<typeof compareRun>[2] {
	const country = { filter: 'country', value: ['PT', 'DE', 'FR', 'ES'][run % 4]! } as const;
	const size = { filter: 'sizeClass', value: ['under-250', '250-999'][run % 2]! } as const;
	return [[], null, [country], [country, size]][run % 4]!;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const started = performance.now();
	await work();
	return performance.now() - started;
}

/** One in a hundred finished again, with another result. */
async function changeSome({ db }: Ctx, size: number): Promise<void> {
	await sql`
		update benchmarks.result result set result = other.result from (
			select run_id, result, row_number() over (order by run_id) as place from benchmarks.result
		) mine join (
			select result, row_number() over (order by run_id desc) as place from benchmarks.result
		) other using (place)
		where result.run_id = mine.run_id and place % 100 = 0 and place <= ${size}`.execute(db);
}

async function groupsIn(app: App): Promise<{ count: number; bytes: number }> {
	const { rows } = await sql<{ count: number; bytes: number }>`
		select (select count(distinct group_key) from benchmarks.comparison_figures) as count,
			(select sum(pg_total_relation_size(format('%I.%I', schemaname, tablename)::regclass)) from pg_tables
				where schemaname = 'benchmarks' and tablename like 'comparison%')::bigint as bytes`.execute(app.db);
	return rows[0]!;
}

/** Does one thing in a process of its own, so that nothing is warm and its memory can be told. */
function apart<T>(url: string, what: string): Promise<T> {
	return new Promise((done, failed) => {
		const child = fork(import.meta.filename, [url, what]);
		child.once('message', (told) => done(told as T));
		child.once('error', failed);
		child.once('exit', (code) => code && failed(new Error(`A process for figures ended with code ${code}`)));
	});
}

if (process.send) {
	const [url, what] = process.argv.slice(2) as [string, string];
	const app = await createApp({ ...loadConfig({ LOG_LEVEL: 'silent' }), databaseUrl: url, secret: 'only for figures' });
	const milliseconds = await timed(() => (what === 'rebuild' ? rebuildPools(app) : compareRun(systemContext(app, 'bench'), what, [])));
	// The most it ever held, in megabytes.
	const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
	process.send(what === 'rebuild' ? { milliseconds, megabytes } : milliseconds);
	await closeApp(app);
	process.disconnect?.();
}
