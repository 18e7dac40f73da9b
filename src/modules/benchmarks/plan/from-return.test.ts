import { expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { saveNumbers } from '../returns/entry.ts';
import { submitReturn } from '../returns/lifecycle.ts';
import { reportOfReturn } from '../returns/report.ts';
import { confirmAll, entriesOf, openReturn, submitted } from '../returns/returns.fixture.ts';
import { readSharedReturn, shareReturn } from '../returns/sharing.ts';
import { s1Fields } from '../solity/vectors.fixture.ts';
import { removeAction, restoreAction } from './commands.ts';
import { planFromReturn } from './from-return.ts';
import { readPlan } from './queries.ts';

const app = useTestApp();
const mixed = [{ indicator: 'SU-3.4' }];

/** Another year of a provider, with other numbers. */
async function laterYear(providerId: string, fields: Record<string, unknown>) {
	const made = await openReturn(app, { providerId, year: 2025 });
	await saveNumbers(made.ctx, made.returnId, { entries: entriesOf({ ...s1Fields, ...fields }) });
	await confirmAll(made.ctx, made.returnId);
	await submitReturn(made.ctx, made.returnId);
	return made;
}

test('a recommendation becomes an action with baseline, aim, and the year that shows whether it worked', async () => {
	const { ctx, returnId, providerId } = await submitted(app);
	expect(await planFromReturn(ctx, { returnId, indicators: mixed })).toEqual({ providerId, added: 1 });
	const { actions } = await readPlan(ctx, providerId);
	expect(actions).toMatchObject([
		{
			instrument: 'solity',
			item: 'SU-3.4',
			itemTitle: 'Mixed programmes',
			sectionName: 'Equal opportunities',
			recommendation: 'SU-3.4-a',
			goal: 'Mixed programmes: 25.0 → 27.5 %',
			baseline: '25.0',
			aim: '27.5',
			fromLevel: null,
			counted: { returnId, from: 25, proofYear: 2025, unit: '%', now: null },
		},
	]);
	expect(actions[0]!.counted!.to).toBeCloseTo(27.5);
});

test('what is in the plan already is not added again, also after it was removed and put back', async () => {
	const { ctx, returnId, providerId } = await submitted(app);
	await planFromReturn(ctx, { returnId, indicators: mixed });
	expect((await planFromReturn(ctx, { returnId, indicators: mixed })).added).toBe(0);
	const [action] = (await readPlan(ctx, providerId)).actions;
	await removeAction(ctx, action!.id);
	expect((await planFromReturn(ctx, { returnId, indicators: mixed })).added).toBe(1);
	await expect(restoreAction(ctx, action!.id)).rejects.toMatchObject({ code: 'conflict' });
});

test.each([
	['a clear change', { prog_mixed: 20 }, 'better'],
	['a small one', { prog_10plus: 35 }, 'no-clear-change'],
])('a later year shows %s', async (_, fields, verdict) => {
	const { ctx, returnId, providerId } = await submitted(app);
	await planFromReturn(ctx, { returnId, indicators: mixed });
	const later = await laterYear(providerId, fields);
	const [action] = (await readPlan(later.ctx, providerId)).actions;
	expect(action!.counted!.now).toMatchObject({ returnId: later.returnId, year: 2025, verdict });
});

test('the report of a year shows what came of earlier plans, nothing of a later year, and a link names nobody', async () => {
	const { ctx, returnId, providerId } = await submitted(app);
	await planFromReturn(ctx, { returnId, indicators: mixed });
	const [action] = (await readPlan(ctx, providerId)).actions;
	await app.db.updateTable('benchmarks.action').set({ owner_name: 'Rui Matos' }).where('id', '=', action!.id).execute();
	const { token } = await shareReturn(ctx, returnId, { label: 'Mentor', parts: ['plan'] });
	const later = await laterYear(providerId, { prog_mixed: 20 });
	const shared = await readSharedReturn(app.as(), token);
	expect(shared.report.plan).toMatchObject([{ item: 'SU-3.4', owner: null, counted: { from: 25, now: null } }]);
	expect((await reportOfReturn(ctx, returnId)).plan).toMatchObject([{ owner: 'Rui Matos', counted: { now: null } }]);
	expect((await reportOfReturn(later.ctx, later.returnId)).plan).toMatchObject([{ counted: { now: { year: 2025, verdict: 'better' } } }]);
});

test('nothing is planned from a draft, for an indicator without a recommendation, or by a stranger', async () => {
	const draft = await openReturn(app);
	await saveNumbers(draft.ctx, draft.returnId, { entries: entriesOf() });
	await expect(planFromReturn(draft.ctx, { returnId: draft.returnId, indicators: mixed })).rejects.toMatchObject({ code: 'conflict' });
	const { ctx, returnId } = await submitted(app);
	await expect(planFromReturn(ctx, { returnId, indicators: [{ indicator: 'SU-1.1' }] })).rejects.toMatchObject({ code: 'invalid_input' });
	const stranger = await makePerson(app, 'Stranger');
	await expect(planFromReturn(app.as(stranger.actor), { returnId, indicators: mixed })).rejects.toMatchObject({ code: 'not_found' });
});
