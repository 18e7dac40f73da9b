import { describe, expect, test } from 'vitest';
import { currentEdition } from '../instruments.ts';
import type { AnswerValue } from '../model.ts';
import { disagreementOf, type Disagreement } from './disagreement.ts';
import { answerFor, mostItems, movementOf, planMeeting, reasonRequired, settledFault, widestItems } from './meeting.ts';
import { randomly } from './random.fixture.ts';

const { instrument } = currentEdition('go-international');
const measured = (values: Record<string, AnswerValue[]>, otherwise: AnswerValue[] = [2, 2, 2]) =>
	new Map<string, Disagreement>(
		instrument.items.map((item) => [
			item.code,
			disagreementOf(
				item,
				(values[item.code] ?? otherwise).map((value) => ({ value, role: 'others' as const })),
			),
		]),
	);

describe('the order of a meeting', () => {
	test('is far apart, split, not visible to many; key items first, then the instrument’s order', () => {
		const plan = planMeeting(
			instrument,
			measured({
				'ENV-1': [1, 2, 3],
				'ENV-2': [1, 2, 3],
				'DIR-1': [1, 1, 3],
				'IMP-1': [1, 4, 4],
				'PLAN-1': [2, 2, 2, 'DK', 'DK'],
				'HOME-1': ['DK', 'DK', 'DK'],
			}),
		);
		const weight = (code: string) => instrument.items.find((item) => item.code === code)!.weight;
		expect([weight('ENV-1'), weight('ENV-2'), weight('DIR-1')]).toEqual([2, 1, 2]);
		expect(plan.order).toEqual(['IMP-1', 'ENV-1', 'DIR-1', 'ENV-2', 'PLAN-1', 'HOME-1']);
		expect(plan.afterwards).toEqual([]);
	});

	test('proposes at most 12 items of 5 minutes', () => {
		const plan = planMeeting(instrument, measured({}, [1, 2, 4]));
		expect(plan.order).toHaveLength(instrument.items.length);
		expect(plan).toMatchObject({ proposed: plan.order.slice(0, 12), minutes: 60, acceptable: [] });
	});

	test('leaves nothing to talk about where all see the same', () => {
		expect(planMeeting(instrument, measured({}))).toMatchObject({
			order: [],
			minutes: 0,
			afterwards: [],
			acceptable: instrument.items.map(({ code }) => code),
		});
	});

	test('an item seen the same by few and unknown to many is talked about, and can still be accepted', () => {
		const plan = planMeeting(instrument, measured({ 'ENV-1': [2, 2, 2, 'DK', 'DK'] }));
		expect(plan.order).toEqual(['ENV-1']);
		expect(plan.acceptable).toContain('ENV-1');
	});

	test('for any answers finds every item a place', () => {
		randomly(200, (random) => {
			const people = 3 + Math.floor(random() * 10);
			const any = () => ([1, 2, 3, 4, 'NA', 'DK'] as const)[Math.floor(random() * 6)]!;
			const plan = planMeeting(
				instrument,
				measured(Object.fromEntries(instrument.items.map(({ code }) => [code, Array.from({ length: people }, any)]))),
			);
			const placed = new Set([...plan.order, ...plan.afterwards, ...plan.acceptable]);
			expect(placed.size).toBe(instrument.items.length);
			expect(plan.order.filter((code) => plan.afterwards.includes(code))).toEqual([]);
			expect(plan.proposed.length).toBeLessThanOrEqual(mostItems);
		});
	});
});

describe('what a group settles on', () => {
	const split = disagreementOf(
		{ notApplicableAllowed: true },
		[1, 2, 3].map((value) => ({ value: value as AnswerValue, role: 'others' as const })),
	);
	const close = { range: 1 };
	const today = '2026-11-24';

	test('needs a reason for a range of two or three only', () => {
		expect([0, 1, 2, 3, null].map((range) => reasonRequired({ range }))).toEqual([false, false, true, true, false]);
		expect(settledFault(split, { value: 2 }, today)?.field).toBe('reason');
		expect(settledFault(split, { value: 2, reason: '  too short  ' }, today)?.field).toBe('reason');
		expect(settledFault(split, { value: 2, reason: 'The plan names owners' }, today)).toBeNull();
		expect(settledFault(close, { value: 2 }, today)).toBeNull();
	});

	test('is parked with somebody and a day that is not over', () => {
		expect(settledFault(split, { parkedWith: ' ', parkedUntil: '2026-12-01' }, today)?.field).toBe('parkedWith');
		expect(settledFault(split, { parkedWith: 'Marta', parkedUntil: '2026-11-23' }, today)?.field).toBe('parkedUntil');
		expect(settledFault(split, { parkedWith: 'Marta', parkedUntil: today }, today)).toBeNull();
	});

	test('counts as “I do not know” while it is parked', () => {
		expect(answerFor({ parkedWith: 'Marta', parkedUntil: today })).toBe('DK');
		expect(answerFor({ value: 'NA' })).toBe('NA');
		expect(answerFor({ value: 3 })).toBe(3);
	});
});

describe('the spread in the report', () => {
	test('names the five widest items, key items first', () => {
		const first = measured({
			'ENV-2': [1, 2, 4],
			'IMP-1': [1, 2, 4],
			'ENV-1': [1, 2, 3],
			'ENV-4': [1, 1, 2],
			'DIR-1': [1, 1, 2],
			'PLAN-1': [1, 1, 2],
			'ORG-1': [1, 4, 'DK'],
		});
		expect(widestItems(instrument, first)).toEqual(['IMP-1', 'ENV-2', 'ENV-1', 'DIR-1', 'PLAN-1']);
		expect(widestItems(instrument, measured({}))).toEqual([]);
	});

	test('counts how views moved to the agreed level', () => {
		expect(
			movementOf([
				{ first: 2, agreed: 3 },
				{ first: 2, agreed: 1 },
				{ first: 2, agreed: 2 },
			]),
		).toEqual({ up: 1, down: 1, same: 1 });
	});
});
