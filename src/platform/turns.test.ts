import { setImmediate as turnOver } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inTurns } from './turns.ts';

test('where nobody waits, a request begins at once', () => {
	const begun: string[] = [];
	inTurns()(() => void begun.push('first'));
	expect(begun).toEqual(['first']);
});

test('many at once begin in the order they came, and the process takes others in between', async () => {
	const begin = inTurns();
	const begun: number[] = [];
	for (let n = 0; n < 30; n++) begin(() => void begun.push(n));
	const after: number[] = [];
	while (begun.length < 30) {
		after.push(begun.length);
		await turnOver();
	}
	expect(begun).toEqual(Array.from({ length: 30 }, (_, n) => n));
	expect(after).toEqual([8, 16, 24]);
});

test('who comes while others wait begins after them, and after all of them at once again', async () => {
	const begin = inTurns();
	const begun: string[] = [];
	const names = Array.from('abcdefghijklmnopqrstuvwxyz');
	for (const name of names) begin(() => void begun.push(name));
	await turnOver();
	begin(() => void begun.push('late'));
	expect(begun).not.toContain('late');
	while (begun.length < 27) await turnOver();
	expect(begun).toEqual([...names, 'late']);
	for (let turn = 0; turn < 3; turn++) await turnOver();
	begin(() => void begun.push('alone'));
	expect(begun.at(-1)).toBe('alone');
});
