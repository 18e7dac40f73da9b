import { expect, test } from 'vitest';
import { currentEdition } from '../instruments.ts';
import { overallProgress } from './progress.ts';
import { strengths } from './strengths.ts';
import { answersFrom, testA } from './vectors.fixture.ts';

const { instrument } = currentEdition('go-international');
const answers = answersFrom(testA);

test('the strengths of test A are MOB-4, PART-4 and the heaviest level 3 of another section', () => {
	expect(strengths(instrument, answers).map(({ item }) => item)).toEqual(['MOB-4', 'PART-4', 'ORG-1']);
});

test('nothing below level 3 is called a strength', () => {
	expect(strengths(instrument, new Map(instrument.items.map(({ code }) => [code, 2 as const])))).toEqual([]);
});

test('overall progress counts only what has a level in both runs', () => {
	const before = new Map(answers);
	before.set('MOB-6', 1).set('PART-5', 1);
	expect(overallProgress(instrument, before, answers)).toMatchObject({ verdict: 'no-clear-change' });
	const { before: then, now } = overallProgress(instrument, before, answers)!;
	expect(now).toBe(then);
});

test('one level more everywhere is a clear step forward', () => {
	const before = new Map([...answers].map(([item, value]) => [item, typeof value === 'number' ? (Math.max(1, value - 1) as 1) : value]));
	expect(overallProgress(instrument, before, answers)).toMatchObject({ verdict: 'better' });
});
