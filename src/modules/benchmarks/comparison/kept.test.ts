import { expect, test } from 'vitest';
import { Kept } from './kept.ts';

test('what was read is read once, the longest unasked goes first', async () => {
	const kept = new Kept<string>(2);
	const reads: string[] = [];
	const get = (key: string) => kept.get(key, async () => (reads.push(key), key.toUpperCase()));
	expect(await Promise.all([get('a'), get('a')])).toEqual(['A', 'A']);
	await get('b');
	await get('a');
	await get('c');
	expect(reads).toEqual(['a', 'b', 'c']);
	await get('a');
	expect(reads).toHaveLength(3);
	await get('b');
	expect(reads).toEqual(['a', 'b', 'c', 'b']);
});

test('a reading that failed is tried again', async () => {
	const kept = new Kept<string>(2);
	await expect(kept.get('a', () => Promise.reject(new Error('damaged')))).rejects.toThrow('damaged');
	expect(await kept.get('a', async () => 'fine')).toBe('fine');
});
