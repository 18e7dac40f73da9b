import { expect, test } from 'vitest';
import type { AnswerValue } from '../model.ts';
import { scoreQuickCheck, type HeadlineItem } from './result.ts';

const weights = { ENV: 8, DIR: 10, PLAN: 12, ORG: 12, STAFF: 12, PART: 12, MOB: 14, HOME: 10, IMP: 10 };
const items: HeadlineItem[] = Object.entries(weights).map(([section, sectionWeight]) => ({
	code: `${section}-1`,
	section,
	sectionWeight,
	notApplicableAllowed: false,
}));
const given = (values: AnswerValue[]) => new Map(values.map((value, i) => [items[i]!.code, value]));

test('Test I - Quick check with the headline answers of A', () => {
	const result = scoreQuickCheck(items, given([2, 3, 2, 3, 2, 3, 3, 1, 2]));
	expect(result.maturity).toEqual({ numerator: 238, denominator: 100 });
	expect(result.band).toBe('developing');
	expect(result.index).toBeCloseTo(46, 10);
	expect(result.strengths).toEqual(['MOB-1', 'ORG-1', 'PART-1']);
	expect(result.nextSteps).toEqual(['HOME-1', 'PLAN-1', 'STAFF-1']);
});

test('an item that does not apply leaves the sum and the weight', () => {
	const result = scoreQuickCheck(items, given([2, 2, 2, 2, 2, 2, 'NA', 2, 2]));
	expect(result.maturity).toEqual({ numerator: 172, denominator: 86 });
	expect(result.notApplicable).toEqual(['MOB-1']);
});

test('unknown and missing answers leave no figure when less than three quarters of the weight is known', () => {
	expect(scoreQuickCheck(items, given([2, 2, 2, 2, 2, 2, 'DK', 'DK', 2])).maturity).toEqual({ numerator: 152, denominator: 76 });
	expect(scoreQuickCheck(items, given([2, 2, 2, 2, 2, 'DK', 'DK', 2, 2])).maturity).toBeNull();
	expect(scoreQuickCheck(items, new Map()).index).toBeNull();
});

test('no item is both a strength and a next step, level 1 is no strength, level 4 no next step', () => {
	const same = scoreQuickCheck(items, given([3, 3, 3, 3, 3, 3, 3, 3, 3]));
	expect(same.strengths).toEqual(['MOB-1', 'PLAN-1', 'ORG-1']);
	expect(same.nextSteps).toEqual(['STAFF-1', 'PART-1', 'DIR-1']);
	expect(scoreQuickCheck(items, given([1, 1, 1, 1, 1, 1, 1, 1, 1])).strengths).toEqual([]);
	expect(scoreQuickCheck(items, given([4, 4, 4, 4, 4, 4, 4, 4, 4])).nextSteps).toEqual([]);
});
