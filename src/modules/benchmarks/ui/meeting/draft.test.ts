import { expect, test } from 'vitest';
import { decisionOf, draftOf, emptyDraft, needsReason, parkingOf, type Draft } from './draft.ts';

type View = Parameters<typeof draftOf>[0];

const view = (measured: Partial<View['measured']> = {}, more: Partial<View> = {}): View => ({
	item: 'ENV-1',
	agreed: null,
	reasons: [{ code: 'not-our-mission', text: 'Not our mission', people: 2 }],
	measured: { range: 1, median: 2, notApplicableProposed: false, ...measured },
	...more,
});
const agreed = (more: Partial<NonNullable<View['agreed']>>): View['agreed'] =>
	({ value: 3, reason: null, notApplicable: null, evidence: null, parked: null, version: 4, ...more }) as View['agreed'];
const draft = (more: Partial<Draft>): Draft => ({ ...emptyDraft, ...more });

test('an item begins with the group’s middle level, or with “does not apply” and its most frequent reason', () => {
	expect(draftOf(view())).toEqual(draft({ value: '2' }));
	expect(draftOf(view({ median: null }))).toEqual(emptyDraft);
	expect(draftOf(view({ notApplicableProposed: true }))).toEqual(draft({ value: 'NA', reason: 'not-our-mission' }));
});

test('what was agreed is shown instead, and what was parked with who finds out', () => {
	expect(draftOf(view({}, { agreed: agreed({ reason: 'Seen by all.', evidence: 'partial' }) }))).toEqual(
		draft({ value: '3', why: 'Seen by all.', evidence: 'partial' }),
	);
	const parked = { with: 'Rui', until: '2027-01-31', day: '31 January 2027' };
	expect(draftOf(view({}, { agreed: agreed({ value: 'DK', parked }) }))).toEqual(draft({ value: '2', with: 'Rui', until: '2027-01-31' }));
});

test('a level is settled with its reason, which is needed where views were far apart', () => {
	expect(decisionOf(view(), draft({ value: '3', why: ' ', evidence: 'partial' }))).toEqual({
		kind: 'level',
		item: 'ENV-1',
		basedOn: 0,
		level: 3,
		reason: null,
		evidence: 'partial',
	});
	const far = view({ range: 2 });
	expect(needsReason(far, draft({ value: '3' }))).toBe(true);
	expect(decisionOf(far, draft({ value: '3', why: 'too short' }))).toBeUndefined();
	expect(decisionOf(far, draft({ value: '3', why: 'The head signs.' }))).toMatchObject({ reason: 'The head signs.' });
});

test('proof goes with levels 3 and 4 only, and nothing chosen settles nothing', () => {
	expect(decisionOf(view(), draft({ value: '2', evidence: 'documented' }))).toMatchObject({ level: 2, evidence: null });
	expect(decisionOf(view(), emptyDraft)).toBeUndefined();
});

test('“does not apply” is settled with a reason, also where views were far apart', () => {
	const far = view({ range: 3 });
	expect(decisionOf(far, draft({ value: 'NA' }))).toBeUndefined();
	expect(decisionOf(far, draft({ value: 'NA', reason: 'not-our-mission', reasonText: 'left over' }))).toEqual({
		kind: 'not-applicable',
		item: 'ENV-1',
		basedOn: 0,
		reason: 'not-our-mission',
		reasonText: null,
	});
});

test('parking needs somebody who finds out and a day to come, and is based on what was agreed', () => {
	const today = '2026-11-24';
	expect(parkingOf(view(), draft({ with: ' ', until: '2026-12-01' }), today)).toBeUndefined();
	expect(parkingOf(view(), draft({ with: 'Lena', until: '2026-11-23' }), today)).toBeUndefined();
	expect(parkingOf(view({}, { agreed: agreed({}) }), draft({ with: ' Lena ', until: today }), today)).toEqual({
		kind: 'parked',
		item: 'ENV-1',
		basedOn: 4,
		with: 'Lena',
		until: today,
	});
});
