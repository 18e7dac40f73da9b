import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useTestApp } from '../../../tests/support/app.ts';
import { databaseState } from './state.ts';

const app = useTestApp();
const change = (db: typeof app.db) =>
	sql`insert into platform.setting (key, value, changed_at) values (${crypto.randomUUID()}, '1', now())`.execute(db);

test('whatever is committed is another state at once; the transaction before its end is none', async () => {
	for (let times = 0; times < 20; times++) {
		const before = await databaseState(app.db);
		await change(app.db);
		expect(await databaseState(app.db)).not.toBe(before);
	}
	const before = await databaseState(app.db);
	await app.db.transaction().execute(async (tx) => {
		await change(tx);
		await sql`select 1`.execute(app.db);
	});
	expect(await databaseState(app.db)).not.toBe(before);
});

test('the state stays while nobody changes anything', async () => {
	// Other tests change theirs on the same server, so it is quiet only now and then.
	await expect.poll(async () => (await databaseState(app.db)) === (await databaseState(app.db)), { timeout: 15_000 }).toBe(true);
});
