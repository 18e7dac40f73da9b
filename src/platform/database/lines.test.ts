import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useTestApp } from '../../../tests/support/app.ts';
import { openDatabase, openPool } from './connect.ts';
import { onlyReads } from './lines.ts';

const app = useTestApp();

const number = async (n: number) => (await sql<{ n: number }>`select ${n}::int as n`.execute(app.db)).rows[0]!.n;
const process = async () => (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(app.db)).rows[0]!.pid;

test('many queries at once share a connection, and each gets its own answer', async () => {
	const asked = Array.from({ length: 60 }, (_, n) => n);
	expect(await Promise.all(asked.map(number))).toEqual(asked);
	expect(new Set(await Promise.all(asked.map(process))).size).toBe(1);
});

test('a query that fails concerns none of those around it', async () => {
	const answers = await Promise.allSettled([number(1), sql`select * from platform.no_such_table`.execute(app.db), number(2)]);
	expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('a statement that was refused once can be asked again and again', async () => {
	for (let time = 0; time < 5; time++) {
		const divided = (by: number) => sql<{ n: number }>`select 6 / ${by}::int as n`.execute(app.db);
		const [refused, answered] = await Promise.allSettled([divided(0), divided(2)]);
		expect(refused.status).toBe('rejected');
		expect(answered).toMatchObject({ value: { rows: [{ n: 3 }] } });
	}
});

test('a query that is held up holds up nobody who asks after it', async () => {
	const [held, opened] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
	const locked = app.db.transaction().execute(async (tx) => {
		await sql`lock table platform.setting in access exclusive mode`.execute(tx);
		held.resolve();
		await opened.promise;
	});
	await held.promise;
	let answered = false;
	const waiting = [
		app.db
			.selectFrom('platform.setting')
			.select('key')
			.limit(1)
			.execute()
			.then(() => (answered = true)),
	];
	// Its line has to be seen to be held up: what is asked at once waits with it.
	for (let turn = 0; turn < 4; turn++) {
		waiting.push(number(turn).then(() => true));
		await pause(20);
	}
	expect(await number(7)).toBe(7);
	expect(answered).toBe(false);
	opened.resolve();
	await Promise.all([locked, ...waiting]);
	expect(answered).toBe(true);
});

test('an answer that nobody had time to read holds up no line', async () => {
	const pids = new Set([await process()]);
	for (let time = 0; time < 3; time++) {
		const before = number(1);
		await pause(0);
		const until = performance.now() + 150;
		while (performance.now() < until);
		pids.add(await process());
		await before;
	}
	expect(pids.size).toBe(1);
});

test('another line is open before one is needed: it answers although no connection can be had any more', async () => {
	const pool = openPool(app.config.databaseUrl!, 1);
	pool.options.application_name = 'with another line';
	const db = openDatabase(pool);
	const ask = async () => (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]!.pid;
	const first = await ask();
	await ask();
	const opened = async () =>
		(await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity where application_name = 'with another line'`.execute(app.db))
			.rows[0]!.n;
	await expect.poll(opened).toBe(2);
	expect(pool.totalCount).toBe(0);
	// From here on only connections that are open already answer.
	pool.options.connectionString = 'postgres://nobody@127.0.0.1:1/nothing';
	Object.assign(pool.options, { host: '127.0.0.1', port: 1 });
	const slow = sql`select count(*) from generate_series(1, 20000000)`.execute(db);
	await pause(150);
	expect(await ask()).not.toBe(first);
	await slow;
	await db.destroy();
});

test('what a transaction changes is seen by others when it is over', async () => {
	const count = async () =>
		(await app.db.selectFrom('platform.setting').select('key').where('key', '=', 'test.lines').limit(1).execute()).length;
	await app.db.transaction().execute(async (tx) => {
		await tx.insertInto('platform.setting').values({ key: 'test.lines', value: '1' }).execute();
		expect(await count()).toBe(0);
		expect((await tx.selectFrom('platform.setting').select('key').where('key', '=', 'test.lines').execute()).length).toBe(1);
	});
	expect(await count()).toBe(1);
});

test('a connection that breaks is replaced by the next query', async () => {
	const broken = await process();
	await app.pool.query('select pg_terminate_backend($1)', [broken]);
	await expect.poll(() => process().catch(() => broken)).not.toBe(broken);
});

test('what was on its way over a connection that breaks is answered all the same', async () => {
	// A connection of its own breaks others, never itself.
	const other = openPool(app.config.databaseUrl!, 1);
	for (let time = 0; time < 3; time++) {
		const broken = await process();
		const slow = sql<{ n: number }>`select count(*)::int as n from generate_series(1, 2000000)`.execute(app.db);
		const behind = [number(1), number(2), number(3)];
		await pause(5);
		await other.query('select pg_terminate_backend($1)', [broken]);
		expect((await slow).rows).toEqual([{ n: 2_000_000 }]);
		expect(await Promise.all(behind)).toEqual([1, 2, 3]);
	}
	await other.end();
});

test('when every connection breaks at once, as when the server restarts, the next queries are answered', async () => {
	await Promise.all([number(1), app.db.transaction().execute((tx) => sql`select 1`.execute(tx))]);
	await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`.execute(
		app.db,
	);
	await pause(50);
	expect(await Promise.all([1, 2, 3].map(number))).toEqual([1, 2, 3]);
	expect(await app.db.transaction().execute(async (tx) => (await sql<{ n: number }>`select 4 as n`.execute(tx)).rows[0]!.n)).toBe(4);
});

test('a server that takes no further connection for sharing still answers over those of the pool', async () => {
	const pool = openPool(app.config.databaseUrl!, 1);
	const db = openDatabase(pool);
	const own = await pool.connect();
	// From here on only connections that are open already answer.
	pool.options.connectionString = 'postgres://nobody@127.0.0.1:1/nothing';
	Object.assign(pool.options, { host: '127.0.0.1', port: 1 });
	own.release();
	expect((await sql<{ n: number }>`select 5 as n`.execute(db)).rows).toEqual([{ n: 5 }]);
	await db.destroy();
});

test('ending answers what was asked before, and refuses what comes after', async () => {
	const db = openDatabase(openPool(app.config.databaseUrl!, 2));
	const asked = Array.from({ length: 20 }, async (_, n) => (await sql<{ n: number }>`select ${n}::int as n`.execute(db)).rows[0]!.n);
	await pause(0);
	await db.destroy();
	expect(await Promise.all(asked)).toEqual(Array.from({ length: 20 }, (_, n) => n));
	await expect(sql`select 1`.execute(db)).rejects.toThrow();
});

test('a statement that calls a function with effects has them once', async () => {
	await sql`create sequence public.counted`.execute(app.db);
	await sql`create function public.count_on() returns bigint language sql volatile as $$ select nextval('public.counted') $$`.execute(
		app.db,
	);
	const counted = await Promise.all(
		Array.from({ length: 10 }, async () => (await sql<{ n: number }>`select public.count_on() as n`.execute(app.db)).rows[0]!.n),
	);
	expect(counted.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('a row that is locked for a change stays locked until the transaction is over, and is read meanwhile', async () => {
	await app.db.insertInto('platform.setting').values({ key: 'test.locked', value: '1' }).execute();
	const row = () => app.db.selectFrom('platform.setting').select('value').where('key', '=', 'test.locked');
	let second: Promise<unknown> | undefined;
	let passed = false;
	await app.db.transaction().execute(async (tx) => {
		await tx.selectFrom('platform.setting').select('value').where('key', '=', 'test.locked').forUpdate().execute();
		second = app.db.transaction().execute(async (other) => {
			await other.selectFrom('platform.setting').select('value').where('key', '=', 'test.locked').forUpdate().execute();
			passed = true;
		});
		await pause(50);
		expect((await row().execute()).length).toBe(1);
		expect(passed).toBe(false);
	});
	await second;
	expect(passed).toBe(true);
});

test('what follows a setting or a lock within connection() is on the same connection', async () => {
	await app.db.connection().execute(async (one) => {
		await sql`set application_name to 'kept'`.execute(one);
		for (let time = 0; time < 3; time++)
			expect((await sql<{ name: string }>`select current_setting('application_name') as name`.execute(one)).rows).toEqual([
				{ name: 'kept' },
			]);
		await sql`reset application_name`.execute(one);
	});
	expect((await sql<{ name: string }>`select current_setting('application_name') as name`.execute(app.db)).rows).toEqual([
		{ name: 'venhans' },
	]);
});

test('a cursor over a query is refused, not answered with rows of another', async () => {
	const rows = app.db.selectFrom('platform.setting').select('key').stream();
	await expect(rows[Symbol.asyncIterator]().next()).rejects.toThrow('Streaming a query is not supported');
	expect(await number(1)).toBe(1);
});

test('only what does nothing but read shares a connection', () => {
	expect(onlyReads('select "key", "updated_at" from "platform"."setting" where "key" = $1')).toBe(true);
	expect(onlyReads('with "newest" as (select 1) select * from "newest"')).toBe(true);
	expect(onlyReads('select * from "benchmarks"."run" where "id" = $1 for update')).toBe(false);
	expect(onlyReads('select 1 from "benchmarks"."run" for share')).toBe(false);
	expect(onlyReads('with "moved" as (delete from a returning *) select * from "moved"')).toBe(false);
	expect(onlyReads('select pg_advisory_lock_shared($1)')).toBe(false);
	expect(onlyReads('insert into "a" select 1')).toBe(false);
	expect(onlyReads('set local role x')).toBe(false);
	expect(onlyReads('select 1; set role x')).toBe(false);
});
