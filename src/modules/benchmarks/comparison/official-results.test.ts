import { describe, expect, test } from 'vitest';
import { mostOfficial, resultBefore, valueInForce, type OfficialResult } from './official-results.ts';

const day = 86_400_000;
const official = (year: number, lockedOn: number, value: number, current = true): OfficialResult => ({
	year,
	lockedAt: new Date(lockedOn * day + 5000),
	result: { from: `${year} ${lockedOn}` } as never,
	settings: {},
	values: { overall: value },
	current,
});

describe('the value whose position is told among figures of a day', () => {
	const all = [official(2023, 100, 40), official(2024, 200, 50, false), official(2024, 300, 60)];
	test.each([
		[50, 40, 'the first there ever was, for figures made before it'],
		[100, 40, 'the first, for figures of its own day'],
		[101, 40, 'that of the day before'],
		[200, 40, 'still that: what is locked on the day itself comes too late'],
		[300, 50, 'that of the revision in force then, though it was replaced'],
		[301, 60, 'the newest'],
	])('on day %i is %i: %s', (figuresDay, value) => {
		expect(valueInForce(all, 'overall', figuresDay)).toBe(value);
	});

	test('is none where so many were locked that the first is not among those that were read', () => {
		const probes = Array.from({ length: mostOfficial }, (_, i) => official(2024, 400, i));
		expect(valueInForce(probes, 'overall', 400)).toBeNull();
		expect(valueInForce(probes.slice(1), 'overall', 400)).toBe(1);
		expect(valueInForce(probes, 'overall', 401)).toBe(mostOfficial - 1);
	});

	test('is none where nothing was official or the column had no value', () => {
		expect(valueInForce([], 'overall', 100)).toBeNull();
		expect(valueInForce(all, 'A1', 100)).toBeNull();
	});

	test('is one value for each day, whatever is locked from that day on', () => {
		for (let figuresDay = 101; figuresDay < 320; figuresDay++) {
			const known = all.filter(({ lockedAt }) => lockedAt.getTime() < figuresDay * day);
			const probes = Array.from({ length: 20 }, (_, i) => official(2024, figuresDay + i, 70 + i));
			expect(valueInForce([...known, ...probes], 'overall', figuresDay)).toBe(valueInForce(known, 'overall', figuresDay));
		}
	});
});

test('the year before counts as it is official today', () => {
	const all = [official(2023, 100, 40), official(2024, 200, 50, false), official(2024, 300, 60)];
	expect(resultBefore(all, { year: 2024 })).toEqual({ from: '2023 100' });
	expect(resultBefore(all, { year: 2025 })).toEqual({ from: '2024 300' });
	expect(resultBefore(all, { year: 2023 })).toBeNull();
	expect(resultBefore([official(2024, 200, 50, false)], { year: 2025 })).toBeNull();
});
