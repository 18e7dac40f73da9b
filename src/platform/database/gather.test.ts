import { expect, test } from 'vitest';
import { gathered } from './gather.ts';

/** A table in memory whose queries end when told to. */
function table(rows: Record<string, string>) {
	const queries: string[][] = [];
	const ends: (() => void)[] = [];
	const read = gathered(async (_: object, keys: string[]) => {
		queries.push(keys);
		await new Promise<void>((end) => ends.push(end));
		return new Map(keys.flatMap((key) => (rows[key] === undefined ? [] : [[key, rows[key]] as const])));
	});
	const db = {};
	return { queries, load: (key: string) => read(db, key), end: () => ends.shift()!() };
}

const turn = () => new Promise((next) => setTimeout(next));

test('what is asked for at the same time is one query, and each asker gets its own row', async () => {
	const { queries, load, end } = table({ a: 'A', b: 'B' });
	const all = Promise.all([load('a'), load('b'), load('a'), load('none')]);
	await turn();
	end();
	expect(await all).toEqual(['A', 'B', 'A', undefined]);
	expect(queries).toEqual([['a', 'b', 'none']]);
});

test('what is asked for while a query runs waits for the next one, and sees what is new', async () => {
	const rows: Record<string, string> = { a: 'old' };
	const { queries, load, end } = table(rows);
	const first = load('a');
	await turn();
	const second = load('a');
	end();
	expect(await first).toBe('old');
	rows.a = 'new';
	await turn();
	end();
	expect(await second).toBe('new');
	expect(queries).toHaveLength(2);
});

test('a query that fails fails for those who asked, and the next ones are answered', async () => {
	let broken = true;
	const read = gathered(async (_: object, keys: string[]) => {
		if (broken) throw new Error('broken');
		return new Map(keys.map((key) => [key, key.toUpperCase()]));
	});
	const db = {};
	await expect(Promise.all([read(db, 'a'), read(db, 'b')])).rejects.toThrow('broken');
	broken = false;
	expect(await read(db, 'a')).toBe('A');
});
