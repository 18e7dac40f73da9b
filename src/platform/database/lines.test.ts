import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useTestApp } from '../../../tests/support/app.ts';
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
	let open = () => {};
	const opened = new Promise<void>((done) => (open = done));
	const locked = app.db.transaction().execute(async (tx) => {
		await sql`lock table platform.setting in access exclusive mode`.execute(tx);
		await opened;
	});
	await pause(20);
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
	open();
	await Promise.all([locked, ...waiting]);
	expect(answered).toBe(true);
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

test('only what does nothing but read shares a connection', () => {
	expect(onlyReads('select "key", "updated_at" from "platform"."setting" where "key" = $1')).toBe(true);
	expect(onlyReads('with "newest" as (select 1) select * from "newest"')).toBe(true);
	expect(onlyReads('select * from "benchmarks"."run" where "id" = $1 for update')).toBe(false);
	expect(onlyReads('select 1 from "benchmarks"."run" for share')).toBe(false);
	expect(onlyReads('with "moved" as (delete from a returning *) select * from "moved"')).toBe(false);
	expect(onlyReads('select pg_advisory_lock_shared($1)')).toBe(false);
	expect(onlyReads('insert into "a" select 1')).toBe(false);
	expect(onlyReads('set local role x')).toBe(false);
});
