import { beforeAll, expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { rebuildPools } from '../comparison/rebuild.ts';
import { compareReturn } from '../comparison/return.ts';
import { insertSharedReturns } from '../comparison/shared-returns.fixture.ts';
import { saveReturnSharing } from '../returns/settings.ts';
import { locked, submitted } from '../returns/returns.fixture.ts';
import { changeAction, setActionState } from './commands.ts';
import { planFromReturn } from './from-return.ts';
import { reachOf } from './others.ts';
import { actionsAfter, readAction, type PlannedAction } from './queries.ts';

const app = useTestApp();
const night = () => rebuildPools(app);

beforeAll(async () => {
	await insertSharedReturns(app.db, 60, { yearBefore: true });
	await night();
}, 60_000);

/** A plan with one action from a locked return. */
async function planned() {
	const made = await locked(app);
	await planFromReturn(made.ctx, { returnId: made.returnId, indicators: [{ indicator: 'SU-3.4' }] });
	const [action] = await actionsAfter(made.ctx, made.providerId, undefined, 10);
	return { ...made, action: action! };
}

/** Writes another aim, as the page does. */
async function aim(ctx: Parameters<typeof changeAction>[0], { id, version, goal, action, indicator, baseline }: PlannedAction, to: string) {
	await changeAction(ctx, id, version, { goal, action, indicator, baseline, aim: to });
	return (await readAction(ctx, id)).action;
}

test('a target is beside what half of the others changed on its axis in a year, as the comparison with all of them shows it', async () => {
	const { ctx, returnId, action } = await planned();
	const { columns } = await compareReturn(ctx, returnId, { choices: [] });
	const [low, high] = columns.find(({ column }) => column === 'A3@change')!.quartiles!;
	expect(action.others).toMatchObject({ unit: 'provider', axis: 'Equal opportunities', textLocale: 'en', low, high });
	expect((await readAction(ctx, action.id)).action.others).toEqual(action.others);
});

test('the points are those of the aim as it stands; without a number there is no hint', async () => {
	const { ctx, action } = await planned();
	// 0 points at 5 %, 100 points at 50 %.
	const further = await aim(ctx, action, '55 %');
	expect(further).toMatchObject({ counted: { from: 25, to: 55 } });
	expect([action, further].map(({ others }) => others!.points)).toEqual([6, 56]);
	expect(await aim(ctx, further, 'more women in technical programmes')).toMatchObject({ counted: { to: null }, others: null });
	// Where the value is already, a target asks for nothing.
	const again = (await readAction(ctx, action.id)).action;
	expect((await aim(ctx, again, '20')).others).toBeNull();
});

test('there is no hint before the return is locked, nor for what is over', async () => {
	const open = await submitted(app);
	await planFromReturn(open.ctx, { returnId: open.returnId, indicators: [{ indicator: 'SU-3.4' }] });
	expect(await actionsAfter(open.ctx, open.providerId, undefined, 10)).toMatchObject([{ others: null }]);
	const { ctx, action } = await planned();
	await setActionState(ctx, action.id, { state: 'done' });
	expect((await readAction(ctx, action.id)).action.others).toBeNull();
});

test('a target is within reach, beyond, or far beyond what three quarters of the others changed', () => {
	const half = { low: -2, high: 4 };
	expect([1, 4, 5, 13, 14].map((points) => reachOf(points, half))).toEqual(['within', 'within', 'beyond', 'beyond', 'far']);
});

test('where the pool shows nothing there is no hint', async () => {
	const { ctx, providerId, action, returnId } = await planned();
	await saveReturnSharing(ctx, returnId, { sharing: true });
	await app.db.updateTable('benchmarks.return').set({ sharing: false, best: false }).where('provider_id', '!=', providerId).execute();
	await app.db.deleteFrom('benchmarks.comparison_series').execute();
	await night();
	expect((await readAction(ctx, action.id)).action.others).toBeNull();
});
