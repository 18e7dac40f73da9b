import { describe, expect, test } from 'vitest';
import { currentEdition } from '../instruments.ts';
import type { AnswerValue } from '../model.ts';
import { disagreementOf, sharedView, unknownPercent, type Disagreement, type View } from './disagreement.ts';
import { canBeAccepted, planMeeting, reasonRequired } from './meeting.ts';
import { randomly } from './random.fixture.ts';
import { roleGroups, type KeptRole } from './role-groups.ts';

const { instrument } = currentEdition('go-international');
const itemOf = (code: string) => instrument.items.find((item) => item.code === code)!;
const views = (values: readonly AnswerValue[], role: KeptRole = 'others'): View[] => values.map((value) => ({ value, role }));
const measure = (code: string, values: readonly AnswerValue[]) => disagreementOf(itemOf(code), views(values));
const anyItem = { notApplicableAllowed: false };

/** The test items of section 15, by name. */
const table: Record<string, AnswerValue[]> = {
	'PLAN-3': [1, 1, 2, 2, 3],
	'MOB-2': [3, 3, 3, 3, 3],
	'ORG-1': [4, 4, 2, 1, 'DK'],
	'HOME-1': [2, 1, 1, 2, 2],
	'PART-5': ['NA', 'NA', 'NA', 1, 'DK'],
};

describe('the test items of section 15', () => {
	test('PLAN-3: range 2, split, median 2, a reason is required', () => {
		const measured = measure('PLAN-3', table['PLAN-3']!);
		expect(measured).toMatchObject({ range: 2, agreement: 'split', median: 2, levels: [2, 2, 1, 0] });
		expect(reasonRequired(measured)).toBe(true);
	});

	test('MOB-2: range 0, same view, 3', () => {
		const measured = measure('MOB-2', table['MOB-2']!);
		expect(measured).toMatchObject({ range: 0, agreement: 'same', median: 3 });
		expect(canBeAccepted(measured)).toBe(true);
	});

	test('ORG-1: range 3, far apart, lower median of 1, 2, 4, 4 is 2, unknown 20 %', () => {
		const measured = measure('ORG-1', table['ORG-1']!);
		expect(measured).toMatchObject({ range: 3, agreement: 'far-apart', median: 2, unknown: 1, notVisible: false });
		expect(unknownPercent(measured)).toBe(20);
		expect(reasonRequired(measured)).toBe(true);
	});

	test('HOME-1: range 1, close, 2', () => {
		const measured = measure('HOME-1', table['HOME-1']!);
		expect(measured).toMatchObject({ range: 1, agreement: 'close', median: 2 });
		expect(reasonRequired(measured)).toBe(false);
	});

	test('PART-5: NA by 3 of 4 is proposed, too few level answers', () => {
		expect(measure('PART-5', table['PART-5']!)).toMatchObject({
			notApplicableProposed: true,
			agreement: 'too-few',
			notApplicable: 3,
			levelAnswers: 1,
			submitted: 5,
		});
	});

	test('shared view: 2 of 4 items with at least three levels, 50 %', () => {
		expect(sharedView(Object.entries(table).map(([code, values]) => measure(code, values)))).toEqual({ shared: 2, of: 4, percent: 50 });
	});

	test('meeting order: ORG-1, PLAN-3; HOME-1 and MOB-2 accepted together; PART-5 decided afterwards', () => {
		const only = { ...instrument, items: instrument.items.filter(({ code }) => code in table) };
		const measured = new Map(Object.entries(table).map(([code, values]) => [code, measure(code, values)]));
		expect(planMeeting(only, measured)).toEqual({
			order: ['ORG-1', 'PLAN-3'],
			proposed: ['ORG-1', 'PLAN-3'],
			minutes: 10,
			afterwards: ['PART-5'],
			acceptable: ['MOB-2', 'HOME-1'],
		});
	});
});

describe('the edges of the measures', () => {
	test('40 % who do not know make an item not visible to many, less does not', () => {
		expect(disagreementOf(anyItem, views([1, 2, 3, 'DK', 'DK'])).notVisible).toBe(true);
		expect(disagreementOf(anyItem, views([1, 2, 3, 3, 3, 'DK', 'DK', 'DK'])).notVisible).toBe(false);
	});

	test('NA is proposed from half of those who know, only where it is allowed', () => {
		const half = views(['NA', 'NA', 2, 3, 'DK']);
		expect(disagreementOf({ notApplicableAllowed: true }, half).notApplicableProposed).toBe(true);
		expect(disagreementOf({ notApplicableAllowed: false }, half).notApplicableProposed).toBe(false);
		expect(disagreementOf({ notApplicableAllowed: true }, views(['NA', 2, 3])).notApplicableProposed).toBe(false);
		expect(disagreementOf({ notApplicableAllowed: true }, views(['DK', 'DK', 'DK'])).notApplicableProposed).toBe(false);
	});

	test('two levels are too few to speak of agreement, however far apart they are', () => {
		expect(disagreementOf(anyItem, views([1, 4, 'DK']))).toMatchObject({ agreement: 'too-few', range: 3, median: 1 });
	});

	test('an item nobody chose a level for has no range and no median', () => {
		expect(disagreementOf(anyItem, views(['DK', 'DK', 'DK']))).toMatchObject({ range: null, median: null, agreement: 'too-few' });
	});
});

describe('a gap between role groups', () => {
	const gap = (...groups: [KeptRole, AnswerValue[]][]) =>
		disagreementOf(
			anyItem,
			groups.flatMap(([role, values]) => views(values, role)),
		).roleGap;

	test('of one level is marked, a little less is not', () => {
		expect(gap(['leadership', [3, 3, 3]], ['teaching', [2, 2, 2]])).toEqual({
			higher: 'leadership',
			lower: 'teaching',
			levels: 1,
			marked: true,
		});
		expect(gap(['leadership', [3, 3, 3]], ['teaching', [2, 2, 2, 3]])?.marked).toBe(false);
	});

	test('counts only where both groups have three levels', () => {
		expect(gap(['leadership', [4, 4, 'DK']], ['teaching', [1, 1, 1]])).toBeNull();
	});

	test('is the widest of all pairs', () => {
		expect(gap(['leadership', [4, 4, 4]], ['teaching', [1, 1, 2]], ['others', [2, 3, 3]])).toMatchObject({
			higher: 'leadership',
			lower: 'teaching',
		});
	});
});

describe('for any answers', () => {
	const anyViews = (random: () => number): View[] =>
		Array.from({ length: 1 + Math.floor(random() * 15) }, () => ({
			value: ([1, 2, 3, 4, 'NA', 'DK'] as const)[Math.floor(random() * 6)]!,
			role: ([...roleGroups, 'others'] as const)[Math.floor(random() * 7)]!,
		}));

	test('every person is counted once', () => {
		randomly(500, (random) => {
			const measured = disagreementOf({ notApplicableAllowed: true }, anyViews(random));
			expect(measured.levels.reduce((a, b) => a + b) + measured.notApplicable + measured.unknown).toBe(measured.submitted);
		});
	});

	test('the order of the answers changes nothing', () => {
		randomly(300, (random) => {
			const all = anyViews(random);
			expect(disagreementOf(anyItem, all.toReversed())).toEqual(disagreementOf(anyItem, all));
		});
	});

	test('the median lies among the levels chosen, and no more than half of them below it', () => {
		randomly(500, (random) => {
			const measured: Disagreement = disagreementOf(anyItem, anyViews(random));
			if (measured.median === null) return expect(measured.levelAnswers).toBe(0);
			expect(measured.levels[measured.median - 1]).toBeGreaterThan(0);
			const below = measured.levels.slice(0, measured.median - 1).reduce((a, b) => a + b, 0);
			const above = measured.levels.slice(measured.median).reduce((a, b) => a + b, 0);
			expect(below * 2).toBeLessThan(measured.levelAnswers);
			expect(above * 2).toBeLessThanOrEqual(measured.levelAnswers);
		});
	});

	test('one more “I do not know” changes neither median nor range', () => {
		randomly(300, (random) => {
			const all = anyViews(random);
			const { median, range, agreement } = disagreementOf(anyItem, all);
			expect(disagreementOf(anyItem, [...all, { value: 'DK', role: 'others' }])).toMatchObject({ median, range, agreement });
		});
	});

	test('a role gap names only groups with three levels', () => {
		randomly(500, (random) => {
			const all = anyViews(random);
			const found = disagreementOf(anyItem, all).roleGap;
			for (const role of found ? [found.higher, found.lower] : [])
				expect(all.filter((view) => view.role === role && typeof view.value === 'number').length).toBeGreaterThanOrEqual(3);
		});
	});
});
