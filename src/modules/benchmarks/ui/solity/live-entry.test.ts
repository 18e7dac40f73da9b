import { expect, test } from 'vitest';
import { isOlder, isOvertaken, type LiveEntry } from './live-entry.ts';

/** An axis with two numbers and a reason, by their versions. */
function entry(total: number, planned: number, reason = 0): LiveEntry {
	return {
		fields: { part_total: { version: total }, part_planned: { version: planned } },
		indicators: { 'SU-1.3': { reason: { version: reason } } },
	} as unknown as LiveEntry;
}

test('an answer that was overtaken is told from a newer one by its versions', () => {
	expect(isOlder(entry(2, 1), entry(1, 1))).toBe(false);
	expect(isOlder(entry(1, 1), entry(1, 1))).toBe(false);
	expect(isOlder(entry(1, 2), entry(2, 1))).toBe(true);
	expect(isOlder(entry(1, 1, 0), entry(1, 1, 1))).toBe(true);
});

test('another axis is never older', () => {
	const other = { fields: { staff_total: { version: 0 } }, indicators: {} } as unknown as LiveEntry;
	expect(isOlder(other, entry(3, 3, 3))).toBe(false);
});

test('what a refused form brings back is overtaken by a later version only, and only where something was typed', () => {
	const typed = { 'value:part_total': '12', 'basedOn:part_total': '2' };
	expect([1, 2, 3].map((version) => isOvertaken(typed, 'part_total', version))).toEqual([false, false, true]);
	expect(isOvertaken(typed, 'part_planned', 9)).toBe(false);
});
