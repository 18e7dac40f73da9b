import { link, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerQuickCheck, startQuickCheck } from '#modules/benchmarks/index.ts';
import { seedDemo } from '#modules/network/index.ts';
import { parseManifest, type Manifest } from '#platform/backup/manifest.ts';
import { loadConfig } from '#platform/config.ts';
import { closeApp, createApp, systemContext, type App, type Ctx } from '#platform/context.ts';
import { lockDataDirectory } from '#platform/data-lock.ts';
import { openDatabase, openPool, type Database } from '#platform/database/connect.ts';
import { startEmbedded } from '#platform/database/embedded.ts';
import { migrate } from '#platform/database/migrate.ts';
import { inTransaction } from '#platform/events.ts';
import { dropFile, findFiles, keepFile, receiveFile } from '#platform/files/index.ts';
import { readSecret } from '#platform/secret.ts';
import { runVenhans, spawnVenhans } from '../support/command.ts';

let place: string;
let data: string;
let app: App;
let stopSource: () => Promise<void>;
/** Whole backups of the source: taken while it was written to, and while it was quiet. */
let busy: string;
let quiet: string;

beforeAll(async () => {
	place = await mkdtemp(join(tmpdir(), 'venhans-backup-'));
	data = join(place, 'data');
	const unlock = lockDataDirectory(data);
	const server = await startEmbedded(data);
	const config = loadConfig({ VENHANS_DATA: data, LOG_LEVEL: 'silent' });
	app = await createApp({ ...config, databaseUrl: server.url, secret: readSecret(undefined, data) });
	await migrate(app.db);
	await seedDemo(app);
	await app.db.transaction().execute(async (tx) => {
		// What the writers below did, in two tables that change together or not at all.
		await sql`create table public.ledger (writer int, n int, primary key (writer, n))`.execute(tx);
		await sql`create table public.ledger_sum (writer int primary key, n int not null)`.execute(tx);
	});
	stopSource = async () => {
		await closeApp(app);
		await server.stop();
		unlock();
	};
});

afterAll(async () => {
	await stopSource();
	await rm(place, { recursive: true, force: true });
});

const backup = (target: string) => runVenhans(['backup', target], { VENHANS_DATA: data });
const restore = (source: string, into: string) => runVenhans(['restore', source], { VENHANS_DATA: into });

/** Opens the database of a restored data folder for as long as `work` takes. */
async function inside<T>(folder: string, work: (db: Database) => Promise<T>): Promise<T> {
	const server = await startEmbedded(folder);
	const db = openDatabase(openPool(server.url, 2));
	try {
		return await work(db);
	} finally {
		await db.destroy();
		await server.stop();
	}
}

/** Every row of every logged table, as text, by table. What limits count is not logged: it starts anew. */
async function everything(db: Database): Promise<Map<string, string[]>> {
	const { rows: tables } = await sql<{ name: string }>`
		select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where c.relkind in ('r', 'p') and c.relpersistence = 'p' and n.nspname not in ('pg_catalog', 'information_schema')
		order by 1`.execute(db);
	const all = new Map<string, string[]>();
	for (const { name } of tables) {
		const { rows } = await sql<{ row: string }>`select t::text as row from ${sql.raw(name)} t order by 1`.execute(db);
		all.set(
			name,
			rows.map(({ row }) => row),
		);
	}
	return all;
}

/** Works like several visitors until told to stop: answers, files kept and dropped, and a ledger of both. */
function startWriting(ctx: Ctx, writers: number) {
	const acknowledged = Array.from({ length: writers }, () => 0);
	let going = true;
	const write = async (writer: number) => {
		for (let n = 1; going; n++) {
			const { token } = await startQuickCheck(ctx);
			await answerQuickCheck(ctx, token, { item: 'ENV-1', value: '3', sequence: n });
			const received = await receiveFile(ctx, { room: 'benchmarks', name: 'note.txt' }, one(`writer ${writer}, number ${n}\n`));
			const { id } = await inTransaction(ctx, async (tx) => {
				await sql`insert into public.ledger values (${writer}, ${n})`.execute(tx);
				await sql`insert into public.ledger_sum values (${writer}, ${n}) on conflict (writer) do update set n = ${n}`.execute(tx);
				return keepFile(ctx, tx, received);
			});
			acknowledged[writer] = n;
			if (n % 3 === 0) await inTransaction(ctx, (tx) => dropFile(ctx, tx, 'benchmarks', id));
		}
	};
	const running = Promise.all(acknowledged.map((_, writer) => write(writer)));
	return {
		acknowledged: () => [...acknowledged],
		async stop() {
			going = false;
			await running;
		},
	};
}

async function* one(text: string) {
	yield Buffer.from(text);
}

test('a backup taken while people work restores to one moment: all that was acknowledged before, nothing half', async () => {
	const before = await everything(app.db);
	const writing = startWriting(systemContext(app, 'test'), 3);
	while (writing.acknowledged().some((n) => n < 3)) await new Promise((wait) => setTimeout(wait, 20));
	const safe = writing.acknowledged();
	busy = join(place, 'busy');
	const { status, stderr, stdout } = await backup(busy);
	const latest = writing.acknowledged();
	await writing.stop();
	expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
	expect(stdout).toContain('the database');
	expect(latest.every((n, writer) => n > safe[writer]!)).toBe(true);
	const after = await everything(app.db);

	const into = join(place, 'restored-busy');
	expect(await restore(busy, into)).toMatchObject({ status: 0, stderr: '' });
	await inside(into, async (db) => {
		const restored = await everything(db);
		expect([...restored.keys()]).toEqual([...after.keys()]);
		const unchanged = [...after].filter(([name, rows]) => JSON.stringify(rows) === JSON.stringify(before.get(name)));
		expect(unchanged.length).toBeGreaterThan(5);
		for (const [name, rows] of unchanged) expect(restored.get(name), name).toEqual(rows);

		const { rows: ledger } = await sql<{ writer: number; last: number; count: number; sum: number }>`
			select l.writer, max(l.n) as last, count(*)::int as count, s.n as sum from public.ledger l join public.ledger_sum s using (writer)
			group by l.writer, s.n order by l.writer`.execute(db);
		for (const [writer, { last, count, sum }] of ledger.entries()) {
			expect(count).toBe(last);
			expect(sum).toBe(last);
			expect(last).toBeGreaterThanOrEqual(safe[writer]!);
			expect(last).toBeLessThanOrEqual(latest[writer]! + 1);
		}
		expect(ledger).toHaveLength(3);
		for (const row of restored.get('public.ledger')!) expect(after.get('public.ledger')).toContain(row);
		for (const row of restored.get('benchmarks.answer')!) expect(after.get('benchmarks.answer')).toContain(row);

		// Every row of a file has its bytes, and the right ones.
		const { rows: files } = await sql<{ id: string; sha256: string }>`select id, sha256 from platform.file`.execute(db);
		expect(files.length).toBeGreaterThan(0);
		const manifest = await manifestOf(busy);
		const inBackup = new Map(manifest.files.map(({ path, sha256 }) => [path.split('/').at(-1), sha256]));
		for (const { id, sha256 } of files) expect(inBackup.get(id)).toBe(sha256);
	});
});

test('a backup of a quiet platform restores every table as it is, with files and secret, also from one file', async () => {
	quiet = join(place, 'quiet.tar.gz');
	await app.bus.deliver(app.db);
	const source = await everything(app.db);
	expect(await backup(quiet)).toMatchObject({ status: 0, stderr: '' });
	const into = join(place, 'restored-quiet');
	await mkdir(into);
	expect(await restore(quiet, into)).toMatchObject({ status: 0, stderr: '' });
	await inside(into, async (db) => {
		const restored = await everything(db);
		expect([...restored.keys()]).toEqual([...source.keys()]);
		for (const [name, rows] of source) expect(restored.get(name), name).toEqual(rows);
		const [id] = [...(await sql<{ id: string }>`select id from platform.file limit 1`.execute(db)).rows].map((row) => row.id);
		const file = (await findFiles(db, 'benchmarks', [id!])).get(id!)!;
		const bytes = await readFile(join(into, 'files', 'benchmarks', id!.slice(-2), id!));
		expect(bytes.length).toBe(file.size);
	});
	expect(await readFile(join(into, 'secret'), 'utf8')).toBe(await readFile(join(data, 'secret'), 'utf8'));
	expect((await stat(join(into, 'secret'))).mode & 0o077).toBe(0);
	// The moment of the newest backup is known to the platform.
	const { rows } = await sql<{ value: { at: string } }>`select value from platform.setting where key = 'backup.last'`.execute(app.db);
	expect(Date.parse(rows[0]!.value.at)).toBeGreaterThan(Date.now() - 600_000);
});

const manifestOf = async (folder: string): Promise<Manifest> => parseManifest(await readFile(join(folder, 'manifest.json'), 'utf8'));

/** A copy whose files are the originals until they are replaced. */
async function linkTree(from: string, to: string): Promise<void> {
	for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
		const path = join(entry.parentPath, entry.name).slice(from.length);
		await mkdir(join(to, entry.isDirectory() ? path : dirname(path)), { recursive: true });
		if (entry.isFile()) await link(join(from, path), join(to, path));
	}
}

async function replace(path: string, content: string | Uint8Array): Promise<void> {
	await rm(path);
	await writeFile(path, content);
}

test.each<[string, (folder: string, files: Manifest['files']) => Promise<string>]>([
	[
		'one bit differs',
		async (folder, files) => {
			const { path } = files.findLast(({ size }) => size > 8192)!;
			const bytes = await readFile(join(folder, path));
			bytes[5000]! ^= 1;
			await replace(join(folder, path), bytes);
			return path;
		},
	],
	[
		'a file is cut off',
		async (folder, files) => {
			const { path } = files.find(({ path }) => path.startsWith('postgres/pg_wal/'))!;
			await replace(join(folder, path), (await readFile(join(folder, path))).subarray(0, -1));
			return path;
		},
	],
	[
		'a file is missing',
		async (folder, files) => {
			const { path } = files.find(({ path }) => path.startsWith('files/'))!;
			await rm(join(folder, path));
			return path;
		},
	],
	['a file is missing', (folder) => rm(join(folder, 'secret')).then(() => 'secret')],
	['a file was added', (folder) => writeFile(join(folder, 'postgres', 'recovery.signal'), '').then(() => 'postgres/recovery.signal')],
	[
		'the list itself was changed',
		async (folder) => {
			const file = join(folder, 'manifest.json');
			await replace(file, (await readFile(file, 'utf8')).replace('"secret": true', '"secret": false'));
			return 'manifest.json';
		},
	],
	['the list is missing, as after an interruption', (folder) => rm(join(folder, 'manifest.json')).then(() => 'manifest.json')],
])('a backup in which %s is refused by name, and the data folder stays as it was', async (_, damage) => {
	const folder = join(place, 'damaged');
	await linkTree(busy, folder);
	const path = await damage(folder, (await manifestOf(busy)).files);
	const into = join(place, 'never');
	const { status, stderr } = await restore(folder, into);
	expect(status).toBe(2);
	expect(stderr).toContain(path);
	expect(stderr.trimEnd().split('\n')).toHaveLength(1);
	expect(existsSync(into)).toBe(false);
	await rm(folder, { recursive: true });
});

test('a damaged archive is refused, and the data folder stays as it was', async () => {
	const damaged = join(place, 'damaged.tar.gz');
	const into = join(place, 'never');
	for (const change of ['cut', 'bit'] as const) {
		const bytes = await readFile(quiet);
		bytes[bytes.length - 100_000]! ^= 1;
		await writeFile(damaged, change === 'cut' ? bytes.subarray(0, -100_000) : bytes);
		const { status, stderr } = await restore(damaged, into);
		expect(status).toBe(2);
		expect(stderr).toMatch(/^venhans: The backup .*damaged\.tar\.gz is damaged: [^\n]*\n$/);
		expect(existsSync(into)).toBe(false);
	}
});

test('a restore never overwrites', async () => {
	const into = join(place, 'mine');
	await mkdir(into);
	await writeFile(join(into, 'letter.txt'), 'mine');
	const { status, stderr } = await restore(busy, into);
	expect(status).toBe(2);
	expect(stderr).toContain('is not empty (letter.txt)');
	expect(await readdir(into)).toEqual(['letter.txt']);
	expect((await restore(busy, data)).stderr).toContain('is not empty');
});

test('a backup never overwrites, and does not lie inside what it backs up', async () => {
	for (const [target, reason] of [
		[busy, 'exists already'],
		[quiet, 'exists already'],
		[join(data, 'backup'), 'inside the data folder'],
		[join(place, 'no', 'such', 'folder'), 'does not exist'],
	] as const) {
		const { status, stderr } = await backup(target);
		expect({ status, lines: stderr.trimEnd().split('\n').length }).toEqual({ status: 2, lines: 1 });
		expect(stderr).toContain(reason);
	}
});

test('a backup that is killed or interrupted leaves nothing under its name, and nothing that restores', async () => {
	for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
		const target = join(place, `broken-${signal}`);
		const running = spawnVenhans(['backup', target], { VENHANS_DATA: data });
		while (!existsSync(join(`${target}.partial`, 'postgres', 'base'))) await new Promise((wait) => setTimeout(wait, 2));
		running.process.kill(signal);
		const { status } = await running.ended;
		expect(status).not.toBe(0);
		expect(existsSync(target)).toBe(false);
		const { stderr } = await restore(`${target}.partial`, join(place, 'never'));
		expect(stderr).toContain(signal === 'SIGKILL' ? 'is no whole backup' : 'does not exist');
		// The server lost nothing by it, and the next attempt works.
		expect(await backup(target)).toMatchObject({ status: 0 });
		expect(existsSync(`${target}.partial`)).toBe(false);
	}
});

test('a folder in which a restore was interrupted is not started', async () => {
	const into = join(place, 'half');
	const running = spawnVenhans(['restore', busy], { VENHANS_DATA: into });
	while (!existsSync(join(into, 'postgres', 'base'))) await new Promise((wait) => setTimeout(wait, 2));
	running.process.kill('SIGKILL');
	await running.ended;
	const { status, stderr } = await runVenhans(['backup', join(place, 'of-half')], { VENHANS_DATA: into });
	expect(status).toBe(2);
	expect(stderr).toContain('did not come to its end');
});

test('nothing to back up is told', async () => {
	const { status, stderr } = await runVenhans(['backup', join(place, 'nothing')], { VENHANS_DATA: join(place, 'empty') });
	expect(status).toBe(2);
	expect(stderr).toMatch(/^venhans: There is no VENHANS in .*\n$/);
});
