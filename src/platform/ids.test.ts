import { expect, test } from 'vitest';
import { isId, newId } from './ids.ts';

test('ids made one after the other sort in the order they were made', () => {
	const made = Array.from({ length: 10_000 }, () => newId());
	expect([...made].sort()).toEqual(made);
	expect(new Set(made).size).toBe(made.length);
	expect(made.every(isId)).toBe(true);
});

test('an id carries its millisecond and the version and variant of RFC 9562', () => {
	const id = newId(4_102_444_800_000);
	expect(parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(4_102_444_800_000);
	expect(id[14]).toBe('7');
	expect('89ab').toContain(id[19]);
});
