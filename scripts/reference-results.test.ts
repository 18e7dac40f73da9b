import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { editionsOf } from '../src/modules/benchmarks/instruments.ts';
import { fromRoot } from '../src/platform/paths.ts';
import { referenceResult, type ReferenceResult } from './reference-results.ts';

const frozen = (['go-international', 'solity'] as const).flatMap((name) =>
	editionsOf(name)
		.filter(({ instrument }) => instrument.frozen)
		.map(({ instrument: { edition } }) => ({
			name,
			edition,
			file: fromRoot('instruments', name, edition.replace(/^[A-Z]+-/, ''), 'reference-results.json'),
		})),
);

test.each(frozen)('$edition has stored results', ({ file }) => {
	expect(existsSync(file)).toBe(true);
	expect((JSON.parse(readFileSync(file, 'utf8')) as unknown[]).length).toBeGreaterThanOrEqual(100);
});

test.each(frozen)('$edition makes of each stored input what it always made, to the last digit', ({ name, edition, file }) => {
	for (const stored of JSON.parse(readFileSync(file, 'utf8')) as ReferenceResult[])
		expect(referenceResult(name, edition, stored.input)).toEqual(stored);
});

test('the stored results hold every kind of outcome', () => {
	const figures = (name: string, edition: string) =>
		(JSON.parse(readFileSync(fromRoot('instruments', name, edition, 'reference-results.json'), 'utf8')) as ReferenceResult[]).map(
			(each) => each.figures,
		);
	const bands = (list: Record<string, unknown>[]) => [...new Set(list.map(({ band }) => band))].toSorted();
	const runs = figures('go-international', '1.0');
	expect(bands(runs)).toEqual(['developing', 'established', 'leading', null, 'starting']);
	expect(runs.some(({ ENV, DIR, MOB }) => ENV === null || DIR === null || MOB === null)).toBe(true);
	const returns = figures('solity', '1.0');
	expect(bands(returns)).toEqual(['building', 'solid', 'starting', undefined]);
	expect(returns.some(({ reason }) => reason === 'too_few_axes')).toBe(true);
});
