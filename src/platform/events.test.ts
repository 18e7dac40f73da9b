import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useTestApp } from '../../tests/support/app.ts';
import { announce, inTransaction } from './events.ts';

declare module './events.ts' {
	interface Events {
		'test.happened': { n: number };
	}
}

const app = useTestApp();

test('an event reaches its handler after the commit, and not when the change fails', async () => {
	const seen: number[] = [];
	app.bus.on('test.happened', ({ n }) => void seen.push(n));
	await inTransaction(app.as(), (tx) => announce(tx, 'test.happened', { n: 1 }));
	await expect(
		inTransaction(app.as(), async (tx) => {
			await announce(tx, 'test.happened', { n: 2 });
			throw new Error('changed my mind');
		}),
	).rejects.toThrow('changed my mind');
	await app.bus.idle();
	expect(seen).toEqual([1]);
	const { rows } = await sql<{ waiting: number }>`select count(*) as waiting from platform.outbox_event where delivered_at is null`.execute(
		app.db,
	);
	expect(rows[0]!.waiting).toBe(0);
});
