import { expect, test } from 'vitest';
import { timeOfDay } from './time-of-day.ts';

const now = new Date('2026-11-24T15:00:00Z');

test('a time of today is shown by its clock alone, in the zone asked for', () => {
	expect(timeOfDay('2026-11-24T14:02:00Z', 'de', 'UTC', now)).toBe('14:02');
	expect(timeOfDay('2026-11-24T14:02:00Z', 'de', 'Europe/Lisbon', now)).toBe('14:02');
	expect(timeOfDay('2026-11-24T14:02:00Z', 'de', 'Europe/Athens', now)).toBe('16:02');
});

test('a time of another day says which, by the reader’s midnight', () => {
	expect(timeOfDay('2026-11-23T14:02:00Z', 'de', 'UTC', now)).toBe('23. Nov., 14:02');
	expect(timeOfDay('2026-11-23T23:30:00Z', 'de', 'Europe/Berlin', now)).toBe('00:30');
});
