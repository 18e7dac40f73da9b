import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readSecret } from './secret.ts';

const folder = mkdtempSync(join(tmpdir(), 'venhans-secret-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'secret');

test('a secret is made once and kept, readable by its owner only', () => {
	const made = readSecret(undefined, folder);
	expect(made.length).toBeGreaterThanOrEqual(32);
	expect(readSecret(undefined, folder)).toBe(made);
	expect(statSync(file).mode & 0o077).toBe(0);
	expect(readFileSync(file, 'utf8').trim()).toBe(made);
});

test('one that is set wins', () => {
	expect(readSecret('set by the operator, long enough', folder)).toBe('set by the operator, long enough');
});

test.each(['', 'short', `${'x'.repeat(40)}\0`, `${'x'.repeat(20)} ${'x'.repeat(20)}`])('%j is damaged', (content) => {
	writeFileSync(file, content);
	expect(() => readSecret(undefined, folder)).toThrow(
		expect.objectContaining({ name: 'SetupError', message: expect.stringContaining('is damaged') }),
	);
	expect(readFileSync(file, 'utf8')).toBe(content);
});
