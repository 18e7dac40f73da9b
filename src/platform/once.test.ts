import { expect, test } from 'vitest';
import { useTestApp } from '../../tests/support/app.ts';
import { nothingAsked, once } from './once.ts';

const app = useTestApp();

function counting() {
	let count = 0;
	return { ask: async () => ++count, count: () => count };
}

test('a request asks a question once, however often and however close together', async () => {
	const ctx = { ...app.as(), asked: nothingAsked(app.db) };
	const { ask, count } = counting();
	expect(await Promise.all([once(ctx, 'a', ask), once(ctx, 'a', ask)])).toEqual([1, 1]);
	expect(await once(ctx, 'a', ask)).toBe(1);
	expect(await once(ctx, 'b', ask)).toBe(2);
	expect(count()).toBe(2);
});

test('another request asks anew', async () => {
	const { ask } = counting();
	expect(await once({ ...app.as(), asked: nothingAsked(app.db) }, 'a', ask)).toBe(1);
	expect(await once({ ...app.as(), asked: nothingAsked(app.db) }, 'a', ask)).toBe(2);
});

test('inside a transaction, and where nothing is remembered, it asks every time', async () => {
	const { ask } = counting();
	const ctx = { ...app.as(), asked: nothingAsked(app.db) };
	await app.db.transaction().execute(async (tx) => {
		expect(await once({ ...ctx, db: tx }, 'a', ask)).toBe(1);
		expect(await once({ ...ctx, db: tx }, 'a', ask)).toBe(2);
	});
	expect(await once(app.as(), 'a', ask)).toBe(3);
});

test('a question that failed is not asked again by the same request', async () => {
	const ctx = { ...app.as(), asked: nothingAsked(app.db) };
	const fails = () => Promise.reject(new Error('gone'));
	await expect(once(ctx, 'a', fails)).rejects.toThrow('gone');
	await expect(once(ctx, 'a', async () => 1)).rejects.toThrow('gone');
});
