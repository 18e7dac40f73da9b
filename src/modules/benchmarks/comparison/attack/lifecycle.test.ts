import { beforeAll, expect, test } from 'vitest';
import { useTestApp } from '../../../../../tests/support/app.ts';
import { locked, relock } from '../../returns/returns.fixture.ts';
import { saveReturnSharing } from '../../returns/settings.ts';
import type { Choice } from '../groups.ts';
import { rebuildPools } from '../rebuild.ts';
import { compareReturn, type Company } from '../return.ts';
import { insertSharedReturns } from '../shared-returns.fixture.ts';
import { defaultWeights } from '../similar.ts';

/**
 * The attack through the real way of a request: two accounts ask for everything they can choose, before and after one
 * return joins, counts among the best, no longer does, is opened again and locked with other numbers. Whatever it does
 * alone changes no figure they see, so there is nothing to subtract. What figures of one moment tell is tested beside.
 */
const app = useTestApp();
type Account = Awaited<ReturnType<typeof locked>>;
let first: Account;
let second: Account;
let victim: Account;

const like = { country: 'PT', place: 'city' };
const otherNumbers = { vpl_candidates: 30, staff_cpd: 75, energy_kwh: 600_000 };

beforeAll(async () => {
	await insertSharedReturns(app.db, 70, { seed: 1, yearBefore: true, traits: { ...like, type: 'adult-centre' } });
	await insertSharedReturns(app.db, 70, { seed: 2, traits: { ...like, type: 'public-school' } });
	await insertSharedReturns(app.db, 50, { seed: 3, best: false, traits: { ...like, country: 'DE', type: 'adult-centre' } });
	[first, second, victim] = [await locked(app), await locked(app), await locked(app)];
	for (const { ctx, returnId } of [first, second]) await saveReturnSharing(ctx, returnId, { sharing: true, best: true });
	await rebuildPools(app);
}, 120_000);

/** Every figure an account is shown, by request, column and name. */
async function everything({ ctx, returnId }: Account): Promise<Map<string, string>> {
	const shown = new Map<string, string>();
	const ask = async (company: Company) => {
		const compared = await compareReturn(ctx, returnId, company);
		for (const { column, providers, median, quartiles, tails, best, position } of compared.columns)
			for (const [name, figure] of Object.entries({ providers, median, quartiles, tails, best, position }))
				if (figure !== null) shown.set(`${JSON.stringify(company)} ${column} ${name}`, String(figure));
		return compared;
	};
	const { offered } = await ask({ choices: [] });
	const single: Choice[] = offered.flatMap(({ filter, values }) => values.map((value) => ({ filter, value })));
	for (const [i, choice] of single.entries()) {
		await ask({ choices: [choice] });
		for (const other of single.slice(i + 1)) if (other.filter !== choice.filter) await ask({ choices: [choice, other] });
	}
	for (const count of [8, 15, 30, 50])
		for (const weights of [defaultWeights, { ...defaultWeights, size: 0 }, { ...defaultWeights, fields: 3 }])
			await ask({ similar: { count, weights } });
	return shown;
}

/** What is shown at both times and differs; whether something is shown depends on who is in which group, which is no secret. */
function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
	return [...before].flatMap(([key, figures]) =>
		after.has(key) && after.get(key) !== figures ? [`${key}: ${figures}, then ${after.get(key)}`] : [],
	);
}

const attributes = async (returnId: string) =>
	app.db
		.selectFrom('benchmarks.comparison_member')
		.select('attributes')
		.where('run_id', '=', returnId)
		.where('until', 'is', null)
		.execute();

test('one return that joins, counts among the best or not, comes back with other numbers, and leaves changes no figure anybody sees', async () => {
	const [before, beside] = [await everything(first), await everything(second)];
	expect(before.size).toBeGreaterThan(1000);
	const unchanged = async () => expect(differences(before, await everything(first))).toEqual([]);
	const { ctx, returnId } = victim;
	const night = async (counted: object[]) => {
		await rebuildPools(app);
		expect(await attributes(returnId)).toMatchObject(counted);
		await unchanged();
	};

	await saveReturnSharing(ctx, returnId, { sharing: true, best: true });
	await night([{ attributes: { best: true } }]);
	await saveReturnSharing(ctx, returnId, { sharing: true, best: false });
	await night([{ attributes: { best: false } }]);
	await relock(victim, otherNumbers);
	expect(await attributes(returnId)).toEqual([]);
	await unchanged();
	await night([{ attributes: { best: false } }]);
	await saveReturnSharing(ctx, returnId, { sharing: false });
	await night([]);
	expect(differences(beside, await everything(second))).toEqual([]);
}, 300_000);

test('an account that locks other numbers learns no position among the same figures, the other account nothing at all', async () => {
	const overall = async (account: Account) => (await compareReturn(account.ctx, account.returnId, { choices: [] })).columns[0]!;
	const beside = await everything(second);
	expect((await overall(first)).position).not.toBeNull();
	await relock(first, otherNumbers);
	expect(await overall(first)).toMatchObject({ hidden: null, median: expect.any(Number), position: null });
	await rebuildPools(app);
	expect(await overall(first)).toMatchObject({ hidden: null, position: null });
	expect(differences(beside, await everything(second))).toEqual([]);
}, 300_000);

test('many that join at once do change what is shown', async () => {
	const before = await everything(second);
	await insertSharedReturns(app.db, 80, { seed: 5, traits: { ...like, type: 'adult-centre' } });
	await rebuildPools(app);
	expect(differences(before, await everything(second)).length).toBeGreaterThan(100);
}, 300_000);
