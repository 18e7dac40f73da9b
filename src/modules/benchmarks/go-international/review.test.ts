import { expect, test } from 'vitest';
import { currentEdition } from '../instruments.ts';
import type { AnswerValue, Evidence } from '../model.ts';
import { reviewOf } from './review.ts';
import { answersFrom, testA } from './vectors.fixture.ts';

const { instrument } = currentEdition('go-international');
const review = (answers: ReadonlyMap<string, AnswerValue>, evidence: Record<string, Evidence> = {}) =>
	reviewOf(instrument, answers, new Map(Object.entries(evidence)));

test('lists what was not known, what does not apply, and nothing else where all was answered (test A)', () => {
	expect(review(answersFrom(testA))).toMatchObject({
		missing: [],
		unknown: ['MOB-6'],
		notApplicable: ['PART-5'],
		outlook: { result: 'full', notEnough: [] },
	});
});

test('a section that does not apply makes the result no less whole (test C)', () => {
	expect(review(answersFrom({ ...testA, MOB: testA.MOB!.map(() => 'NA') })).outlook).toEqual({ result: 'full', notEnough: [] });
});

test('names the sections that make a result provisional (test D)', () => {
	expect(review(answersFrom({ ...testA, HOME: ['DK', 2, 1, 2] })).outlook).toEqual({ result: 'provisional', notEnough: ['HOME'] });
});

test('with no answers there is no figure, and every item is missing', () => {
	const { missing, outlook } = review(new Map());
	expect(missing).toHaveLength(45);
	expect(outlook.result).toBe('none');
	expect(outlook.notEnough).toHaveLength(9);
});

test('asks for proof at level 3 and 4 only, where nobody said that there is some', () => {
	const answers = new Map<string, AnswerValue>([['ENV-1', 3], ['ENV-2', 4], ['ENV-3', 3], ['ENV-4', 4], ['DIR-1', 2]]); // prettier-ignore
	expect(review(answers, { 'ENV-1': 'documented', 'ENV-2': 'partial', 'ENV-3': 'none' }).withoutProof).toEqual(['ENV-3', 'ENV-4']);
});
