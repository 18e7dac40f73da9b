import type { Kysely } from 'kysely';
import { describe, expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { answersFrom, testA } from '../go-international/vectors.fixture.ts';
import { currentEdition } from '../instruments.ts';
import { up as countAsAsked } from '../migrations/20261130_1540_results_before_reminders.ts';
import { finishRun, startRun } from '../runs/lifecycle.ts';
import { answer, openRun, sampleProfile } from '../runs/runs.fixture.ts';
import { addAction, changeAction, holdReview, planFromResult, removeAction, restoreAction, setActionState } from './commands.ts';
import { erasmusPartOf } from './erasmus-parts.ts';
import type { ActionInput } from './model.ts';
import { planColleagues, readAction, readPlan } from './queries.ts';
import { reportOf } from '../report/queries.ts';
import { remindOwners, remindResults, remindReviews } from './reminders.ts';

const app = useTestApp();
const action = (more: Partial<ActionInput> = {}): ActionInput => ({
	goal: 'HOME-1: every programme has two international learning outcomes',
	action: 'Write and test outcomes in the CNC module',
	fromLevel: 1,
	toLevel: 2,
	...more,
});

async function finishedRun() {
	const run = await openRun(app);
	await answerAll(run, run.runId);
	await finishRun(run.ctx, run.runId);
	return run;
}
async function answerAll({ ctx }: Pick<Awaited<ReturnType<typeof openRun>>, 'ctx'>, runId: string, better: string[] = []) {
	for (const [item, value] of answersFrom(testA))
		await answer(ctx, runId, {
			item,
			value: (better.includes(item) ? '4' : String(value)) as '1',
			reason: value === 'NA' ? 'not-our-mission' : undefined,
		});
}

describe('a plan', () => {
	test('begins with priorities of a result: goal, levels, text and a date, each once', async () => {
		const { ctx, runId, providerId } = await finishedRun();
		const input = { runId, items: [{ item: 'HOME-1', recommendations: ['HOME-S1'] }, { item: 'PLAN-3' }] };
		expect(await planFromResult(ctx, input)).toEqual({ providerId, added: 2 });
		expect(await planFromResult(ctx, input)).toEqual({ providerId, added: 0 });
		const plan = await readPlan(ctx, providerId);
		expect(plan.actions.map(({ item, fromLevel, toLevel, state }) => ({ item, fromLevel, toLevel, state }))).toEqual([
			{ item: 'HOME-1', fromLevel: 1, toLevel: 3, state: 'planned' },
			{ item: 'PLAN-3', fromLevel: 1, toLevel: 3, state: 'planned' },
		]);
		expect(plan).toMatchObject({ counts: { open: 2 }, advice: 'few', review: { overdue: false } });
		await expect(planFromResult(ctx, { runId, items: [{ item: 'HOME-1', recommendations: ['ENV-S1'] }] })).rejects.toMatchObject({
			code: 'invalid_input',
		});
	});

	test('shows whether it worked in the next run', async () => {
		const run = await finishedRun();
		await planFromResult(run.ctx, { runId: run.runId, items: [{ item: 'HOME-1' }] });
		expect((await readPlan(run.ctx, run.providerId)).actions[0]!.levelNow).toBeNull();
		const { runId } = await startRun(run.ctx, { providerId: run.providerId, mode: 'full', profile: sampleProfile });
		await answerAll(run, runId, ['HOME-1']);
		await finishRun(run.ctx, runId);
		expect((await readPlan(run.ctx, run.providerId)).actions[0]!.levelNow).toBe(4);
	});

	test('does not exist for others; colleagues read it, its owner reports, administrators change', async () => {
		const { ctx, providerId } = await openRun(app);
		const colleague = await makePerson(app, 'Colleague', [{ organisationId: providerId, role: 'staff' }]);
		const stranger = await makePerson(app, 'Stranger');
		const { id } = await addAction(ctx, providerId, action({ ownerId: colleague.id }));
		const other = await addAction(ctx, providerId, action({ ownerName: 'Head of department' }));
		await expect(readPlan(app.as(stranger.actor), providerId)).rejects.toMatchObject({ code: 'not_found' });
		expect((await readPlan(app.as(colleague.actor), providerId)).actions).toHaveLength(2);
		await expect(addAction(app.as(colleague.actor), providerId, action())).rejects.toMatchObject({ code: 'forbidden' });
		await setActionState(app.as(colleague.actor), id, { state: 'done', proofNote: 'Module plan' });
		await expect(setActionState(app.as(colleague.actor), other.id, { state: 'done' })).rejects.toMatchObject({ code: 'forbidden' });
		expect((await readAction(ctx, id)).action).toMatchObject({
			state: 'done',
			owner: { name: 'Colleague' },
			proof: { note: 'Module plan' },
		});
	});

	test('is put into the hands of colleagues by whoever may change it; others are not told who they are', async () => {
		const { ctx, admin, providerId } = await openRun(app);
		const colleague = await makePerson(app, 'Colleague', [{ organisationId: providerId, role: 'staff' }]);
		const stranger = await makePerson(app, 'Stranger');
		const colleagues = [admin, colleague].map(({ id }) => ({ personId: id, name: id === admin.id ? 'Ana Ferreira' : 'Colleague' }));
		expect(await planColleagues(ctx, providerId)).toEqual(colleagues);
		expect((await readPlan(ctx, providerId)).colleagues).toEqual(colleagues);
		expect(await planColleagues(app.as(colleague.actor), providerId)).toEqual([]);
		await expect(planColleagues(app.as(stranger.actor), providerId)).rejects.toMatchObject({ code: 'not_found' });
	});

	test('an action changed by somebody else meanwhile is not overwritten', async () => {
		const { ctx, providerId } = await openRun(app);
		const { id } = await addAction(ctx, providerId, action());
		expect(await changeAction(ctx, id, 1, action({ risk: 'Partner busy: use a recorded task' }))).toEqual({ version: 2 });
		await expect(changeAction(ctx, id, 1, action())).rejects.toMatchObject({ code: 'conflict', details: { values: { version: 2 } } });
	});

	test('a stop needs its reason, a target is not below the level, a deadline at most 24 months ahead', async () => {
		const { ctx, providerId } = await openRun(app);
		const { id } = await addAction(ctx, providerId, action());
		await expect(setActionState(ctx, id, { state: 'stopped' })).rejects.toThrow();
		await expect(addAction(ctx, providerId, action({ fromLevel: 3, toLevel: 2 }))).rejects.toThrow();
		await expect(addAction(ctx, providerId, action({ deadline: '2030-01-01' }))).rejects.toMatchObject({ details: { field: 'deadline' } });
	});

	test('an action whose deadline has passed is late until it is done or stopped', async () => {
		const { ctx, providerId } = await openRun(app);
		const { id } = await addAction(ctx, providerId, action({ deadline: '2026-11-30' }));
		const later = { ...ctx, now: () => new Date('2026-12-01T08:00:00Z') };
		expect((await readAction(later, id)).action.shown).toBe('late');
		await setActionState(later, id, { state: 'done' });
		expect((await readAction(later, id)).action.shown).toBe('done');
	});

	test('a removed action can be put back', async () => {
		const { ctx, providerId } = await openRun(app);
		const { id } = await addAction(ctx, providerId, action());
		await removeAction(ctx, id);
		expect((await readPlan(ctx, providerId)).actions).toEqual([]);
		await restoreAction(ctx, id);
		expect((await readPlan(ctx, providerId)).actions).toHaveLength(1);
	});

	test('is looked at again after six months; each review is kept and sets the next', async () => {
		const { ctx, providerId } = await openRun(app);
		await addAction(ctx, providerId, action());
		const first = (await readPlan(ctx, providerId)).review!.dueOn;
		const later = { ...ctx, now: () => new Date(`${first}T09:00:00Z`) };
		expect((await readPlan(later, providerId)).review).toEqual({ dueOn: first, overdue: true });
		await holdReview(later, providerId, { done: 'Outcomes written', blocks: 'Time', change: 'Half the number' });
		const plan = await readPlan(later, providerId);
		expect(plan.reviews).toMatchObject([{ done: 'Outcomes written', by: 'Ana Ferreira' }]);
		expect(plan.review!.dueOn > first).toBe(true);
	});
});

describe('reminders', () => {
	const at = (day: string) => ({ ...app.as({ kind: 'system', name: 'test' }), now: () => new Date(`${day}T06:00:00Z`) });

	test('go to the owner 14 days before and on the day, once each, not for done ones', async () => {
		const { ctx, providerId, admin } = await openRun(app);
		const now = () => new Date('2026-11-24T08:00:00Z');
		await addAction({ ...ctx, now }, providerId, action({ ownerId: admin.id, deadline: '2027-02-15' }));
		const done = await addAction(
			{ ...ctx, now },
			providerId,
			action({ ownerName: 'Guest', ownerEmail: 'guest@firm.example', deadline: '2027-02-15' }),
		);
		expect(await remindOwners(at('2027-01-31'))).toBe(0);
		expect(await remindOwners(at('2027-02-01'))).toBe(2);
		expect(await remindOwners(at('2027-02-01'))).toBe(0);
		await setActionState(ctx, done.id, { state: 'done' });
		expect(await remindOwners(at('2027-02-15'))).toBe(1);
		const mails = await app.db
			.selectFrom('platform.mail')
			.select(['kind', 'to_address'])
			.where('kind', 'in', ['actionSoon', 'actionToday'])
			.execute();
		expect(mails.filter(({ to_address }) => to_address === admin.email).map(({ kind }) => kind)).toEqual(['actionSoon', 'actionToday']);
	});
});

describe('reminders in words', () => {
	const at = (day: string) => ({ ...app.as({ kind: 'system', name: 'test' }), now: () => new Date(`${day}T06:00:00Z`) });

	test('name the day, also when fewer than 14 days are left, in the language of whoever named an owner without account', async () => {
		const { ctx, providerId, admin } = await openRun(app);
		await app.db.updateTable('auth.account').set({ locale: 'de' }).where('id', '=', admin.id).execute();
		const now = () => new Date('2027-03-01T08:00:00Z');
		await addAction(
			{ ...ctx, now },
			providerId,
			action({ ownerName: 'Meister', ownerEmail: 'meister@firma.example', deadline: '2027-03-04' }),
		);
		await remindOwners(at('2027-03-02'));
		const mail = await app.db
			.selectFrom('platform.mail')
			.select('subject')
			.where('to_address', '=', 'meister@firma.example')
			.executeTakeFirstOrThrow();
		expect(mail.subject).toBe('Frist Donnerstag, 4. März 2027: Write and test outcomes in the CNC module');
	});

	test('tell an owner who can open nothing at the provider whom to tell, and give only colleagues the link', async () => {
		const { ctx, providerId } = await openRun(app);
		const colleague = await makePerson(app, 'A colleague', [{ organisationId: providerId, role: 'staff' }]);
		const now = () => new Date('2027-03-01T08:00:00Z');
		const outside = `outside-${providerId}@firm.example`;
		for (const ownerEmail of [outside, colleague.email])
			await addAction({ ...ctx, now }, providerId, action({ ownerName: 'Somebody', ownerEmail, deadline: '2027-03-04' }));
		await remindOwners(at('2027-03-02'));
		await remindOwners(at('2027-03-04'));
		const bodies = async (to: string) =>
			(await app.db.selectFrom('platform.mail').select('text_body').where('to_address', '=', to).execute()).map(
				({ text_body }) => text_body,
			);
		const toOutside = await bodies(outside);
		expect(toOutside).toHaveLength(2);
		for (const body of toOutside) {
			expect(body).not.toContain('/plan/');
			expect(body).toContain('Ana Ferreira');
		}
		for (const body of await bodies(colleague.email)) expect(body).toContain('/plan/');
	});
});

describe('an own action', () => {
	test('can serve a question: its levels come from the newest result, and the next one shows whether it worked', async () => {
		const run = await finishedRun();
		const own = action({ item: 'PLAN-3', fromLevel: null, toLevel: null });
		const { id } = await addAction(run.ctx, run.providerId, own);
		const now = async () => (await readAction(run.ctx, id)).action;
		expect(await now()).toMatchObject({ item: 'PLAN-3', fromLevel: 1, toLevel: 3, levelNow: null, resultSince: null });
		await changeAction(run.ctx, id, 1, action({ item: 'ENV-3', fromLevel: null, toLevel: null }));
		expect(await now()).toMatchObject({ item: 'ENV-3', fromLevel: 3, toLevel: 4 });
		await expect(addAction(run.ctx, run.providerId, action({ item: 'ENV-99' }))).rejects.toMatchObject({ details: { field: 'item' } });
		const { runId } = await startRun(run.ctx, { providerId: run.providerId, mode: 'full', profile: sampleProfile });
		await answerAll(run, runId, ['ENV-3']);
		await finishRun(run.ctx, runId);
		expect(await now()).toMatchObject({ levelNow: 4, resultSince: { runId } });
		expect((await reportOf(run.ctx, runId)).plan).toMatchObject([{ item: 'ENV-3', levelNow: 4 }]);
	});

	test('can be changed also when an edition has dropped its question, which it keeps', async () => {
		const { ctx, providerId } = await openRun(app);
		const { id } = await addAction(ctx, providerId, action({ item: 'PLAN-3' }));
		await app.db.updateTable('benchmarks.action').set({ item: 'OLD-1' }).where('id', '=', id).execute();
		await changeAction(ctx, id, 1, action({ item: 'OLD-1', goal: 'Said more clearly' }));
		expect((await readAction(ctx, id)).action).toMatchObject({
			item: 'OLD-1',
			instrument: 'go-international',
			goal: 'Said more clearly',
			fromLevel: 1,
		});
		await expect(changeAction(ctx, id, 2, action({ item: 'OLD-2' }))).rejects.toMatchObject({ details: { field: 'item' } });
	});

	test('that comes from a result keeps its question', async () => {
		const { ctx, runId, providerId } = await finishedRun();
		await planFromResult(ctx, { runId, items: [{ item: 'HOME-1' }] });
		const { id } = (await readPlan(ctx, providerId)).actions[0]!;
		await changeAction(ctx, id, 1, action({ item: 'ENV-3' }));
		expect((await readAction(ctx, id)).action).toMatchObject({ item: 'HOME-1', runId });
	});
});

describe('half a year after a result', () => {
	const later = (days: number) => ({ ...app.as({ kind: 'system', name: 'test' }), now: () => new Date(Date.now() + days * 86_400_000) });
	const mailsTo = async (email: string) => {
		const mails = app.db.selectFrom('platform.mail').select('subject').where('kind', '=', 'resultReview');
		return (await mails.where('to_address', '=', email).execute()).map(({ subject }) => subject);
	};

	test('administrators are asked once what came of it, where no action is open', async () => {
		const { admin } = await finishedRun();
		await remindResults(later(170));
		expect(await mailsTo(admin.email)).toEqual([]);
		await remindResults(later(190));
		await remindResults(later(191));
		expect(await mailsTo(admin.email)).toEqual(['Half a year later: what came of your result?']);
	});

	test('after an upgrade nobody is asked about results that were half a year old by then', async () => {
		const [old, recent] = [await finishedRun(), await finishedRun()];
		const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
		for (const [{ runId }, days] of [
			[old, 240],
			[recent, 150],
		] as const)
			await app.db
				.updateTable('benchmarks.run')
				.set({ created_at: ago(days + 1), finished_at: ago(days) })
				.where('id', '=', runId)
				.execute();
		await countAsAsked(app.db as unknown as Kysely<unknown>);
		await remindResults(later(1));
		expect(await mailsTo(old.admin.email)).toEqual([]);
		await remindResults(later(40));
		expect(await mailsTo(old.admin.email)).toEqual([]);
		expect(await mailsTo(recent.admin.email)).toHaveLength(1);
	});

	test('the mail leads to its three questions, which can be answered without an action', async () => {
		const { ctx, providerId, admin } = await openRun(app);
		expect((await readPlan(ctx, providerId)).reviewable).toBe(false);
		const finished = await finishedRun();
		expect(await readPlan(finished.ctx, finished.providerId)).toMatchObject({ actions: [], reviewable: true });
		await remindResults(later(190));
		const { text_body: text } = await app.db
			.selectFrom('platform.mail')
			.select('text_body')
			.where('kind', '=', 'resultReview')
			.where('to_address', '=', finished.admin.email)
			.executeTakeFirstOrThrow();
		expect(text).toContain(`/plan?provider=${finished.providerId}&review#review`);
		expect(await mailsTo(admin.email)).toEqual([]);
		await holdReview(finished.ctx, finished.providerId, { done: 'Two partners found', blocks: '', change: '' });
		expect((await readPlan(finished.ctx, finished.providerId)).reviews).toMatchObject([{ done: 'Two partners found' }]);
	});

	test('nobody is asked while the plan has an open action, once the next check has begun, or after a year', async () => {
		const planned = await finishedRun();
		await planFromResult(planned.ctx, { runId: planned.runId, items: [{ item: 'HOME-1' }] });
		const again = await finishedRun();
		await startRun(again.ctx, { providerId: again.providerId, mode: 'full', profile: sampleProfile });
		await remindResults(later(190));
		const old = await finishedRun();
		await remindResults(later(370));
		for (const { admin } of [planned, again, old]) expect(await mailsTo(admin.email)).toEqual([]);
	});
});

describe('the review', () => {
	test('is reminded of once, to the administrators, in their language, while something is open', async () => {
		const { ctx, providerId, admin } = await openRun(app);
		await app.db.updateTable('auth.account').set({ locale: 'fr' }).where('id', '=', admin.id).execute();
		const { id } = await addAction(ctx, providerId, action());
		const due = (await readPlan(ctx, providerId)).review!.dueOn;
		const at = (day: string) => ({ ...app.as({ kind: 'system', name: 'test' }), now: () => new Date(`${day}T06:00:00Z`) });
		const mails = async () =>
			(
				await app.db
					.selectFrom('platform.mail')
					.select('subject')
					.where('kind', '=', 'planReview')
					.where('to_address', '=', admin.email)
					.execute()
			).map(({ subject }) => subject);
		await remindReviews(at('2026-11-25'));
		expect(await mails()).toEqual([]);
		await setActionState(ctx, id, { state: 'done' });
		await remindReviews(at(due));
		expect(await mails()).toEqual([]);
		await setActionState(ctx, id, { state: 'running' });
		await remindReviews(at(due));
		await remindReviews(at(due));
		expect(await mails()).toEqual(['C’est le moment de revoir votre plan d’action']);
	});
});

test('each item belongs to one part of an Erasmus Plan', () => {
	const { instrument } = currentEdition('go-international');
	expect(erasmusPartOf(instrument, 'PLAN-1')).toBe('objectives');
	expect(erasmusPartOf(instrument, 'MOB-1')).toBe('activities');
	expect(erasmusPartOf(instrument, 'ORG-4')).toBe('management');
	expect(erasmusPartOf(instrument, 'PART-1')).toBe('management');
	expect(erasmusPartOf(instrument, null)).toBe('objectives');
});
