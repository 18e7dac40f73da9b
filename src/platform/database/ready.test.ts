import { expect, test } from 'vitest';
import { useTestApp } from '../../../tests/support/app.ts';
import { ready } from './ready.ts';

const app = useTestApp();

const settings = ready((db, key: string, other: string, from: Date) =>
	db
		.selectFrom('platform.setting')
		.select(['key', 'value'])
		.where((where) => where.or([where('key', '=', key), where('key', '=', other)]))
		.where('changed_at', '>=', from)
		.orderBy('key')
		.limit(10),
);
const put = ready((db, key: string, changed_at: Date) =>
	db.insertInto('platform.setting').values({ key, value: '1', changed_at }).returning('key'),
);

test('a query written once is asked with the values of each request', async () => {
	const day = (n: number) => new Date(Date.UTC(2026, 0, n));
	for (const [key, n] of [['a', 1], ['b', 2], ['c', 3]] as const) expect(await put(app.db, key, day(n))).toEqual([{ key }]); // prettier-ignore
	expect((await settings(app.db, 'a', 'c', day(1))).map(({ key }) => key)).toEqual(['a', 'c']);
	expect((await settings(app.db, 'c', 'b', day(1))).map(({ key }) => key)).toEqual(['b', 'c']);
	expect((await settings(app.db, 'a', 'c', day(2))).map(({ key }) => key)).toEqual(['c']);
});

test('inside a transaction it sees what the transaction did, and nobody else does', async () => {
	const now = new Date();
	await app.db
		.transaction()
		.execute(async (tx) => {
			await put(tx, 'mine', now);
			expect(await settings(tx, 'mine', '', now)).toHaveLength(1);
			expect(await settings(app.db, 'mine', '', now)).toEqual([]);
			throw new Error('back');
		})
		.catch(() => {});
	expect(await settings(app.db, 'mine', '', now)).toEqual([]);
});
