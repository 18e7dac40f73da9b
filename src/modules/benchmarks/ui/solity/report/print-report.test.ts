import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { afterAll, expect, test } from 'vitest';
import { createCatalogue } from '#platform/i18n/catalogue.ts';
import { formatDay, formatPlannedDay } from '#platform/i18n/dates.ts';
import { fromRoot } from '#platform/paths.ts';
import { closePrinter, printPdf } from '#platform/pdf/print.ts';
import type { ReportAction } from '../../../report/model.ts';
import { keepParts } from '../../../solity/report/keep-parts.ts';
import { reportParts, type ReportPart } from '../../../solity/report/model.ts';
import { moneyPanel, type ReportPanels } from '../../../solity/report/panels.ts';
import { reportFrom, yearOf } from '../../../solity/report/report.fixture.ts';
import { s1 } from '../../../solity/vectors.fixture.ts';
import { comparedReturn } from '../../comparison/compared.fixture.ts';
import { toShownReturn } from '../../comparison/shown.ts';
import { reportPrint } from './print-report.ts';
import { toShown } from './shown.ts';

const texts = createCatalogue();
const printed = { date: '2026-11-24', day: '24 November 2026' };
const locales = ['en', 'de', 'fr'] as const;
afterAll(closePrinter);

const panels: ReportPanels = {
	context: { place: 'Ancona', population: 98_000, unemployment: 5.9, date: '2025', source: 'ISTAT' },
	stories: [{ title: 'Evening course', text: 'Nine of twelve stayed.', figure: '9 of 12', about: 'in work after six months' }],
	money: moneyPanel({
		outcomes: [
			{ name: 'Found work', quantity: 46, proxy: 7400, source: 'INPS', deadweight: 0.45, attribution: 0.2, fading: 0.25, years: 3 },
		],
		discount: 0.035,
		cost: 214_000,
		costSource: 'Accounts',
	}),
};
const action: ReportAction = {
	id: '0198-action',
	item: 'SU-2.6',
	itemTitle: 'Kept in training',
	action: 'Mentors for every new learner',
	goal: 'Fewer leave early',
	owner: 'Ana Ferreira',
	deadline: '2026-12-18',
	state: 'done',
	fromLevel: null,
	toLevel: null,
	levelNow: null,
	counted: {
		returnId: '0198-before',
		from: 61.5,
		to: 70,
		unit: '%',
		decimals: 1,
		proofYear: 2025,
		now: { returnId: '0198-return', year: 2025, value: 68.2, verdict: 'better' },
	},
	proof: '',
};

/** A return with everything a report can show: an earlier year, parts, small numbers, what does not apply, a comment. */
function full(locale: string) {
	const parts = {
		'out_emp@sex=F': 160, 'out_emp@sex=M': 92, 'out_emp@sex=X': 8,
		'out_known@sex=F': 250, 'out_known@sex=M': 160, 'out_known@sex=X': 10,
		'out_edu@sex=F': 20, 'out_edu@sex=M': 18, 'out_edu@sex=X': 2,
		'lsat_satisfied@age=u25': 200, 'lsat_satisfied@age=25_54': 300, 'lsat_satisfied@age=55p': 54,
		'lsat_answered@age=u25': 240, 'lsat_answered@age=25_54': 330, 'lsat_answered@age=55p': 60,
	}; // prettier-ignore
	const trust = {
		...Object.fromEntries(Object.keys(s1().fields).map((field) => [field, 3])),
		part_vulnerable: 1,
		out_emp: 2,
		energy_kwh: 4,
		area_m2: 4,
	};
	const now = s1({
		fields: { ...parts, adj_requests: 8, adj_met: 7 },
		na: { 'SU-1.3': 'NO_PREQUAL' },
		without: ['preq_leavers', 'preq_to_qual_6m'],
		trust,
	});
	const earlier = [
		yearOf(2024, s1({ fields: { leavers_completed: 560, vul_completed: 190 } })),
		yearOf(
			2023,
			s1({
				fields: {
					leavers_completed: 520,
					vul_completed: 170,
					out_emp: 230,
					f_emp: 95,
					m_emp: 130,
					emp_contract_known: 200,
					emp_permanent: 90,
					emp_occ_known: 200,
					emp_coherent: 120,
				},
			}),
			{ cohort_basis: 'Y' },
		),
	];
	const report = reportFrom(now, {
		locale,
		earlier,
		comments: new Map([['out_emp', 'Telephone survey in May, by two people.']]),
		evidence: new Map([['part_total', 2]]),
		panels,
		plan: [action],
	});
	return toShown(report, { day: (moment) => formatDay(moment, locale), plannedDay: (day) => formatPlannedDay(day, locale) });
}

/** Among forty others. */
function among(locale: (typeof locales)[number]) {
	return toShownReturn(comparedReturn({}, locale), { t: texts.translator(locale), locale, day: (moment) => formatDay(moment, locale) });
}

async function print(locale: (typeof locales)[number], template: string, parts: readonly ReportPart[]): Promise<Buffer> {
	const t = texts.translator(locale);
	const request = reportPrint(t, full(locale), { parts, printed, comparison: among(locale) });
	const pdf = Buffer.from(await printPdf({ template: fromRoot('src', 'modules', 'benchmarks', 'report', template), ...request }));
	if (process.env.KEEP_PRINTS) await writeFile(`${process.env.KEEP_PRINTS}-${template.replace('.typ', '')}-${locale}.pdf`, pdf);
	return pdf;
}

const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length;

test.each(locales)('the director gets one page in %s', async (locale) => {
	expect(pagesOf(await print(locale, 'solity-director.typ', reportParts))).toBe(1);
});

test.each(locales)('the whole report prints in %s', async (locale) => {
	expect(pagesOf(await print(locale, 'solity.typ', reportParts))).toBeGreaterThan(8);
});

test('the chapters stand in the order of the specification, in print and among the parts one can share', () => {
	const template = readFileSync(fromRoot('src', 'modules', 'benchmarks', 'report', 'solity.typ'), 'utf8');
	const chapters = ['axes', 'comparison', 'trend', 'centres', 'context', 'stories', 'money', 'trust', 'gaps', 'advice', 'plan', 'method', 'numbers']; // prettier-ignore
	expect([...template.matchAll(/^#if d\.(\w+) != none/gm)].map(([, chapter]) => chapter)).toEqual(chapters);
	const parts = chapters.map((chapter) => ({ advice: 'recommendations', numbers: 'data' })[chapter] ?? chapter);
	expect(reportParts.filter((part) => part !== 'summary' && part !== 'indicators')).toEqual(parts);
});

test('an indicator says what it tells, the method its limits and sources, and no list is cut without a word', () => {
	const report = full('en');
	const changed = { ...report, changes: Array.from({ length: 8 }, (_, i) => ({ code: `A${i}`, name: `Change ${i}`, difference: i, verdict: 'better' as const })) }; // prettier-ignore
	const { data } = reportPrint(texts.translator('en'), changed, { parts: reportParts, printed, comparison: among('en') });
	const axes = data.axes as { table: { head: string[]; rows: string[][] }; list: { rows: { tells: string }[] }[] };
	expect(axes.list[0]!.rows[3]!.tells).toBe('Share of leavers without a job at entry who are in work six months later.');
	expect(axes.table.head).toEqual(['Axis', '2025', expect.any(String), '2024', 'Middle of the comparison group', 'Weight']);
	expect(axes.table.rows).toHaveLength(5);
	const method = data.method as { rows: { name: string; source: string; cells: string[] }[] };
	expect(method.rows[3]).toMatchObject({
		name: 'SU-1.4 Access to employment',
		source: 'Tracer survey; employment or social security register',
	});
	expect(method.rows.map(({ cells }) => cells.at(-1))).toEqual(expect.arrayContaining(['10 / 30', '5 / 15', '3 / 6', '3 / 5', '–']));
	const lists = data.lists as { rows: { name: string }[]; more: string | null }[];
	expect(lists[2]).toMatchObject({ rows: [{ name: 'Change 7' }, {}, {}, {}, {}, {}], more: '2 more' });
	const trust = data.trust as { levels: { count: string; fields: string }[]; unproven: { text: string } };
	expect(trust.levels.map(({ fields }) => fields)).toEqual([
		'Energy used in buildings (kWh); Heated or cooled floor area (m²)',
		'All other numbers.',
		'Of these, in work at 6 months',
		'Participants in a vulnerable situation',
	]);
	expect(trust.unproven.text).toMatch(/^Most of them: under “The numbers”/);
});

test('centres stand in a table by name', () => {
	const { data, result } = yearOf(2025, s1());
	const centres = ['South', 'North'].map((name) => ({ id: name, name, leftOut: null, about: null, data, result }));
	const report = reportFrom(undefined, { centres });
	const shown = toShown(report, { day: String, plannedDay: String });
	const { data: print } = reportPrint(texts.translator('en'), shown, { parts: reportParts, printed });
	const { table } = print.centres as { table: { head: string[]; rows: string[][] } };
	expect(table.head.slice(0, 4)).toEqual(['Centre', 'Participants', 'Overall', 'Return to work']);
	expect(table.rows.map((row) => row.slice(0, 3))).toEqual([
		['North', '1,240', '69.9'],
		['South', '1,240', '69.9'],
	]);
});

test('the plan says what was wanted of a value and what came of it, the money view a range with how it is made', () => {
	const { data } = reportPrint(texts.translator('en'), full('en'), { parts: reportParts, printed });
	expect(data.plan).toMatchObject({ actions: [{ more: '61.5\u00a0% → 70.0\u00a0% wanted, 68.2\u00a0% in 2025', owner: 'Ana Ferreira' }] });
	expect(data.money).toMatchObject({ range: expect.stringMatching(/^Between €\d{3},000 and €\d{3},000$/) as string });
	expect(data.context).toMatchObject({ figures: [{ figure: '98,000' }, { figure: '5.9\u00a0%' }], from: 'ISTAT, 2025' });
});

test('the plan is a part like the others', () => {
	const report = reportFrom(undefined, { plan: [action] });
	expect(keepParts(report, ['plan']).plan).toMatchObject([{ owner: 'Ana Ferreira', action: 'Mentors for every new learner' }]);
	expect(keepParts(report, ['summary']).plan).toBeNull();
});

test('parts that are left out leave no trace in what is printed', () => {
	const report = full('en');
	const t = texts.translator('en');

	const text = JSON.stringify(reportPrint(t, report, { parts: ['summary', 'method'], printed, comparison: among('en') }));
	expect(text).not.toMatch(/Telephone survey|100 × 260|Most urgent|Evening course|Mentors for|40 providers/);
	const chapters = [
		'advice',
		'axes',
		'comparison',
		'compared',
		'trend',
		'context',
		'stories',
		'money',
		'centres',
		'trust',
		'gaps',
		'plan',
		'numbers',
	];
	for (const chapter of chapters) expect(text).toContain(`"${chapter}":null`);
	expect(keepParts(reportFrom(), ['summary']).numbers).toEqual([]);
});
