import { expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { answersFrom, testA } from '../go-international/vectors.fixture.ts';
import { finishRun } from '../runs/lifecycle.ts';
import { answer, openRun } from '../runs/runs.fixture.ts';
import { addAction, planFromResult, setActionState } from './commands.ts';
import { documentHtml } from './document.ts';
import { printPlan, readPlanDocument, writePlan } from './print.ts';
import { addActionProof, actionProof, removeActionProof } from './proof.ts';
import { readAction, readPlan } from './queries.ts';

const app = useTestApp();

async function planned() {
	const run = await openRun(app);
	for (const [item, value] of answersFrom(testA))
		await answer(run.ctx, run.runId, { item, value: String(value) as '1', reason: value === 'NA' ? 'not-our-mission' : undefined });
	await finishRun(run.ctx, run.runId);
	await planFromResult(run.ctx, { runId: run.runId, items: [{ item: 'HOME-1' }, { item: 'PLAN-1' }, { item: 'ORG-4' }] });
	return run;
}
const file = (text: string) =>
	(async function* () {
		yield Buffer.from(text);
	})();

test('the document of the plan has every action with what was said, open ones first', async () => {
	const { ctx, providerId } = await planned();
	const { id } = await addAction(ctx, providerId, {
		goal: 'We know what our staff can do',
		action: 'Ask all staff',
		fromLevel: 1,
		toLevel: 2,
		ownerName: 'Head of staff',
		indicator: 'answers',
		baseline: '0',
		aim: '100',
		hours: 8,
		moneyCents: 12_000,
	});
	await setActionState(ctx, id, { state: 'done', proofNote: 'Overview' });
	const document = await readPlanDocument(ctx, providerId, 'plan');
	expect(document.parts.map(({ title, goals }) => [title, goals.length])).toEqual([
		['What we do', 3],
		['What is over', 1],
	]);
	const [action] = document.parts[1]!.goals[0]!.actions;
	expect(action).toMatchObject({ action: 'Ask all staff', state: 'done', levels: { from: 1, to: 2 } });
	expect(Object.fromEntries(action!.facts.map(({ term, value }) => [term, value]))).toMatchObject({
		Owner: 'Head of staff',
		Indicator: 'answers: 0 today, aim 100',
		Resources: '8 hours, €120',
		Evidence: 'Overview',
	});
});

test('for an Erasmus Plan goals stand in its parts, each with how ready the provider is; what was stopped is left out', async () => {
	const { ctx, providerId } = await planned();
	const { id } = await addAction(ctx, providerId, { goal: 'Not now', action: 'Wait' });
	await setActionState(ctx, id, { state: 'stopped', stoppedReason: 'No money' });
	const document = await readPlanDocument(ctx, providerId, 'erasmus');
	expect(document.parts.map(({ title, goals }) => [title, goals.length])).toEqual([
		['Objectives', 1],
		['Activities', 1],
		['Management and resources', 1],
	]);
	expect(document.parts.map(({ facts }) => facts[0]!.term)).toEqual([
		'Self-assessment, Objectives',
		'Self-assessment, Activities',
		'Self-assessment, Management and resources',
	]);
	expect(document.notes.join(' ')).toContain('does not predict');
	expect(JSON.stringify(document)).not.toContain('No money');
});

test('reads in German and French', async () => {
	const { ctx, providerId } = await planned();
	for (const [locale, word] of [
		['de', 'Ziele'],
		['fr', 'Objectifs'],
	] as const) {
		const document = await readPlanDocument({ ...ctx, locale, t: app.texts.translator(locale) }, providerId, 'erasmus');
		expect(document).toMatchObject({ lang: locale, parts: [{ title: word }, {}, {}] });
		expect(documentHtml(document)).toContain(locale === 'fr' ? '</b>\u202f: ' : '</b>: ');
	}
});

test('becomes a PDF and a file for text programs in which nothing people wrote is markup', async () => {
	const { ctx, providerId } = await planned();
	await addAction(ctx, providerId, { goal: '<script>alert(1)</script>', action: 'R&D "first"' });
	const html = (await writePlan(ctx, providerId, 'erasmus')).bytes.toString();
	expect(html).toContain('&lt;script&gt;');
	expect(html).not.toContain('<script>');
	expect(html).toContain('R&amp;D &quot;first&quot;');
	expect(documentHtml(await readPlanDocument(ctx, providerId, 'plan'))).toMatch(/^<!doctype html>\n<html lang="en">/);
	for (const kind of ['plan', 'erasmus'] as const) {
		const { bytes, name } = await printPlan(ctx, providerId, kind);
		expect(Buffer.from(bytes.slice(0, 5)).toString()).toBe('%PDF-');
		expect(name).toBe(kind === 'plan' ? 'action-plan.pdf' : 'erasmus-plan.pdf');
	}
});

test('a document is for the provider’s own people: a mentor reads the plan on the page only', async () => {
	const { ctx, providerId, runId } = await planned();
	const mentor = await makePerson(app, 'Mentor');
	const ends_at = new Date(Date.now() + 86_400_000);
	await app.db.insertInto('benchmarks.run_role').values({ run_id: runId, person_id: mentor.id, role: 'mentor', ends_at }).execute();
	expect((await readPlan(app.as(mentor.actor), providerId)).actions).toHaveLength(3);
	await expect(readPlanDocument(app.as(mentor.actor), providerId, 'plan')).rejects.toMatchObject({ code: 'forbidden' });
	const colleague = await makePerson(app, 'Colleague', [{ organisationId: providerId, role: 'staff' }]);
	const stranger = await makePerson(app, 'Stranger');
	// A colleague who may not see the result gets the plan without it.
	expect((await readPlanDocument(app.as(colleague.actor), providerId, 'erasmus')).parts[0]!.facts).toEqual([]);
	await expect(readPlanDocument(app.as(stranger.actor), providerId, 'plan')).rejects.toMatchObject({ code: 'not_found' });
	await expect(readPlanDocument({ ...ctx, actor: { kind: 'guest' } }, providerId, 'plan')).rejects.toMatchObject({ code: 'not_signed_in' });
});

test('evidence is a file that the owner adds, replaces and takes away', async () => {
	const { ctx, providerId } = await planned();
	const owner = await makePerson(app, 'Owner', [{ organisationId: providerId, role: 'staff' }]);
	const other = await makePerson(app, 'Other', [{ organisationId: providerId, role: 'staff' }]);
	const { id } = await addAction(ctx, providerId, { goal: 'G', action: 'A', ownerId: owner.id });
	await expect(addActionProof(app.as(other.actor), id, { name: 'x.txt', bytes: file('x') })).rejects.toMatchObject({ code: 'forbidden' });
	await addActionProof(app.as(owner.actor), id, { name: 'plan.txt', bytes: file('one') });
	await addActionProof(app.as(owner.actor), id, { name: 'module.txt', bytes: file('two, longer') });
	expect((await readAction(ctx, id)).action.proof.file).toEqual({ name: 'module.txt', mediaType: 'text/plain; charset=utf-8', size: 11 });
	expect((await actionProof(app.as(other.actor), id)).name).toBe('module.txt');
	await removeActionProof(app.as(owner.actor), id);
	await removeActionProof(app.as(owner.actor), id);
	expect((await readAction(ctx, id)).action.proof.file).toBeNull();
	await expect(actionProof(ctx, id)).rejects.toMatchObject({ code: 'not_found' });
});
