import { describe, expect, test } from 'vitest';
import { latestOfEach, refusal, type Candidate } from './entry.ts';
import { goInternationalRules, solityRules } from './rules.ts';

const now = new Date('2026-11-24T03:00:00Z');
const candidate: Candidate = {
	providerId: 'a',
	runId: '1',
	finishedAt: new Date('2026-05-01'),
	sharing: true,
	official: true,
	active: true,
	provisional: false,
	notApplicable: 0,
	scoredAxes: 5,
};

describe('13.2 - a run enters the pool only if', () => {
	test.each<[string, Partial<Candidate>, string]>([
		['it is a finished full or group check', { official: false }, 'not-official'],
		['the provider shares it', { sharing: false }, 'not-shared'],
		['the provider is verified', { active: false }, 'not-active'],
		['it is not provisional', { provisional: true }, 'provisional'],
		['at most 25 % of its items do not apply', { notApplicable: 0.26 }, 'not-applicable'],
	])('%s', (_, change, reason) => {
		expect(refusal(goInternationalRules, candidate, now)).toBeNull();
		expect(refusal(goInternationalRules, { ...candidate, ...change }, now)).toBe(reason);
	});

	test('exactly 25 % is still fine', () => expect(refusal(goInternationalRules, { ...candidate, notApplicable: 0.25 }, now)).toBeNull());
});

test('13.3 - a run is compared for 24 months to the day', () => {
	const at = (finishedAt: string) => refusal(goInternationalRules, { ...candidate, finishedAt: new Date(finishedAt) }, now);
	expect(at('2024-11-24T03:00:00Z')).toBeNull();
	expect(at('2024-11-24T02:59:59Z')).toBe('too-old');
});

test('13.3 - one run a provider, the latest of those that may enter', () => {
	const runs = [
		{ ...candidate, runId: '1', finishedAt: new Date('2026-01-01') },
		{ ...candidate, runId: '3', finishedAt: new Date('2026-02-01') },
		{ ...candidate, runId: '2', finishedAt: new Date('2026-02-01') },
		{ ...candidate, providerId: 'b', runId: '4' },
	];
	expect(latestOfEach(runs).map(({ runId }) => runId)).toEqual(['3', '4']);
});

test('14.1 - a return of SOLITY needs at least four scored axes', () => {
	expect(refusal(solityRules, { ...candidate, scoredAxes: 4 }, now)).toBeNull();
	expect(refusal(solityRules, { ...candidate, scoredAxes: 3 }, now)).toBe('too-few-axes');
});
