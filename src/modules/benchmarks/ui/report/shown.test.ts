import { expect, test } from 'vitest';
import { toShownTrend } from './shown.ts';

const run = (day: string) => ({ finishedAt: new Date(`${day}T12:00:00Z`) }) as Parameters<typeof toShownTrend>[0]['runs'][number];

test('a check is called by its year, and by its month beside a later one of the same year', () => {
	const words = { day: String, shortDay: String, month: () => 'October 2026' };
	const { runs } = toShownTrend({ runs: [run('2025-11-03'), run('2026-10-26'), run('2026-11-30')], moved: [] }, words);
	expect(runs.map(({ name }) => name)).toEqual(['2025', 'October 2026', '2026']);
	expect(runs.map(({ year }) => year)).toEqual(['2025', '2026', '2026']);
});
