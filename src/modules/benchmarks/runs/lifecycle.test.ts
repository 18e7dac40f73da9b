import { describe, expect, test } from 'vitest';
import type { Ctx } from '#platform/context.ts';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makeOrganisation, makePerson } from '../../../../tests/support/provider.ts';
import { answersFrom, testA } from '../go-international/vectors.fixture.ts';
import { addLink } from './evidence.ts';
import { closeStaleRuns, deleteRun, finishRun, purgeDeletedRuns, reopenRun, restoreRun, startRun } from './lifecycle.ts';
import { inputsOf } from './inputs.ts';
import { saveNote } from './notes.ts';
import { acceptRunInvitation, declineRunInvitation, invitePerson, namePerson, peopleOfRun, removePerson } from './people.ts';
import { answersOfRun, readRun, resultOf, runBefore, runsOf } from './queries.ts';
import { answer, openRun, sampleProfile } from './runs.fixture.ts';
import { saveImportance, saveProfile } from './settings.ts';
import { chooseFocus, saveTargets, saveWishes } from './targets.ts';

const app = useTestApp();

async function answerAll(run: Awaited<ReturnType<typeof openRun>>) {
	for (const [item, value] of answersFrom(testA))
		await answer(run.ctx, run.runId, { item, value: String(value) as '1', reason: value === 'NA' ? 'not-our-mission' : undefined });
}

describe('a run', () => {
	test('is started by administrators of the provider only', async () => {
		const providerId = await makeOrganisation(app);
		const staff = await makePerson(app, 'Staff', [{ organisationId: providerId, role: 'staff' }]);
		await expect(startRun(app.as(staff.actor), { providerId, mode: 'full', profile: sampleProfile })).rejects.toMatchObject({
			code: 'forbidden',
		});
		await expect(startRun(app.as(), { providerId, mode: 'full', profile: sampleProfile })).rejects.toMatchObject({ code: 'not_signed_in' });
	});

	test('is one at a time for a provider, and the same form sent twice starts one', async () => {
		const { providerId, ctx, runId } = await openRun(app);
		await expect(startRun(ctx, { providerId, mode: 'full', profile: sampleProfile })).rejects.toMatchObject({
			code: 'conflict',
			details: { values: { runId } },
		});
		expect(await startRun(ctx, { providerId, mode: 'full', profile: sampleProfile, key: runId })).toEqual({ runId });
	});

	test('is not started with the key of another provider’s run', async () => {
		const { runId } = await openRun(app);
		const providerId = await makeOrganisation(app);
		const other = await makePerson(app, 'Other', [{ organisationId: providerId, role: 'provider-admin' }]);
		await expect(startRun(app.as(other.actor), { providerId, mode: 'full', profile: sampleProfile, key: runId })).rejects.toMatchObject({
			code: 'conflict',
			details: { field: 'key' },
		});
	});

	test('does not exist for anybody without a role in it', async () => {
		const { runId } = await openRun(app);
		const stranger = await makePerson(app, 'Stranger', [{ organisationId: await makeOrganisation(app), role: 'provider-admin' }]);
		await expect(readRun(app.as(stranger.actor), runId)).rejects.toMatchObject({ code: 'not_found' });
		await expect(answer(app.as(stranger.actor), runId, { item: 'ENV-1' })).rejects.toMatchObject({ code: 'not_found' });
	});

	test('ends with the result of its answers (test A), and takes no more answers', async () => {
		const run = await openRun(app);
		await answerAll(run);
		const result = await finishRun(run.ctx, run.runId);
		expect(result.score.maturity).toBeCloseTo(2.276677, 6);
		expect((await resultOf(run.ctx, run.runId))?.result).toEqual(result);
		await expect(answer(run.ctx, run.runId, { item: 'ENV-1' })).rejects.toMatchObject({ code: 'conflict' });
		expect(await runsOf(run.ctx, run.providerId)).toMatchObject([
			{ runId: run.runId, status: 'finished', band: 'developing', answered: 45 },
		]);
	});

	test('opened again has no result until it is finished again', async () => {
		const run = await openRun(app);
		await answerAll(run);
		await finishRun(run.ctx, run.runId);
		await reopenRun(run.ctx, run.runId);
		expect(await resultOf(run.ctx, run.runId)).toBeNull();
		await answer(run.ctx, run.runId, { item: 'ENV-1', value: '4', client: 'later', basedOn: 1 });
		expect((await finishRun(run.ctx, run.runId)).score.sections.ENV!.maturity).toBeGreaterThan(2.2);
	});

	test('knows the finished run before it', async () => {
		const first = await openRun(app);
		await answerAll(first);
		await finishRun(first.ctx, first.runId);
		const { runId } = await startRun(first.ctx, { providerId: first.providerId, mode: 'full', profile: sampleProfile });
		const second = await readRun(first.ctx, runId);
		expect(await runBefore(first.ctx, second)).toMatchObject({ runId: first.runId, edition: 'GI-1.0' });
	});

	test('without a change for 90 days is closed, and can be opened again', async () => {
		const run = await openRun(app);
		const later = { ...app, now: () => new Date(Date.now() + 91 * 86_400_000) };
		expect(await closeStaleRuns(later)).toBeGreaterThan(0);
		expect((await readRun(run.ctx, run.runId)).status).toBe('closed');
		await reopenRun(run.ctx, run.runId);
		expect((await readRun(run.ctx, run.runId)).status).toBe('open');
	});

	test('deleted is hidden at once, can be restored for 14 days, and is gone afterwards', async () => {
		const run = await openRun(app);
		await deleteRun(run.ctx, run.runId);
		await expect(readRun(run.ctx, run.runId)).rejects.toMatchObject({ code: 'not_found' });
		await restoreRun(run.ctx, run.runId);
		expect((await readRun(run.ctx, run.runId)).status).toBe('open');
		await deleteRun(run.ctx, run.runId);
		await purgeDeletedRuns({ ...app.as({ kind: 'system', name: 'test' }), now: () => new Date(Date.now() + 15 * 86_400_000) });
		await expect(readRun(run.ctx, run.runId, { deleted: true })).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('people of a run', () => {
	test('an editor answers but does not finish; a viewer only reads', async () => {
		const { providerId, ctx, runId } = await openRun(app);
		const editor = await makePerson(app, 'Editor', [{ organisationId: providerId, role: 'staff' }]);
		const viewer = await makePerson(app, 'Viewer', [{ organisationId: providerId, role: 'staff' }]);
		await namePerson(ctx, runId, editor.id, 'editor');
		await namePerson(ctx, runId, viewer.id, 'viewer');
		expect(await answer(app.as(editor.actor), runId, { item: 'ENV-1' })).toMatchObject({ outcome: 'saved' });
		await expect(finishRun(app.as(editor.actor), runId)).rejects.toMatchObject({ code: 'forbidden' });
		await expect(answer(app.as(viewer.actor), runId, { item: 'ENV-1' })).rejects.toMatchObject({ code: 'forbidden' });
		expect((await readRun(app.as(viewer.actor), runId)).allowed).toMatchObject({ 'read run': true, answer: false, delete: false });
	});

	test('a mentor from outside is invited by mail, looks for the days agreed, and no longer', async () => {
		const { ctx, runId } = await openRun(app);
		await invitePerson(ctx, runId, { email: 'mentor@outside.example', role: 'mentor', mentorDays: 14 }, 'Ana Ferreira');
		const mail = await app.db
			.selectFrom('platform.mail')
			.select('text_body')
			.where('to_address', '=', 'mentor@outside.example')
			.executeTakeFirstOrThrow();
		const token = /token=([\w-]+)/.exec(mail.text_body)![1]!;
		const { personId } = await acceptRunInvitation(app.as(), token);
		const mentor = app.as({ kind: 'person', personId, sessionId: runId });
		expect((await readRun(mentor, runId)).roles).toEqual(['mentor']);
		const later = { ...mentor, now: () => new Date(Date.now() + 15 * 86_400_000) };
		await expect(readRun(later, runId)).rejects.toMatchObject({ code: 'not_found' });
		await expect(acceptRunInvitation(app.as(), token)).rejects.toMatchObject({ code: 'gone' });
		await removePerson(ctx, runId, personId, 'mentor');
		expect((await peopleOfRun(ctx, runId)).people).toEqual([]);
	});

	test('a declined invitation is dead and makes no account', async () => {
		const { ctx, runId } = await openRun(app);
		await invitePerson(ctx, runId, { email: 'no@outside.example', role: 'viewer' }, 'Ana Ferreira');
		const mail = await app.db
			.selectFrom('platform.mail')
			.select('text_body')
			.where('to_address', '=', 'no@outside.example')
			.executeTakeFirstOrThrow();
		const token = /token=([\w-]+)/.exec(mail.text_body)![1]!;
		await declineRunInvitation(app.as(), token);
		await expect(acceptRunInvitation(app.as(), token)).rejects.toMatchObject({ code: 'gone' });
		expect((await peopleOfRun(ctx, runId)).invitations).toEqual([]);
		expect(await app.db.selectFrom('auth.account').select('id').where('email', '=', 'no@outside.example').execute()).toEqual([]);
	});

	test('nobody mails the world in the name of a run', async () => {
		const { ctx, runId } = await openRun(app);
		const invite = (n: number) => invitePerson(ctx, runId, { email: `person${n}@outside.example`, role: 'viewer' }, 'Ana Ferreira');
		await expect(Promise.all(Array.from({ length: 31 }, (_, n) => invite(n)))).rejects.toMatchObject({ code: 'too_many_requests' });
	});
});

describe('settings of a run', () => {
	test('a profile changed by somebody else meanwhile is not overwritten', async () => {
		const { ctx, runId } = await openRun(app);
		expect(await saveProfile(ctx, runId, { version: 1, profile: sampleProfile, numbers: { learners: 800 } })).toEqual({ version: 2 });
		await expect(saveProfile(ctx, runId, { version: 1, profile: sampleProfile, numbers: {} })).rejects.toMatchObject({
			code: 'conflict',
			details: { values: { version: 2 } },
		});
		expect((await readRun(ctx, runId)).numbers).toEqual({ learners: 800 });
	});

	test('a note changed by somebody else meanwhile comes back beside the own one', async () => {
		const { ctx, runId } = await openRun(app);
		expect(await saveNote(ctx, runId, { item: 'ENV-1', text: 'First' })).toEqual({ version: 1 });
		await expect(saveNote(ctx, runId, { item: 'ENV-1', text: 'Second' })).rejects.toMatchObject({
			code: 'conflict',
			details: { values: { text: 'First', version: 1 } },
		});
		expect(await saveNote(ctx, runId, { item: 'ENV-1', text: 'First' })).toEqual({ version: 1 });
	});

	test('a target is never below the level, and decides what the result proposes, before and after its end', async () => {
		const run = await openRun(app);
		await answerAll(run);
		await saveImportance(run.ctx, run.runId, { HOME: 3 });
		await expect(saveTargets(run.ctx, run.runId, { 'DIR-1': 2 })).rejects.toMatchObject({
			code: 'invalid_input',
			details: { field: 'level', values: { item: 'DIR-1' } },
		});
		await expect(saveTargets(run.ctx, run.runId, { 'DIR-9': 2 })).rejects.toMatchObject({ code: 'invalid_input' });
		await saveTargets(run.ctx, run.runId, { 'HOME-1': 1, 'PLAN-1': 4 });
		const proposed = async () => {
			const { priorities } = (await resultOf(run.ctx, run.runId))!.result;
			return new Map(priorities.map(({ item, target, priority }) => [item, `${target} (${priority})`]));
		};
		await finishRun(run.ctx, run.runId);
		expect((await proposed()).get('PLAN-1')).toBe('4 (8)');
		expect((await proposed()).has('HOME-1')).toBe(false);
		const before = (await resultOf(run.ctx, run.runId))!;
		await saveTargets(run.ctx, run.runId, { 'HOME-1': null, 'PLAN-1': 3 });
		expect((await proposed()).get('HOME-1')).toBe('3 (12)');
		expect((await proposed()).get('PLAN-1')).toBe('3 (4)');
		const after = (await resultOf(run.ctx, run.runId))!;
		expect(after.result.score).toEqual(before.result.score);
		expect(after.inputsHash).not.toBe(before.inputsHash);
	});

	test('a target after the end leaves a trace, and takes what reached it out of the focus', async () => {
		const run = await openRun(app);
		await answerAll(run);
		await finishRun(run.ctx, run.runId);
		await chooseFocus(run.ctx, run.runId, ['PLAN-3', 'HOME-1', 'IMP-3']);
		await saveTargets(run.ctx, run.runId, { 'HOME-1': 1 });
		expect((await answersOfRun(run.ctx, run.runId)).focus).toEqual(['PLAN-3', 'IMP-3']);
		const traces = app.db.selectFrom('platform.audit_entry').select('details').where('action', '=', 'benchmarks.targets.saved');
		expect(await traces.where('subject_id', '=', run.runId).execute()).toEqual([{ details: { targets: { 'HOME-1': 1 } } }]);
	});

	test('importance and targets of one form are kept both or not at all', async () => {
		const run = await openRun(app);
		await answerAll(run);
		await expect(saveWishes(run.ctx, run.runId, { importance: { HOME: 3 }, targets: { 'DIR-1': 2 } })).rejects.toMatchObject({
			code: 'invalid_input',
		});
		expect((await inputsOf(app.db, run.runId)).importance.get('HOME')).not.toBe(3);
		await saveWishes(run.ctx, run.runId, { importance: { HOME: 3 }, targets: { 'HOME-1': 4 } });
		const { importance, targets } = await inputsOf(app.db, run.runId);
		expect([importance.get('HOME'), targets.get('HOME-1')]).toEqual([3, 4]);
	});

	test('a target that a better answer leaves behind is none any more', async () => {
		const run = await openRun(app);
		await answerAll(run);
		await saveTargets(run.ctx, run.runId, { 'ENV-1': 2, 'ENV-3': 4 });
		await answer(run.ctx, run.runId, { item: 'ENV-1', value: '3', basedOn: 1 });
		expect([...(await inputsOf(app.db, run.runId)).targets]).toEqual([['ENV-3', 4]]);
	});

	test('focus is two or three of the priorities of a result', async () => {
		const run = await openRun(app);
		await answerAll(run);
		await expect(chooseFocus(run.ctx, run.runId, ['PLAN-3', 'HOME-1'])).rejects.toMatchObject({ code: 'conflict' });
		await finishRun(run.ctx, run.runId);
		const focus = async () => (await answersOfRun(run.ctx, run.runId)).focus;
		await chooseFocus(run.ctx, run.runId, ['PLAN-3', 'HOME-1']);
		await expect(chooseFocus(run.ctx, run.runId, ['PLAN-3', 'HOME-1', 'IMP-3', 'PLAN-5'])).rejects.toThrow();
		await expect(chooseFocus(run.ctx, run.runId, ['PLAN-3'])).rejects.toMatchObject({
			code: 'invalid_input',
			details: { values: { fault: 'few' } },
		});
		// PART-4 is at level 4, PART-5 does not apply: neither is a priority.
		for (const none of ['PART-4', 'PART-5'])
			await expect(chooseFocus(run.ctx, run.runId, ['PLAN-3', none])).rejects.toMatchObject({ details: { field: 'items' } });
		expect(await focus()).toEqual(['PLAN-3', 'HOME-1']);
		await chooseFocus(run.ctx, run.runId, []);
		expect(await focus()).toEqual([]);
	});

	test('whoever says what matters, wants or can prove keeps the run open', async () => {
		const day = 86_400_000;
		for (const change of [
			(ctx: Ctx, id: string) => saveImportance(ctx, id, { HOME: 3 }),
			(ctx: Ctx, id: string) => saveTargets(ctx, id, { 'ENV-1': 3 }),
			async (ctx: Ctx, id: string) => void (await addLink(ctx, id, { item: 'ENV-1', url: 'https://vale.example/study' })),
		]) {
			const { ctx, runId } = await openRun(app);
			await change({ ...ctx, now: () => new Date(Date.now() + 60 * day) }, runId);
			await closeStaleRuns({ ...app, now: () => new Date(Date.now() + 91 * day) });
			expect((await readRun(ctx, runId)).status).toBe('open');
		}
	});
});
