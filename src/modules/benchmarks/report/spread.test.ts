import { beforeAll, describe, expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import type { Ctx } from '#platform/context.ts';
import { fromRoot } from '#platform/paths.ts';
import { closePrinter, printPdf } from '#platform/pdf/print.ts';
import { acceptTogether, settleItem } from '../group/agreeing.ts';
import { closeAnswering } from '../group/closing.ts';
import { instrument, join, openGroup, tableOfSection15 } from '../group/group.fixture.ts';
import { noteAlone } from '../group/participation.ts';
import { forgetGroups } from '../group/retention.ts';
import { finishRun } from '../runs/lifecycle.ts';
import { reportPrint } from '../ui/report/print-report.ts';
import { toShown } from '../ui/report/shown.ts';
import { differencesFromView } from './exact-view.fixture.ts';
import { answerRows, machineReadable } from './export.ts';
import { reportParts, type Report } from './model.ts';
import { reportOf } from './queries.ts';
import { readShared, shareReport } from './sharing.ts';

const app = useTestApp();
const names = ['Person Anemone', 'Person Bergamot', 'Person Clematis', 'Person Dahlia', 'Person Erika'];
const until = '2099-03-01';

/** The group of the test table of section 15, finished: ORG-1 agreed with a reason, PLAN-3 parked, PART-5 does not apply. */
async function finishedGroup() {
	const group = await openGroup(app);
	const roles = ['leadership', 'international-office', 'teaching', 'teaching', 'teaching'] as const;
	for (const [i, name] of names.entries()) {
		const person = await join(app, group, name, roles[i]);
		for (const { code } of instrument.items) await person.answer(code, tableOfSection15[code]?.[i] ?? 2);
		await noteAlone(person.ctx, person.token, { item: 'ORG-1', text: `Whispered by ${name}` });
		await person.submit();
	}
	const { ctx, runId } = group;
	await closeAnswering(ctx, runId);
	await settleItem(ctx, runId, { kind: 'level', item: 'ORG-1', level: 3, reason: 'The deputy head signs every agreement' });
	await settleItem(ctx, runId, { kind: 'parked', item: 'PLAN-3', with: 'Marta Gentian', until });
	await settleItem(ctx, runId, { kind: 'not-applicable', item: 'PART-5', reason: 'not-our-mission' });
	const settled = ['ORG-1', 'PLAN-3', 'PART-5'];
	await acceptTogether(ctx, runId, { items: instrument.items.map(({ code }) => code).filter((code) => !settled.includes(code)) });
	await finishRun(ctx, runId);
	return { ctx, runId };
}

const printed = (ctx: Ctx, report: Report) =>
	reportPrint(
		ctx.t,
		toShown(report, {
			day: (day) => day.toISOString(),
			shortDay: (day) => day.toISOString(),
			month: (day) => day.toISOString(),
			plannedDay: (day) => day,
		}),
		{
			version: 'full',
			parts: reportParts,
			printed: { date: '2026-11-24', day: '24 November 2026' },
		},
	);

describe('the spread in the report of a group', () => {
	let group: Awaited<ReturnType<typeof finishedGroup>>;
	beforeAll(async () => void (group = await finishedGroup()));

	test('leaves through the API as its document says', async () => {
		expect(differencesFromView(await reportOf(group.ctx, group.runId))).toEqual([]);
	});

	test('says who took part, the shared view, the widest items with their reasons, and how views moved', async () => {
		const { people, spread } = await reportOf(group.ctx, group.runId);
		expect(people).toBe(5);
		expect(spread).toMatchObject({
			roles: [
				{ role: 'leadership', people: 1 },
				{ role: 'international-office', people: 1 },
				{ role: 'teaching', people: 3 },
			],
			shared: { shared: 42, of: 44 },
			widest: [
				{ item: 'ORG-1', range: 3, first: 2, agreed: 3, reason: 'The deputy head signs every agreement' },
				{ item: 'PLAN-3', range: 2, agreed: 'DK', reason: null },
				{ item: 'HOME-1', range: 1, agreed: 2 },
			],
			movement: { up: 1, down: 0, same: 42 },
			moved: [{ item: 'ORG-1', first: 2, agreed: 3 }],
			parked: [{ item: 'PLAN-3', with: 'Marta Gentian', until }],
		});
		expect(spread!.widest.every(({ title }) => title.length > 3)).toBe(true);
	});

	test('the answer itself tells why the group chose its level', async () => {
		const { sections } = await reportOf(group.ctx, group.runId);
		const items = sections.flatMap(({ items }) => items);
		expect(items.filter(({ why }) => why).map(({ item, why }) => [item, why])).toEqual([
			['ORG-1', 'The deputy head signs every agreement'],
		]);
	});

	test('nobody’s name, note or single answer stands in the report, its table, its files or its print', async () => {
		const report = await reportOf(group.ctx, group.runId);
		for (const shown of [report, answerRows(report), machineReadable(report), printed(group.ctx, report).data]) {
			const text = JSON.stringify(shown);
			for (const name of names) expect(text).not.toContain(name);
			expect(text).not.toContain('Whispered');
		}
		// Figures of the group's views: how far apart and the middle, never how many chose what.
		expect(Object.keys(report.spread!.widest[0]!).sort()).toEqual(['agreed', 'first', 'item', 'range', 'reason', 'title']);
	});

	test('a shared link shows it only where it was chosen, and never who finds something out', async () => {
		const open = async (...parts: [(typeof reportParts)[number], ...(typeof reportParts)[number][]]) => {
			const { token } = await shareReport(group.ctx, group.runId, { parts });
			return (await readShared(app.as(), token)).report;
		};
		const without = await open('summary', 'answers', 'findOut');
		expect(without.spread).toBeNull();
		expect(JSON.stringify(without)).not.toMatch(/deputy head|Gentian/);
		const chosen = await open('spread', 'answers');
		expect(chosen.spread).toMatchObject({ shared: { shared: 42 }, parked: [{ item: 'PLAN-3', with: null, until }] });
		expect(JSON.stringify(chosen)).toContain('deputy head');
		expect(JSON.stringify(chosen)).not.toMatch(/Gentian|Whispered|Person /);
		expect(JSON.stringify(printed(app.as(), chosen).data)).not.toMatch(/Gentian|Whispered|Person /);
	});

	test('stays the same when names and views are deleted', async () => {
		const before = await reportOf(group.ctx, group.runId);
		await forgetGroups({ db: app.db, now: () => new Date(Date.now() + 400 * 86_400_000) });
		expect((await reportOf(group.ctx, group.runId)).spread).toEqual(before.spread);
	});

	test.each(['en', 'de', 'fr'])('prints in %s', async (locale) => {
		const ctx = { ...group.ctx, locale, t: app.texts.translator(locale) };
		const { data, images } = printed(ctx, await reportOf(ctx, group.runId));
		expect(data.spread).toMatchObject({ title: ctx.t('spread.title') });
		const pdf = await printPdf({ template: fromRoot('src', 'modules', 'benchmarks', 'report', 'go-international.typ'), data, images });
		expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-');
		await closePrinter();
	});
});
