import { expect, test } from 'vitest';
import { currentEdition, textsOf } from '../instruments.ts';
import { describe as inWords } from './fault.ts';
import { countChange } from './last-year.ts';
import { readFile } from './score-file.ts';
import { scoreReturn } from './scoring.ts';
import { s1, s1Fields, trust3But, type ReturnFile } from './vectors.fixture.ts';
import { warningsOf } from './warnings.ts';

const edition = currentEdition('solity');
const { instrument } = edition;

const lists = { list_shortage: { name: 'Regional list 2025' }, list_area: 'Priority areas' };

function warnings(file: ReturnFile, before?: ReturnFile): [string, string][] {
	const year = (of: ReturnFile) => {
		const { data } = readFile(instrument, { ...of, settings: { ...lists, ...of.settings } } as never);
		return { data, result: scoreReturn(instrument, data) };
	};
	const found = warningsOf(instrument, year(file), before ? year(before) : null);
	return inWords(found, textsOf(edition, 'en')).map(({ code, message }) => [code, message]);
}

test('S-1 with its lists named asks for nothing', () => {
	expect(warnings(s1())).toEqual([]);
});

test('a count that changed by more than 30 % and by 20 or more', () => {
	const last = s1({ fields: { sup_need: 231, sup_given: 200, act_planned: 13, act_done: 10 } });
	expect(warnings(s1({ fields: { sup_need: 301, sup_given: 240 } }), last)[0]).toEqual([
		'W_YOY',
		'sup_need: changed by 30.3 % (231 to 301). Please confirm and explain.',
	]);
	// act_planned went from 13 to 20: by more than 30 %, but only by 7.
	expect(warnings(s1(), last).filter(([code]) => code === 'W_YOY')).toEqual([]);
});

test('the hint while typing is the same, and knows no percentage of nothing', () => {
	const field = (code: string) => instrument.fields.find((each) => each.code === code)!;
	expect(countChange(instrument, field('vpl_candidates'), 100, 130)).toBeNull();
	expect(countChange(instrument, field('vpl_candidates'), 100, 131)!.values).toMatchObject({ p: '31', old: '100', new: '131' });
	expect(countChange(instrument, field('vpl_candidates'), 100, 65)!.values.p).toBe('-35');
	expect(countChange(instrument, field('vpl_candidates'), 0, 20)!.values.p).toBe('∞');
	expect(countChange(instrument, field('vpl_candidates'), 0, 19)).toBeNull();
	expect(countChange(instrument, field('energy_kwh'), 100, 900)).toBeNull();
	expect(countChange(instrument, field('vpl_candidates'), undefined, 900)).toBeNull();
});

test('a value that jumps: by more than 15 points, 0.20 or 25 %', () => {
	const jumps = (before: Record<string, number>) => warnings(s1(), s1({ fields: before })).filter(([code]) => code === 'W_YOY_VALUE');
	expect(jumps({ qual_obtained: 416 })).toEqual([]);
	expect(jumps({ qual_obtained: 415 })).toEqual([['W_YOY_VALUE', 'SU-2.2: the value moved from 64.8 to 80. Confirm and explain.']]);
	expect(jumps({ vul_completed: 180 })).toEqual([['W_YOY_VALUE', 'SU-3.2: the value moved from 0.61 to 0.88. Confirm and explain.']]);
	expect(jumps({ energy_kwh: 748800 })).toEqual([]);
	expect(jumps({ energy_kwh: 740000 })).toHaveLength(1);
});

test('extremes count from a base of 30', () => {
	const all = (base: number) => warnings(s1({ fields: { sup_need: base, sup_given: base } })).map(([code]) => code);
	expect(all(30)).toEqual(['W_PERFECT']);
	expect(all(29)).toEqual([]);
	expect(warnings(s1({ fields: { vpl_candidates: 0 } }))).toEqual([['W_NULL', 'SU-2.3: exactly 0 %. Confirm that nothing was left out.']]);
	expect(warnings(s1({ fields: { part_planned: 1240 } }))).toEqual([]);
});

test('coverage below one half, and an empty base', () => {
	expect(warnings(s1({ fields: { empl_answered: 129, empl_satisfied: 117 } }))).toEqual([
		['W_COVERAGE', 'SU-4.3: only 49.6 % are known. Below 30 % the indicator stays out of comparisons.'],
	]);
	expect(warnings(s1({ fields: { adj_requests: 0, adj_met: 0 } }))).toEqual([
		['W_ZERO_BASE', 'SU-3.5: the base is empty, so there is no value. Choose “not applicable” or explain.'],
	]);
	const nobodyElse = s1({ fields: { leavers_completed: 235, vul_completed: 235, part_total: 1240 } });
	expect(warnings(nobodyElse).map(([code]) => code)).toEqual(['W_ZERO_BASE']);
});

test('the special checks of section 6', () => {
	const codes = (changes: Parameters<typeof s1>[0]) => warnings(s1(changes)).map(([code, message]) => `${code} ${message.split('.')[0]}`);
	expect(codes({ fields: { part_planned: 1033 } })).toEqual(['W_PLAN You reached more than 120 % of the plan']);
	expect(codes({ fields: { part_planned: 1034 } })).toEqual([]);
	expect(codes({ fields: { qual_presented: 981 } })).toEqual(['W_CHECK More persons were assessed than left']);
	expect(codes({ fields: { staff_teach: 121 } })).toEqual(['W_CHECK There are more teaching staff than staff']);
	expect(codes({ fields: { energy_kwh: 71999 } })[0]).toMatch(/^W_CHECK Energy per square metre is unusual/);
	expect(codes({ fields: { energy_kwh: 72000 } })).toEqual([]);
	expect(codes({ na: { 'SU-3.5': 'NO_REQUESTS' }, without: ['adj_requests', 'adj_met'] })).toEqual([
		'W_CHECK Nobody asked for an adjustment',
	]);
	expect(codes({ na: { 'SU-3.6': 'NO_NEED_RECORDED' }, without: ['sup_need', 'sup_given'] })).toEqual([
		'W_CHECK No support need was recorded',
	]);
});

test('cohorts, trust, reasons and lists against last year', () => {
	const now = s1({ settings: { cohort_basis: 'Y' }, trust: trust3But({ act_done: 2 }), fields: { leavers_all: 779, vul_leavers: 340 } });
	const last = s1({ settings: { cohort_basis: 'Y-1' }, na: { 'SU-5.4': 'NO_METER' }, without: ['energy_kwh', 'area_m2'] });
	expect(warnings(now, { ...last, fields: { ...last.fields, leavers_all: 779 } })).toEqual([
		['W_COHORT_CHANGED', 'The outcome cohort is not the one of last year. The trend shows a mark.'],
		['W_COHORT_SIZE', 'There are more leavers in the outcome cohort (780) than leavers in the training year (779).'],
		['W_TRUST_DOWN', 'act_done: the trust level is lower than last year (3 to 2).'],
		['W_NA_CHANGED', 'SU-5.4: “not applicable” changed since last year.'],
	]);
	expect(warnings(s1({ settings: { list_shortage: { name: ' ' }, list_area: '' } }))).toEqual([
		['W_NO_LIST', 'SU-2.4: name the official list you used (list_shortage).'],
		['W_NO_LIST', 'SU-4.1: name the official list you used (list_area).'],
	]);
});

test('warnings never change a score', () => {
	const { data } = readFile(instrument, s1({ fields: s1Fields }) as never);
	const before = structuredClone(scoreReturn(instrument, data));
	warnings(s1(), s1({ fields: { part_total: 600 } }));
	expect(scoreReturn(instrument, data)).toEqual(before);
});
