import { expect, test } from 'vitest';
import { useTestApp } from '../../../tests/support/app.ts';
import { makePerson } from '../../../tests/support/provider.ts';
import { answersFrom, testA } from './go-international/vectors.fixture.ts';
import { loopOf } from './loop.ts';
import { addAction, planFromResult } from './plan/commands.ts';
import { reportOf } from './report/queries.ts';
import { finishRun, startRun } from './runs/lifecycle.ts';
import { answer, openRun, sampleProfile } from './runs/runs.fixture.ts';
import { chooseFocus } from './runs/targets.ts';

const app = useTestApp();

async function answerAll(ctx: Awaited<ReturnType<typeof openRun>>['ctx'], runId: string, change = (_: string, value: string) => value) {
	for (const [item, value] of answersFrom(testA))
		await answer(ctx, runId, { item, value: change(item, String(value)) as '1', reason: value === 'NA' ? 'not-our-mission' : undefined });
}

test('the loop goes from measuring to learning, improving and measuring again', async () => {
	const { ctx, providerId, runId } = await openRun(app);
	const step = async (at = ctx) => (await loopOf(at, providerId)).step;
	expect(await step()).toBe('measure');
	await answerAll(ctx, runId);
	await finishRun(ctx, runId);
	expect(await step()).toBe('learn');
	await chooseFocus(ctx, runId, ['HOME-1', 'PLAN-3']);
	expect(await step()).toBe('improve');
	await planFromResult(ctx, { runId, items: [{ item: 'HOME-1' }] });
	expect(await loopOf(ctx, providerId)).toMatchObject({
		result: { runId, index: 43, focus: 2 },
		since: null,
		plan: { open: 1, late: 0, done: 0 },
	});
	const inAYear = { ...ctx, now: () => new Date(Date.now() + 367 * 86_400_000) };
	expect(await step(inAYear)).toBe('again');
	expect((await loopOf(inAYear, providerId)).plan).toMatchObject({ late: 1 });
});

test('the change it tells is the one the report tells', async () => {
	const { ctx, providerId, runId } = await openRun(app);
	await answerAll(ctx, runId);
	await finishRun(ctx, runId);
	const second = await startRun(ctx, { providerId, mode: 'full', profile: sampleProfile });
	await answerAll(ctx, second.runId, (item, value) =>
		item.startsWith('HOME') || item.startsWith('STAFF') || item === 'MOB-6' ? '4' : value,
	);
	await finishRun(ctx, second.runId);
	const { overall } = (await reportOf(ctx, second.runId)).progress!;
	expect((await loopOf(ctx, providerId)).since).toMatchObject({ points: Math.round(overall!.points), verdict: 'better' });
});

test('a colleague who is named for no check sees the plan and their own duties, and is not told that there is no result', async () => {
	const { ctx, providerId } = await openRun(app);
	const colleague = await makePerson(app, 'Colleague', [{ organisationId: providerId, role: 'staff' }]);
	const now = () => new Date('2026-11-24T08:00:00Z');
	await addAction({ ...ctx, now }, providerId, { goal: 'G', action: 'Mine', ownerId: colleague.id, deadline: '2026-11-20' });
	await addAction({ ...ctx, now }, providerId, { goal: 'G', action: 'Soon', ownerId: colleague.id, deadline: '2026-11-30' });
	await addAction({ ...ctx, now }, providerId, { goal: 'G', action: 'Later', ownerId: colleague.id, deadline: '2027-11-30' });
	await addAction({ ...ctx, now }, providerId, { goal: 'G', action: 'Theirs', ownerName: 'Somebody', deadline: '2026-11-20' });
	const loop = await loopOf({ ...app.as(colleague.actor), now }, providerId);
	expect(loop).toMatchObject({ step: 'improve', hidden: true, result: null, plan: { open: 4, late: 2 } });
	expect(loop.plan!.mine.map(({ action, late }) => [action, late])).toEqual([
		['Mine', true],
		['Soon', false],
	]);
});
