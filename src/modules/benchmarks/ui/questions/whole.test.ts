import { expect, test } from 'vitest';
import type { Said } from '../run-answers.ts';
import { asGiven, isWhole, lacksReason } from './whole.ts';

const chosen = (value: string, more: Partial<Said> = {}): Said => ({ value, reason: null, reasonText: null, evidence: null, ...more });

test('a level and “I do not know” are whole at once, “does not apply” with its reason', () => {
	expect(isWhole(chosen('3'))).toBe(true);
	expect(isWhole(chosen('DK'))).toBe(true);
	expect(isWhole(chosen('NA'))).toBe(false);
	expect(isWhole(chosen('NA', { reason: 'not-our-mission' }))).toBe(true);
});

test('“other” needs a reason in own words of ten letters', () => {
	expect(isWhole(chosen('NA', { reason: 'other', reasonText: '  too short  ' }))).toBe(false);
	expect(isWhole(chosen('NA', { reason: 'other', reasonText: 'long enough' }))).toBe(true);
});

test('nothing chosen is no answer and lacks no reason', () => {
	expect(isWhole(chosen(''))).toBe(false);
	expect(lacksReason(chosen(''))).toBe(false);
	expect(lacksReason({ value: null, reason: null, reasonText: null })).toBe(false);
});

test('what belongs to another value is left out of the answer', () => {
	const all = { reason: 'other', reasonText: ' We train online. ', evidence: 'partial' };
	expect(asGiven(chosen('2', all))).toEqual(chosen('2'));
	expect(asGiven(chosen('4', all))).toEqual(chosen('4', { evidence: 'partial' }));
	expect(asGiven(chosen('NA', all))).toEqual(chosen('NA', { reason: 'other', reasonText: 'We train online.' }));
	expect(asGiven(chosen('NA', { ...all, reason: 'not-our-mission' }))).toEqual(chosen('NA', { reason: 'not-our-mission' }));
});
