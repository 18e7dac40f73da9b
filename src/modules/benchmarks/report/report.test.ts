import { describe, expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { answersFrom, testA } from '../go-international/vectors.fixture.ts';
import type { Evidence } from '../model.ts';
import { finishRun, reopenRun, startRun } from '../runs/lifecycle.ts';
import { namePerson } from '../runs/people.ts';
import { answer, openRun, sampleProfile } from '../runs/runs.fixture.ts';
import { planFromResult } from '../plan/commands.ts';
import { beginningsOf } from '../ui/report/report-words.ts';
import { answeredSentence, answerersSentence } from '../ui/report/spread-words.ts';
import { saveImportance, saveProfile } from '../runs/settings.ts';
import { shownReport } from './print.ts';
import { chooseFocus } from '../runs/targets.ts';
import { differencesFromView } from './exact-view.fixture.ts';
import { reportOf } from './queries.ts';

const app = useTestApp();
type Opened = Awaited<ReturnType<typeof openRun>>;

async function answerAll(
	{ ctx, runId }: Pick<Opened, 'ctx' | 'runId'>,
	change: (item: string, value: unknown) => unknown = (_, value) => value,
) {
	for (const [item, given] of answersFrom(testA)) {
		const value = String(change(item, given)) as '1';
		await answer(ctx, runId, {
			item,
			value,
			reason: (value as string) === 'NA' ? 'not-our-mission' : undefined,
			evidence: item === 'DIR-1' ? 'none' : 'documented',
		});
	}
}

async function finished(locale = 'en') {
	const run = await openRun(app);
	await answerAll(run);
	await saveImportance(run.ctx, run.runId, { ENV: 1, PLAN: 3, PART: 1, MOB: 3, HOME: 3 });
	await finishRun(run.ctx, run.runId);
	return { ...run, report: await reportOf({ ...run.ctx, locale, t: app.texts.translator(locale) }, run.runId) };
}

describe('the report of test A', () => {
	test('says maturity, index, band, balance and where each came from', async () => {
		const { report } = await finished();
		expect(report.overall).toMatchObject({
			band: { code: 'developing', headline: 'You have good pieces' },
			provisional: false,
			balance: { verdict: 'strong-imbalance' },
		});
		expect(Math.round(report.overall.index!)).toBe(43);
		const made = report.overall.made;
		expect(made.reduce((sum, { weight, maturity }) => sum + weight * maturity, 0) / 100).toBeCloseTo(report.overall.maturity!, 12);
		expect(report.sections.find(({ code }) => code === 'ENV')).toMatchObject({
			made: { numerator: 13, denominator: 6 },
			band: { name: 'Developing' },
		});
		expect(report.overall.messages.map(({ kind }) => kind)).toEqual(['imbalance']);
		expect(report.readiness.map(({ code }) => code)).toEqual(['objectives', 'activities', 'management', 'quality']);
	});

	test('gives each section its sentence with the next level’s own words', async () => {
		const { report } = await finished();
		const { sentence, items } = report.sections[0]!;
		expect(sentence).toContain('Knowing our environment');
		expect(sentence).toContain(items.find(({ item }) => item === 'ENV-2')!.next!);
		expect(sentence).not.toContain('**');
	});

	test('orders priorities as test G and says why each is there', async () => {
		const { report } = await finished();
		expect(report.priorities.slice(0, 7).map(({ item }) => item)).toEqual([
			'PLAN-3',
			'HOME-1',
			'IMP-3',
			'PLAN-5',
			'HOME-3',
			'PLAN-1',
			'MOB-2',
		]);
		expect(report.priorities[0]).toMatchObject({ priority: 12, reasons: ['importance', 'beginning', 'key-item'] });
		expect(report.priorities[0]!.recommendations.length).toBeGreaterThan(0);
	});

	test('lists what to find out and what to prove', async () => {
		const { report } = await finished();
		expect(report.findOut.map(({ item }) => item)).toEqual(['MOB-6']);
		expect(report.proveIt).toMatchObject([{ item: 'DIR-1', level: 3, evidence: 'none' }]);
	});

	test('asks to prove what nobody can show, not what could be shown', async () => {
		const run = await openRun(app);
		const proof: Record<string, Evidence> = { 'DIR-1': 'none', 'ENV-3': 'partial', 'ORG-1': 'documented' };
		for (const item of ['DIR-1', 'ENV-3', 'ORG-1', 'MOB-4']) await answer(run.ctx, run.runId, { item, value: '3', evidence: proof[item] });
		await finishRun(run.ctx, run.runId);
		const { proveIt } = await reportOf(run.ctx, run.runId);
		expect(proveIt.map(({ item, evidence }) => [item, evidence])).toEqual([
			['DIR-1', 'none'],
			['MOB-4', null],
		]);
	});

	test('says which role answered, where the profile does', async () => {
		const { ctx, runId, report } = await finished();
		expect(report).toMatchObject({ people: 1, answeredBy: null });
		await reopenRun(ctx, runId);
		await saveProfile(ctx, runId, { version: 1, profile: { ...sampleProfile, answeredBy: 'international-officer' }, numbers: {} });
		await finishRun(ctx, runId);
		const said = await reportOf(ctx, runId);
		expect(said.answeredBy).toBe('international-officer');
		const english = app.texts.translator('en') as never;
		const shown = shownReport(said, ctx);
		expect(answeredSentence(english, { ...shown, startedOn: '3 May 2026', finishedOn: '3 May 2026' })).toContain('on 3 May 2026.');
		expect(answeredSentence(english, { ...shown, startedOn: '3 May 2026', finishedOn: '4 May 2026' })).toContain('between 3 May 2026 and');
		expect(answerersSentence(app.texts.translator('en') as never, shownReport(said, ctx), 'en')).toBe(
			'Answered by the international officer.',
		);
	});

	test('begins with three recommendations on the first page, none of them twice', async () => {
		const { report } = await finished();
		const codes = (items: string[]) => {
			const chosen = items.map((item) => report.priorities.find((priority) => priority.item === item)!);
			return [...beginningsOf(chosen).values()].map((list) => list.map(({ code }) => code));
		};
		expect(codes(['PLAN-3', 'HOME-1', 'IMP-3'])).toEqual([['PLAN-D1'], ['HOME-S1'], ['IMP-D2']]);
		expect(codes(['PLAN-3', 'PLAN-5', 'PLAN-1'])).toEqual([['PLAN-D1'], ['PLAN-D2'], ['PLAN-D3']]);
		expect(codes(['PLAN-3', 'HOME-1']).flat()).toHaveLength(3);
		expect(beginningsOf([])).toEqual(new Map());
	});

	test('reads in German and French with the same figures', async () => {
		const english = (await finished()).report;
		for (const locale of ['de', 'fr']) {
			const { report } = await finished(locale);
			expect(report.textLocale).toBe(locale);
			expect(report.overall.maturity).toBe(english.overall.maturity);
			expect(report.sections[0]!.name).not.toBe(english.sections[0]!.name);
		}
	});
});

test('the next year’s report shows what moved, counted on items with a level in both runs', async () => {
	const first = await finished();
	const { runId } = await startRun(first.ctx, { providerId: first.providerId, mode: 'full', profile: sampleProfile });
	await answerAll({ ctx: first.ctx, runId }, (item, value) => (item.startsWith('HOME') ? 3 : item === 'ENV-3' ? 1 : value));
	await finishRun(first.ctx, runId);
	const report = await reportOf(first.ctx, runId);
	expect(report.progress).toMatchObject({ better: ['HOME'], lower: ['ENV'], overall: { verdict: 'no-clear-change' } });
	expect(report.priorities.find(({ item }) => item === 'ENV-3')!.reasons).toContain('fell');
	expect(report.sections[0]!.items.find(({ item }) => item === 'ENV-3')).toMatchObject({ value: 1, before: 3 });
});

describe('the trend', () => {
	test('is not there for a single run', async () => {
		expect((await finished()).report.trend).toBeNull();
	});

	test('goes over all runs, each step counted on the questions with a level in both', async () => {
		const first = await finished();
		const again = async (change: (item: string, value: unknown) => unknown) => {
			const { runId } = await startRun(first.ctx, { providerId: first.providerId, mode: 'full', profile: sampleProfile });
			await answerAll({ ctx: first.ctx, runId }, change);
			await finishRun(first.ctx, runId);
			return runId;
		};
		// What was not known and is known now moves the figure, not the step.
		const second = await again((item, value) => (item === 'MOB-6' ? 4 : value));
		const third = await again((item, value) => (item.startsWith('HOME') ? 3 : item === 'MOB-6' ? 4 : value));
		const { trend } = await reportOf(first.ctx, third);
		expect(trend!.runs.map(({ runId }) => runId)).toEqual([first.runId, second, third]);
		const [one, two, three] = trend!.runs;
		expect(one!.step).toBeNull();
		expect(two!.step).toMatchObject({ points: 0, verdict: 'no-clear-change' });
		expect(two!.index).not.toBe(one!.index);
		expect(three!.step!.items).toBe(two!.step!.items + 1);
		expect(three!.step!.points).toBeCloseTo(((three!.step!.now - three!.step!.before) / 3) * 100, 10);
		expect(new Set(trend!.moved.map(({ section }) => section))).toEqual(new Set(['HOME']));
		expect(trend!.moved[0]).toMatchObject({ item: 'HOME-1', before: 1, now: 3 });
		expect(differencesFromView(await reportOf(first.ctx, third))).toEqual([]);
		// The report of an earlier run knows nothing of later ones.
		expect((await reportOf(first.ctx, second)).trend!.runs).toHaveLength(2);
	});
});

test('the plan goes with the report for those who may read it, with what came of earlier actions', async () => {
	const first = await finished();
	await planFromResult(first.ctx, { runId: first.runId, items: [{ item: 'HOME-1' }] });
	const { runId } = await startRun(first.ctx, { providerId: first.providerId, mode: 'full', profile: sampleProfile });
	await answerAll({ ctx: first.ctx, runId }, (item, value) => (item === 'HOME-1' ? 3 : value));
	await finishRun(first.ctx, runId);
	expect((await reportOf(first.ctx, first.runId)).plan).toMatchObject([{ item: 'HOME-1', levelNow: null }]);
	expect((await reportOf(first.ctx, runId)).plan).toMatchObject([{ item: 'HOME-1', fromLevel: 1, levelNow: 3 }]);
	const reader = await makePerson(app, 'Reader');
	await app.db.insertInto('benchmarks.run_role').values({ run_id: runId, person_id: reader.id, role: 'viewer' }).execute();
	expect((await reportOf(app.as(reader.actor), runId)).plan).toBeNull();
});

test('focus points chosen by the provider are marked', async () => {
	const { ctx, runId } = await finished();
	await chooseFocus(ctx, runId, ['HOME-1', 'IMP-3']);
	expect((await reportOf(ctx, runId)).priorities.filter(({ focus }) => focus).map(({ item }) => item)).toEqual(['HOME-1', 'IMP-3']);
});

test('a viewer reads the report, a stranger is told that it does not exist', async () => {
	const { ctx, runId, providerId } = await finished();
	const viewer = await makePerson(app, 'Viewer', [{ organisationId: providerId, role: 'staff' }]);
	await expect(reportOf(app.as(viewer.actor), runId)).rejects.toMatchObject({ code: 'not_found' });
	await namePerson(ctx, runId, viewer.id, 'viewer');
	expect((await reportOf(app.as(viewer.actor), runId)).provider.name).toBe('Test provider');
});
