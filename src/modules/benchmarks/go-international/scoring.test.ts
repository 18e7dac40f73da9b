import { describe, expect, test } from 'vitest';
import { currentEdition } from '../instruments.ts';
import type { AnswerValue, Level } from '../model.ts';
import { evidenceView } from './evidence-view.ts';
import { extraMessages, sectionFeedback } from './feedback.ts';
import { priorities } from './priorities.ts';
import { progress } from './progress.ts';
import { readiness } from './readiness.ts';
import { recommendationsFor } from './recommendations.ts';
import { balanceVerdict, bandOf, isScore, scoreRun, type SectionScore } from './scoring.ts';
import { answersFrom, testA, testB, testG } from './vectors.fixture.ts';

const { instrument } = currentEdition('go-international');
const a = answersFrom(testA);
const section = (code: string, answers = a) => scoreRun(instrument, answers).sections[code] as SectionScore;
const all = (value: AnswerValue) => new Map<string, AnswerValue>(instrument.items.map(({ code }) => [code, value]));

describe('Test A - full run', () => {
	test.each([
		['ENV', 13, 6, 38.89, 'developing', 1],
		['DIR', 17, 7, 47.62, 'developing', 1],
		['PLAN', 12, 7, 23.81, 'developing', 1],
		['ORG', 19, 8, 45.83, 'developing', 1],
		['STAFF', 18, 8, 41.67, 'developing', 1],
		['PART', 17, 6, 61.11, 'established', 1],
		['MOB', 32, 11, 63.64, 'established', 11 / 12],
		['HOME', 7, 5, 13.33, 'starting', 1],
		['IMP', 17, 8, 37.5, 'developing', 1],
	])('%s is %i/%i', (code, numerator, denominator, index, band, coverage) => {
		const result = section(code);
		expect(result).toMatchObject({ numerator, denominator, maturity: numerator / denominator, band, coverage });
		expect(Number(result.index.toFixed(2))).toBe(index);
	});

	test('overall is 42073/18480, index 42.556, Developing, strongly imbalanced', () => {
		const score = scoreRun(instrument, a);
		expect(score.maturity).toBe(42073 / 18480);
		expect(score.index).toBeCloseTo(42.556, 3);
		expect(score).toMatchObject({ band: 'developing', provisional: false, cap: false });
		expect(score.balance).toBeCloseTo(1.5091, 4);
		expect(balanceVerdict(score.balance!)).toBe('strong-imbalance');
	});
});

test('Test B - evidence view of A', () => {
	const view = evidenceView(instrument, a, testB)!;
	expect(view.maturity).toBeCloseTo(2.195152, 6);
	expect(Math.round(view.index!)).toBe(40);
	const changed = { DIR: 15 / 7, STAFF: 17 / 8, MOB: 30 / 11, IMP: 16 / 8 };
	for (const [code, maturity] of Object.entries(changed)) expect(view.sections[code]!.maturity).toBe(maturity);
	for (const code of ['ENV', 'PLAN', 'ORG', 'PART', 'HOME']) expect(view.sections[code]!.maturity).toBe(section(code).maturity);
});

test('the evidence view needs evidence for half of the items at level 3 or 4', () => {
	const high = [...testB.keys()];
	expect(evidenceView(instrument, a, new Map([...testB].slice(0, Math.ceil(high.length / 2))))).not.toBeNull();
	expect(evidenceView(instrument, a, new Map([...testB].slice(0, Math.ceil(high.length / 2) - 1)))).toBeNull();
	expect(evidenceView(instrument, all(2), new Map())).toBeNull();
});

test('Test C - section not applicable', () => {
	const score = scoreRun(instrument, answersFrom({ ...testA, MOB: Array<AnswerValue>(7).fill('NA') }));
	expect(score.sections.MOB).toEqual({ maturity: null, index: null, band: null, coverage: null, reason: 'not-applicable' });
	expect(score.maturity).toBeCloseTo(2.173726, 6);
	expect(Math.round(score.index!)).toBe(39);
	expect(score).toMatchObject({ band: 'developing', provisional: false });
});

test('exactly half of the weight not applicable keeps the section', () => {
	const half = answersFrom({ ...testA, MOB: ['NA', 'NA', 'NA', 3, 3, 3, 3] });
	expect(isScore(scoreRun(instrument, half).sections.MOB!)).toBe(true);
	const more = answersFrom({ ...testA, MOB: ['NA', 'NA', 'NA', 3, 3, 3, 'NA'] });
	expect(scoreRun(instrument, more).sections.MOB).toMatchObject({ reason: 'not-applicable' });
});

test('Test D - not enough answers', () => {
	const score = scoreRun(instrument, new Map(a).set('HOME-1', 'DK'));
	expect(score.sections.HOME).toEqual({ maturity: null, index: null, band: null, coverage: 3 / 5, reason: 'not-enough-answers' });
	expect(score.maturity).toBeCloseTo(2.374086, 6);
	expect(Math.round(score.index!)).toBe(46);
	expect(score.provisional).toBe(true);
});

test('without three quarters of the applicable section weight there is no overall result', () => {
	const unknown = (...codes: string[]) =>
		new Map([...a].map(([item, value]) => [item, codes.includes(item.split('-')[0]!) ? 'DK' : value] as [string, AnswerValue]));
	expect(scoreRun(instrument, unknown('ENV', 'HOME')).maturity).not.toBeNull();
	const score = scoreRun(instrument, unknown('MOB', 'PLAN'));
	expect(score).toMatchObject({ maturity: null, index: null, band: null, provisional: true, cap: false });
	expect(scoreRun(instrument, new Map())).toMatchObject({ maturity: null, balance: null, provisional: true });
	expect(scoreRun(instrument, unknown('PART', 'HOME')).maturity).not.toBeNull();
});

test('Test E - cap', () => {
	const score = scoreRun(instrument, new Map(instrument.items.map(({ code, section }) => [code, section === 'HOME' ? 1 : 4])));
	expect(score.maturity).toBeCloseTo(3.7, 12);
	expect(score).toMatchObject({ band: 'established', cap: true });
	expect(extraMessages(instrument, score, null, a)).toContainEqual({ kind: 'cap', section: 'HOME' });
});

test('Test F - band edges', () => {
	expect([bandOf(3, 2), bandOf(5, 2), bandOf(7, 2)]).toEqual(['developing', 'established', 'leading']);
	expect([bandOf(149, 100), bandOf(249, 100), bandOf(349, 100)]).toEqual(['starting', 'developing', 'established']);
});

test('Test G - priorities for A', () => {
	const first = priorities(instrument, a, testG).slice(0, 7);
	expect(first.map(({ item, priority }) => `${item} (${priority})`)).toEqual([
		'PLAN-3 (12)',
		'HOME-1 (12)',
		'IMP-3 (8)',
		'PLAN-5 (6)',
		'HOME-3 (6)',
		'PLAN-1 (6)',
		'MOB-2 (6)',
	]);
});

test('priorities leave out unknown items, items that do not apply and items at their target', () => {
	const left = priorities(instrument, a).map(({ item }) => item);
	expect(left).not.toContain('PART-5');
	expect(left).not.toContain('MOB-6');
	expect(left).not.toContain('PART-4');
	expect(priorities(instrument, all(4))).toEqual([]);
	expect(priorities(instrument, a, new Map(), new Map([['PLAN-3', 1 as Level]])).map(({ item }) => item)).not.toContain('PLAN-3');
});

test('Test H - readiness for A', () => {
	const parts = readiness(instrument, a);
	expect(parts.objectives).toEqual({ mean: 16 / 7, verdict: 'some-work', todo: ['DIR-4', 'PLAN-1', 'PLAN-2'] });
	expect(parts.activities).toEqual({ mean: 14 / 6, verdict: 'some-work', todo: ['PLAN-3'] });
	expect(parts.management).toEqual({ mean: 23 / 9, verdict: 'solid-base', todo: ['ORG-2', 'ORG-3'] });
	expect(parts.quality).toEqual({ mean: 2.75, verdict: 'solid-base', todo: ['MOB-2', 'MOB-7', 'STAFF-4'] });
});

test('readiness can not say when half of a part is unknown or does not apply', () => {
	expect(readiness(instrument, new Map(a).set('ENV-3', 'DK').set('DIR-4', 'DK')).objectives).toMatchObject({
		mean: null,
		verdict: 'cannot-say',
	});
	expect(readiness(instrument, new Map(a).set('MOB-1', 'NA')).activities!.verdict).not.toBe('cannot-say');
	expect(readiness(instrument, all(1)).objectives!.verdict).toBe('start-here');
});

test('a section’s sentence names its strongest item and the next step; ties go to weight, then order', () => {
	expect(sectionFeedback(instrument, 'ENV', section('ENV'), a)).toEqual({ strongest: 'ENV-3', next: { item: 'ENV-2', level: 1 } });
	expect(sectionFeedback(instrument, 'HOME', section('HOME'), a)).toEqual({ strongest: 'HOME-2', next: { item: 'HOME-1', level: 1 } });
	const best = all(4);
	expect(sectionFeedback(instrument, 'ENV', section('ENV', best), best)).toEqual({ strongest: 'ENV-1', next: null });
});

test('extra messages: strong imbalance, three or more unknown, proof missing', () => {
	const score = scoreRun(instrument, a);
	expect(extraMessages(instrument, score, null, a)).toEqual([{ kind: 'imbalance', highest: 'MOB', lowest: 'HOME' }]);
	const unsure = new Map(a).set('ENV-4', 'DK').set('DIR-5', 'DK');
	expect(extraMessages(instrument, scoreRun(instrument, unsure), null, unsure)).toContainEqual({ kind: 'unknown', count: 3 });
	const none = new Map([...testB.keys()].map((item) => [item, 'none' as const]));
	expect(extraMessages(instrument, score, evidenceView(instrument, a, none), a)).toContainEqual({ kind: 'proof' });
	expect(extraMessages(instrument, score, evidenceView(instrument, a, testB), a)).not.toContainEqual({ kind: 'proof' });
});

test('recommendations of a section: its band’s, first those that fit a weak item, then by code', () => {
	expect(recommendationsFor(instrument, 'PLAN', 'developing', a).map(({ code }) => code)).toEqual(['PLAN-D1', 'PLAN-D2', 'PLAN-D3']);
	expect(recommendationsFor(instrument, 'ENV', 'developing', new Map([['ENV-4', 1]])).map(({ code }) => code)).toEqual([
		'ENV-D2',
		'ENV-D1',
		'ENV-D3',
	]);
	for (const { code } of instrument.sections)
		expect(
			['starting', 'developing', 'established', 'leading'].map(
				(band) => recommendationsFor(instrument, code, band as 'starting', a).length,
			),
		).toEqual([3, 3, 2, 2]);
});

test('progress counts only items with a level in both runs and calls less than 0.2 no clear change', () => {
	const now = new Map(a).set('ENV-1', 3).set('HOME-1', 'DK').set('MOB-6', 4);
	const change = progress(instrument, a, now);
	expect(change.ENV).toEqual({ difference: 2 / 6, verdict: 'better', items: 4 });
	expect(change.HOME).toEqual({ difference: 0, verdict: 'no-clear-change', items: 3 });
	expect(change.MOB!.items).toBe(6);
	expect(progress(instrument, a, new Map(a).set('ENV-2', 2)).ENV!.verdict).toBe('no-clear-change');
	expect(progress(instrument, new Map(), a).ENV).toEqual({ difference: null, verdict: 'cannot-say', items: 0 });
});

describe('for random answers', () => {
	const random = generator(20261124);
	const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)]!;
	const draw = () =>
		new Map<string, AnswerValue>(
			instrument.items.map(({ code, notApplicableAllowed }) => [
				code,
				pick<AnswerValue>(notApplicableAllowed ? [1, 2, 3, 4, 'NA', 'DK'] : [1, 2, 3, 4, 3, 2, 'DK']),
			]),
		);

	test('a better answer never lowers a maturity', () => {
		for (let round = 0; round < 2000; round++) {
			const before = draw();
			const { code, section } = pick(
				instrument.items.filter((item) => typeof before.get(item.code) === 'number' && before.get(item.code) !== 4),
			);
			const after = new Map(before).set(code, ((before.get(code) as Level) + 1) as Level);
			const [low, high] = [scoreRun(instrument, before), scoreRun(instrument, after)];
			expect(high.sections[section]!.maturity ?? 0).toBeGreaterThanOrEqual(low.sections[section]!.maturity ?? 0);
			expect(high.maturity ?? 0).toBeGreaterThanOrEqual(low.maturity ?? 0);
			expect(high.maturity === null).toBe(low.maturity === null);
		}
	});

	test('maturities stay between 1 and 4, indexes between 0 and 100, coverage between 0 and 1', () => {
		for (let round = 0; round < 2000; round++) {
			const score = scoreRun(instrument, draw());
			for (const result of [score, ...Object.values(score.sections)]) {
				if (result.maturity === null) continue;
				expect(result.maturity).toBeGreaterThanOrEqual(1);
				expect(result.maturity).toBeLessThanOrEqual(4);
				expect(result.index!).toBeGreaterThanOrEqual(0);
				expect(result.index!).toBeLessThanOrEqual(100);
				if ('coverage' in result) expect(result.coverage! > 0 && result.coverage! <= 1).toBe(true);
			}
		}
	});

	test('an item that does not apply, and one that is unknown, leave the maturity of the others', () => {
		for (let round = 0; round < 2000; round++) {
			const answers = draw();
			const allowed = pick(instrument.items.filter(({ notApplicableAllowed }) => notApplicableAllowed));
			const without = new Map([...answers].filter(([code]) => code !== allowed.code));
			const unknown = scoreRun(instrument, new Map(answers).set(allowed.code, 'DK'));
			expect(scoreRun(instrument, without)).toEqual(unknown);
			const na = scoreRun(instrument, new Map(answers).set(allowed.code, 'NA')).sections[allowed.section]!;
			const dk = unknown.sections[allowed.section]!;
			if (isScore(na) && isScore(dk)) {
				expect(na.maturity).toBe(dk.maturity);
				expect(na.coverage).toBeGreaterThanOrEqual(dk.coverage);
			}
		}
	});
});

/** Mulberry32: small, seeded, the same everywhere. */
function generator(seed: number): () => number {
	return () => {
		seed = (seed + 0x6d2b79f5) | 0;
		let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}
