import { expect, test } from 'vitest';
import { editionOf } from '../../instruments.ts';
import { csvResults } from '../csv/write-csv.ts';
import { s1, s3, s4 } from '../vectors.fixture.ts';
import { choices } from './card.ts';
import { resultColumns, resultRows } from './export.ts';
import { keepParts } from './keep-parts.ts';
import { reportFrom, yearOf } from './report.fixture.ts';

const locales = ['en', 'de', 'fr'];

test('each figure opens into what it was made from: whole, axis, indicator, numbers', () => {
	const report = reportFrom();
	const weighted = (parts: { weight: number; score: number }[]) =>
		parts.reduce((sum, { weight, score }) => sum + weight * score, 0) / parts.reduce((sum, { weight }) => sum + weight, 0);
	expect(weighted(report.overall.made)).toBeCloseTo(69.8888, 4);
	const work = report.axes[0]!;
	expect(weighted(work.made)).toBeCloseTo(work.score!, 9);
	const access = work.indicators.find(({ code }) => code === 'SU-1.4')!;
	expect(access.made).toMatchObject({
		formula: '100 × out_emp / (out_known − out_edu)',
		filled: '100 × 260 / (420 − 40) = 68.4211',
		coverageFilled: '420 / 600 = 0.7',
	});
	expect(access.made.half!.both).toBeCloseTo(access.score! - access.low!, 9);
	expect(access.made.half!.sampling ** 2 + access.made.half!.declared ** 2).toBeCloseTo(access.made.half!.both ** 2, 9);
	for (const field of access.fields) expect(report.numbers.map((number) => number.field)).toContain(field);
});

test.each(locales)('a report in %s says every axis in a sentence, with names and numbers of that language', (locale) => {
	const report = reportFrom(s3, { locale });
	for (const { sentence, name } of report.axes) {
		expect(sentence).toContain(name);
		expect(sentence).not.toMatch(/[{}*]/);
	}
	expect(report.axes[0]!.sentence).toContain(locale === 'en' ? '69.9' : '69,9');
});

test('what does not apply, is too small or has no data stands in the report with its reason', () => {
	const { gaps } = reportFrom(s3);
	expect(gaps.map(({ indicator, status }) => [indicator, status])).toEqual([
		['SU-1.3', 'na'],
		['SU-3.4', 'na'],
		['SU-3.5', 'small'],
		['SU-5.5', 'na'],
	]);
	expect(gaps[0]!.reason).toBe('We offer no preparatory programme.');
});

test('fewer axes are said beside the score', () => {
	const report = reportFrom(s4);
	expect(report.overall).toMatchObject({ axes: 4, note: 'from 4 of 5 axes' });
	expect(report.axes[0]).toMatchObject({ score: null, sentence: expect.stringContaining('no') });
});

test('only clear changes are told: bands that have no value in common', () => {
	const earlier = [yearOf(2024, s1({ fields: { leavers_completed: 500, vul_completed: 160 } }))];
	const { changes, beforeYear, axes } = reportFrom(s1(), { earlier });
	expect(beforeYear).toBe('2024');
	expect(changes.map(({ code, verdict }) => [code, verdict])).toContainEqual(['SU-2.1', 'better']);
	expect(changes.map(({ code }) => code)).not.toContain('SU-1.4');
	expect(axes[1]!.indicators[0]!.before).toMatchObject({ verdict: 'better' });
});

test('the trend marks a cohort that changed and keeps years in order', () => {
	const earlier = [yearOf(2024, s1(), { cohort_basis: 'Y' }), yearOf(2023, s1(), { cohort_basis: 'Y' })];
	const { trend } = reportFrom(s1(), { earlier });
	expect(trend.map(({ year, marks }) => [year, marks])).toEqual([
		['2023', []],
		['2024', []],
		['2025', ['cohort-changed']],
	]);
});

test('a training year from September is named by both calendar years', () => {
	expect(reportFrom(s1({ settings: { year_start_month: 9, cohort_basis: 'Y-1' } })).yearName).toBe('2025/26');
});

test('recommendations come in the order of their weight, with the value the next band begins at', () => {
	const { advice } = reportFrom();
	expect(advice.map(({ priority }) => priority)).toEqual(advice.map(({ priority }) => priority).toSorted((a, b) => b - a));
	const mixed = advice.find(({ indicator }) => indicator === 'SU-3.4')!;
	expect(mixed).toMatchObject({ code: 'SU-3.4-a', value: 25, next: { band: 'Solid' } });
	expect(mixed.next!.value).toBeCloseTo(27.5);
	expect(mixed.priority).toBeCloseTo(mixed.made.axisWeight * mixed.made.weight * (mixed.made.to - mixed.made.score));
});

test('weak numbers are told to be mended first', () => {
	const trust = { ...Object.fromEntries(Object.keys(s1().fields).map((field) => [field, 3])), part_vulnerable: 1 };
	const { advice } = reportFrom(
		s1({
			trust,
			fields: {
				out_known: 280,
				out_emp: 100,
				f_emp: 50,
				m_emp: 50,
				f_den: 100,
				m_den: 100,
				emp_contract_known: 90,
				emp_permanent: 20,
				emp_occ_known: 90,
				emp_coherent: 40,
			},
		}),
	);
	expect(advice.find(({ indicator }) => indicator === 'SU-3.1')!.first[0]).toContain('Participants in a vulnerable situation');
	expect(advice.find(({ indicator }) => indicator === 'SU-1.4')!.first[0]).toContain('46.7 %');
});

test('the trust page says what is not proven and what would narrow the band', () => {
	const { trust } = reportFrom(s1(), { evidence: new Map([['part_total', 2]]) });
	expect(trust.unproven).toHaveLength(59);
	expect(trust.unproven).not.toContain('Participants in the training year');
	// An indicator trusts its weakest number, so here only the one made from a single field gets narrower.
	expect(trust.gains).toMatchObject([{ label: 'Kinds of partners with a joint activity', from: 3, to: 4 }]);
	expect(reportFrom(s1(), { evidence: null }).trust.unproven).toBeNull();
});

const everywhere = (report: unknown) => JSON.stringify(report);

test('a base too small and totals of one to four people are for editors only', () => {
	const few = s1({ fields: { vpl_candidates: 3, adj_requests: 8, adj_met: 7 } });
	const editors = reportFrom(few);
	const others = reportFrom(few, { seesSmall: false });
	const find = (report: typeof editors, code: string) =>
		report.axes.flatMap(({ indicators }) => indicators).find((each) => each.code === code)!;
	expect(find(editors, 'SU-3.5')).toMatchObject({ value: 87.5, base: 8, hidden: false });
	expect(find(others, 'SU-3.5')).toMatchObject({ value: null, base: null, hidden: true, status: 'small' });
	for (const field of ['vpl_candidates', 'adj_requests', 'adj_met']) {
		expect(editors.numbers.find((each) => each.field === field)!.value).not.toBeNull();
		expect(others.numbers.find((each) => each.field === field)).toMatchObject({ value: null, hidden: true });
	}
	expect(find(others, 'SU-2.3').made.filled).toBeNull();
	expect(everywhere(others)).not.toMatch(/100 × 3 |7 \/ 8/);
	expect(resultRows(others).flat()).not.toContain(87.5);
});

test('in a breakdown a lone small group takes the next smallest with it', () => {
	const parts = { 'out_emp@sex=F': 160, 'out_emp@sex=M': 92, 'out_emp@sex=X': 8 };
	const known = { 'out_known@sex=F': 250, 'out_known@sex=M': 160, 'out_known@sex=X': 10 };
	const edu = { 'out_edu@sex=F': 20, 'out_edu@sex=M': 18, 'out_edu@sex=X': 2 };
	const report = reportFrom(s1({ fields: { ...parts, ...known, ...edu } }));
	const [sex] = report.axes[0]!.indicators.find(({ code }) => code === 'SU-1.4')!.breakdowns;
	expect(sex!.parts.map(({ code, hidden, value }) => [code, hidden, value === null])).toEqual([
		['F', false, false],
		['M', true, true],
		['X', true, true],
	]);
});

test('parts that are not shared are gone from the report, numbers and comments first', () => {
	const report = reportFrom(s1(), {
		comments: new Map([
			['SU-1.4', 'Survey by telephone'],
			['out_emp', 'Register of May'],
		]),
	});
	const shared = keepParts(report, ['summary', 'axes', 'indicators', 'method']);
	expect(everywhere(report)).toContain('Survey by telephone');
	expect(everywhere(shared)).not.toMatch(/Survey by telephone|Register of May|100 × 260/);
	expect(shared).toMatchObject({ numbers: [], advice: [], trend: [], centres: [], gaps: [], withData: false });
	expect(keepParts(report, ['summary']).axes.every(({ indicators }) => indicators.length === 0)).toBe(true);
});

test('the results file has a line for the whole, each axis and each indicator', () => {
	const rows = resultRows(reportFrom());
	expect(rows).toHaveLength(1 + 5 + 28);
	for (const row of rows) expect(row).toHaveLength(resultColumns.length);
	expect(rows[0]!.slice(3, 6)).toEqual(['overall', '', 'scored']);
});

test.each([
	['a whole return', s1()],
	['one of four axes', s4],
	['one that misses a number', s1({ without: ['out_emp'] })],
])('the results file of %s says the same in its columns as the file of all centres', (_, file) => {
	const report = reportFrom(file);
	const { result } = yearOf(2025, file);
	const lines = csvResults({ unit: 'provider', year: 2025, revision: 1, result }, { separator: ',', text: String })
		.replace('\uFEFF', '')
		.trim()
		.split('\r\n')
		.map((line) => line.split(','));
	const [head, ...others] = lines;
	expect(resultColumns.slice(0, head!.length)).toEqual(head);
	const said = resultRows(report).map((row) => row.slice(0, head!.length).map((cell) => (cell === null ? '' : String(cell))));
	const byId = (rows: readonly string[][]) => rows.toSorted((a, b) => a[4]!.localeCompare(b[4]!));
	expect(byId(said)).toEqual(byId(others));
});

test('the results file says what is shown of others, beside the score it is about', () => {
	const shown = (median: number) => [20, median, 58, 79, 47, 90, null, 50, 'middle-half', null];
	const others = {
		group: 'providerType:private',
		madeAt: '2026-11-24T02:00:00.000Z',
		whole: 'overall-4',
		columns: new Map([
			['overall-4', shown(68)],
			['A1', shown(70)],
			['SU-1.4', shown(72)],
		]),
	};
	const rows = resultRows(reportFrom(), others);
	for (const row of rows) expect(row).toHaveLength(resultColumns.length);
	const median = resultColumns.indexOf('others_median');
	const of = (id: string) => rows.find((row) => row[4] === id)!;
	expect([of('')[median], of('A1')[median], of('SU-1.4')[median], of('SU-1.5')[median]]).toEqual([68, 70, 72, null]);
	expect(of('SU-1.4').slice(-12, -9)).toEqual(['providerType:private', '2026-11-24T02:00:00.000Z', 20]);
	expect(resultRows(reportFrom()).every((row) => row.slice(-12).every((cell) => cell === null))).toBe(true);
});

test('centres stand by name and are never ranked; one left out says why', () => {
	const { data, result } = yearOf(2025, s1());
	const centre = (id: string, name: string) => ({ id, name, leftOut: null, about: null, data, result });
	const { centres } = reportFrom(s1(), {
		centres: [
			centre('b', 'South'),
			centre('a', 'North'),
			{ ...centre('c', 'East'), leftOut: 'Flooded', about: 80, data: null, result: null },
		],
	});
	expect(centres.map(({ name }) => name)).toEqual(['East', 'North', 'South']);
	expect(centres[0]).toMatchObject({ leftOut: 'Flooded', about: 80, participants: null });
	expect(centres[1]!.participants).toBe(1240);
});

test('only numbers of a base of thirty or more may stand on a card', () => {
	const allowed = choices(reportFrom(s1())).map(({ code }) => code);
	expect(allowed).toContain('SU-1.4');
	expect(allowed).toContain('SU-4.5');
	// 20 actions are enough for a score, not for a card.
	expect(allowed).not.toContain('SU-5.5');
	expect(editionOf('solity', 'SU-1.0').instrument.indicators.length).toBeGreaterThan(allowed.length);
});
