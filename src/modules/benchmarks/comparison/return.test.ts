import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { useTestApp } from '../../../../tests/support/app.ts';
import { clientOf } from '../../../../tests/support/client.ts';
import { makeOrganisation, makePerson } from '../../../../tests/support/provider.ts';
import { newId } from '#platform/ids.ts';
import { createApi } from '#platform/api/index.ts';
import { findReturn } from '../returns/access.ts';
import { s1Fields } from '../solity/vectors.fixture.ts';
import { saveNumbers } from '../returns/entry.ts';
import { deleteReturn, lockReturn, reopenReturn, restoreReturn, submitReturn } from '../returns/lifecycle.ts';
import { confirmAll, entriesOf, locked, openReturn, relock, submitted } from '../returns/returns.fixture.ts';
import { saveReturnSettings, saveReturnSharing } from '../returns/settings.ts';
import { returnReportRoutes } from '../returns/report-api.ts';
import { comparedReportOfReturn, comparedRows } from '../returns/compared-report.ts';
import { resultColumns } from '../solity/report/export.ts';
import { comparisonRoutes } from './api.ts';
import { rebuildPools } from './rebuild.ts';
import { compareReturn } from './return.ts';
import { insertSharedReturns } from './shared-returns.fixture.ts';
import { defaultWeights, variables, type Weights } from './similar.ts';

const app = useTestApp();

const rowsOf = (returnId: string) =>
	app.db
		.selectFrom('benchmarks.comparison_member')
		.select(['withdrawn', 'attributes', 'values'])
		.where('run_id', '=', returnId)
		.where('until', 'is', null)
		.execute();

beforeAll(async () => {
	await insertSharedReturns(app.db, 60, { seed: 1, traits: { country: 'PT', type: 'adult-centre' } });
	await insertSharedReturns(app.db, 60, { seed: 2, yearBefore: true });
	await insertSharedReturns(app.db, 60, { seed: 3, fictional: true });
	await insertSharedReturns(app.db, 60, { seed: 4, sharing: false });
	await rebuildPools(app);
}, 60_000);

describe('a locked return', () => {
	test('is compared as a whole, by axis and by indicator, with whole points only', async () => {
		const { ctx, returnId } = await locked(app);
		const compared = await compareReturn(ctx, returnId, { choices: [] });
		expect(compared).toMatchObject({ hidden: null, counted: false, sharing: false, whole: 'overall', axes: { scored: 5, all: 5 } });
		const column = (code: string) => compared.columns.find((each) => each.column === code)!;
		expect(column('overall')).toMatchObject({ hidden: null, providers: 120 });
		expect(column('A1')).toMatchObject({ hidden: null, providers: 120 });
		expect(column('SU-1.4')).toMatchObject({ hidden: null });
		for (const { median, quartiles, tails, best } of compared.columns)
			for (const figure of [median, ...(quartiles ?? []), ...(tails ?? []), best])
				expect(figure === null || Number.isInteger(figure)).toBe(true);
		expect(column('overall').position! % 5).toBe(0);
		expect(compared.about['SU-1.4']).toMatchObject({ name: 'Access to employment', axis: 'A1' });
	});

	test('without a choice is compared with providers of its kind, and is told why others are hidden', async () => {
		const { ctx, returnId } = await locked(app);
		expect(await compareReturn(ctx, returnId, null)).toMatchObject({ choices: [], hidden: null });
		const malta = await compareReturn(ctx, returnId, { choices: [{ filter: 'country', value: 'MT' }] });
		expect(malta).toMatchObject({ hidden: 'too-few', wider: [] });
		await expect(
			compareReturn(ctx, returnId, {
				choices: [
					{ filter: 'country', value: 'MT' },
					{ filter: 'country', value: 'PT' },
				],
			}),
		).rejects.toMatchObject({ code: 'invalid_input' });
	});

	test('counts only when its provider agreed, from the next night on, and among the best only when it agreed to that too', async () => {
		const { ctx, returnId } = await locked(app);
		await rebuildPools(app);
		expect(await rowsOf(returnId)).toEqual([]);
		await saveReturnSharing(ctx, returnId, { sharing: true });
		expect(await rowsOf(returnId)).toEqual([]);
		await rebuildPools(app);
		expect(await rowsOf(returnId)).toMatchObject([{ attributes: { best: false } }]);
		await saveReturnSharing(ctx, returnId, { sharing: true, best: true });
		await rebuildPools(app);
		expect(await rowsOf(returnId)).toMatchObject([{ attributes: { best: true } }]);
		expect(await compareReturn(ctx, returnId, { choices: [] })).toMatchObject({ counted: true, sharing: true, best: true });
		await saveReturnSharing(ctx, returnId, { sharing: false, best: true });
		expect(await compareReturn(ctx, returnId, { choices: [] })).toMatchObject({ counted: false, sharing: false, best: false });
	});

	test.each<[string, (...asked: Parameters<typeof deleteReturn>) => Promise<unknown>]>([
		['opened again', (ctx, id) => reopenReturn(ctx, id, { note: 'A number was wrong' })],
		['deleted', deleteReturn],
		['withdrawn', (ctx, id) => saveReturnSharing(ctx, id, { sharing: false })],
	])('that is %s leaves its pool at once, and what it was like leaves with it', async (_, leave) => {
		const { ctx, returnId } = await locked(app);
		await saveReturnSharing(ctx, returnId, { sharing: true });
		await rebuildPools(app);
		expect(await rowsOf(returnId)).toHaveLength(1);
		await leave(ctx, returnId);
		expect(await rowsOf(returnId)).toEqual([]);
	});

	test('that was deleted and taken back counts again from the next night on', async () => {
		const { ctx, returnId } = await locked(app);
		await saveReturnSharing(ctx, returnId, { sharing: true });
		await rebuildPools(app);
		await deleteReturn(ctx, returnId);
		await restoreReturn(ctx, returnId);
		expect(await rowsOf(returnId)).toEqual([]);
		await rebuildPools(app);
		expect(await rowsOf(returnId)).toHaveLength(1);
	});
});

describe('the position', () => {
	test('among the same figures is told of one result only: opening again and locking other numbers tells no second one', async () => {
		const made = await locked(app);
		const position = async () =>
			(await compareReturn(made.ctx, made.returnId, { choices: [] })).columns.find(({ column }) => column === 'A2')!;
		expect((await position()).position).not.toBeNull();
		await relock(made, { vpl_candidates: 30 });
		expect(await position()).toMatchObject({ hidden: null, position: null, word: expect.any(String) });
		// The old numbers again are no news.
		await relock(made, { vpl_candidates: s1Fields.vpl_candidates });
		expect((await position()).position).not.toBeNull();
	});
});

test('a provider nobody has verified gets words and no position: it costs nothing to make up another', async () => {
	const providerId = await makeOrganisation(app, { state: 'pending' });
	const { ctx, returnId } = await locked(app, { providerId });
	const compared = await compareReturn(ctx, returnId, { choices: [] });
	expect(compared).toMatchObject({ counted: false, refusal: 'not-active' });
	expect(compared.columns.map(({ position }) => position)).toEqual(compared.columns.map(() => null));
	expect(compared.columns.find(({ column }) => column === 'A2')).toMatchObject({ hidden: null, word: expect.any(String) });
});

test('who may not see a small base does not see the share it can be worked out from', async () => {
	const { ctx, returnId, providerId } = await openReturn(app);
	await saveNumbers(ctx, returnId, { entries: entriesOf({ ...s1Fields, js_requests: 6, js_started_90: 3 }) });
	await confirmAll(ctx, returnId);
	await submitReturn(ctx, returnId);
	await lockReturn(ctx, returnId);
	const company = { similar: { count: 15, weights: defaultWeights } };
	expect((await compareReturn(ctx, returnId, company)).similar!.own.jobseekers).not.toBeNull();
	const viewer = await makePerson(app, 'Viewer');
	const role = { provider_id: providerId, person_id: viewer.id, role: 'viewer', added_at: new Date() };
	await app.db.insertInto('benchmarks.return_role').values(role).execute();
	const seen = (await compareReturn(app.as(viewer.actor), returnId, company)).similar!.own;
	expect(seen).toMatchObject({ jobseekers: null, size: expect.any(Number) });
});

test('nor one that was worked out from a small base last night', async () => {
	const { ctx, returnId, providerId } = await openReturn(app);
	await saveNumbers(ctx, returnId, { entries: entriesOf({ ...s1Fields, js_requests: 6, js_started_90: 3 }) });
	await confirmAll(ctx, returnId);
	await submitReturn(ctx, returnId);
	await lockReturn(ctx, returnId);
	await saveReturnSharing(ctx, returnId, { sharing: true });
	await rebuildPools(app);
	await relock({ ctx, returnId }, { js_requests: 820, js_started_90: 533 });
	const viewer = await makePerson(app, 'Viewer');
	const role = { provider_id: providerId, person_id: viewer.id, role: 'viewer', added_at: new Date() };
	await app.db.insertInto('benchmarks.return_role').values(role).execute();
	const company = { similar: { count: 15, weights: defaultWeights } };
	expect((await compareReturn(ctx, returnId, company)).similar!.own.jobseekers).toBe(6 / 1240);
	expect((await compareReturn(app.as(viewer.actor), returnId, company)).similar!.own.jobseekers).toBeNull();
});

test('nor a number of which nothing tells any more what it was worked out from', async () => {
	const { ctx, returnId, providerId } = await locked(app);
	await saveReturnSharing(ctx, returnId, { sharing: true });
	await rebuildPools(app);
	const counted = { size: 1241, jobseekers: 0.123, vulnerable: 0.456 };
	await app.db
		.updateTable('benchmarks.comparison_member')
		.set({ attributes: sql<string>`jsonb_set(attributes, '{profile}', attributes -> 'profile' || ${JSON.stringify(counted)}::jsonb)` })
		.where('run_id', '=', returnId)
		.execute();
	const viewer = await makePerson(app, 'Viewer');
	const role = { provider_id: providerId, person_id: viewer.id, role: 'viewer', added_at: new Date() };
	await app.db.insertInto('benchmarks.return_role').values(role).execute();
	const company = { similar: { count: 15, weights: defaultWeights } };
	expect((await compareReturn(ctx, returnId, company)).similar!.own).toMatchObject(counted);
	const hidden = { size: null, jobseekers: null, vulnerable: null };
	expect((await compareReturn(app.as(viewer.actor), returnId, company)).similar!.own).toMatchObject(hidden);
});

describe('similar providers', () => {
	const weighted = (size: number): Weights => ({ ...defaultWeights, size });
	test('are a neighbourhood with figures of its own, and it is told what they are like', async () => {
		const { ctx, returnId } = await locked(app);
		const compared = await compareReturn(ctx, returnId, { similar: { count: 15, weights: defaultWeights } });
		expect(compared.similar!.own).toMatchObject({ size: 1240, jobseekers: 820 / 1240 });
		expect(compared.columns[0]!.hidden).toBeNull();
		expect(compared.columns[0]!.providers!).toBeLessThan(30);
		expect(compared.alike!.size!).toBeGreaterThan(0);
		expect(compared.alike!.jobseekers!).toBeLessThanOrEqual(1);
	});

	test('may be weighed in at most five other ways a day; the usual one and those of today stay', async () => {
		const { ctx, returnId } = await locked(app);
		const ask = (weights: Weights) => compareReturn(ctx, returnId, { similar: { count: 15, weights } });
		for (const size of [0, 1, 3]) await ask(weighted(size));
		await Promise.all([ask({ ...defaultWeights, fields: 0 }), ask({ ...defaultWeights, fields: 1 })]);
		await expect(ask({ ...defaultWeights, fields: 3 })).rejects.toMatchObject({ code: 'too_many_requests' });
		await ask(weighted(0));
		await ask(defaultWeights);
		const tomorrow = { ...ctx, now: () => new Date(Date.now() + 86_400_000) };
		await compareReturn(tomorrow, returnId, { similar: { count: 15, weights: { ...defaultWeights, fields: 3 } } });
	});

	describe('are looked for with what one was like last night', () => {
		type Made = Awaited<ReturnType<typeof locked>>;
		const own = async ({ ctx, returnId }: Made) =>
			(await compareReturn(ctx, returnId, { similar: { count: 15, weights: defaultWeights } })).similar!.own;
		const moveTo = (place_kind: string, { providerId }: Made) =>
			app.db.updateTable('network.organisation').set({ place_kind }).where('id', '=', providerId).execute();

		test('a provider that counts: whatever it changes counts from the next night on', async () => {
			const made = await locked(app);
			await saveReturnSharing(made.ctx, made.returnId, { sharing: true });
			await moveTo('rural', made);
			await rebuildPools(app);
			await moveTo('island', made);
			expect(await own(made)).toMatchObject({ placeKind: 'rural', size: 1240 });
			await rebuildPools(app);
			expect(await own(made)).toMatchObject({ placeKind: 'island', size: 1240 });
		});

		test('numbers locked today count from the next night on, also of who left the pool to change them or was never in it', async () => {
			const both = [await locked(app), await locked(app)];
			await saveReturnSharing(both[0]!.ctx, both[0]!.returnId, { sharing: true });
			await rebuildPools(app);
			for (const made of both) {
				await relock(made, { js_requests: 410, js_started_90: 300 });
				expect(await own(made)).toMatchObject({ jobseekers: 820 / 1240 });
			}
			await rebuildPools(app);
			for (const made of both) expect(await own(made)).toMatchObject({ jobseekers: 410 / 1240 });
		});

		test('unemployment locked today counts from the next night on too, also of who was never in the pool', async () => {
			const made = await openReturn(app);
			const { ctx, returnId } = made;
			const say = async (ctx_unemployment: number) => {
				const { version } = (await findReturn(app.db, returnId))!;
				await saveReturnSettings(ctx, returnId, { version, settings: { ctx_unemployment } });
			};
			await say(6.4);
			await saveNumbers(ctx, returnId, { entries: entriesOf() });
			await confirmAll(ctx, returnId);
			await submitReturn(ctx, returnId);
			await lockReturn(ctx, returnId);
			await rebuildPools(app);
			await reopenReturn(ctx, returnId, { note: 'A number was wrong' });
			await say(19.2);
			await confirmAll(ctx, returnId);
			await submitReturn(ctx, returnId);
			await lockReturn(ctx, returnId);
			expect(await own(made)).toMatchObject({ unemployment: 6.4 });
			await rebuildPools(app);
			expect(await own(made)).toMatchObject({ unemployment: 19.2 });
		});

		test('a first return counts at once, with the numbers it was locked with first', async () => {
			const made = await locked(app);
			expect(await own(made)).toMatchObject({ jobseekers: 820 / 1240 });
			await relock(made, { js_requests: 410, js_started_90: 300 });
			expect(await own(made)).toMatchObject({ jobseekers: 820 / 1240 });
		});

		test('another year of the same provider by its own numbers', async () => {
			const earlier = await locked(app, { year: 2023 });
			const later = await submitted(app, { providerId: earlier.providerId, year: 2024 });
			await lockReturn(later.ctx, later.returnId);
			await relock(later, { js_requests: 410, js_started_90: 300 });
			await saveReturnSharing(later.ctx, later.returnId, { sharing: true });
			await rebuildPools(app);
			expect(await own(later)).toMatchObject({ jobseekers: 410 / 1240 });
			expect(await own({ ...later, returnId: earlier.returnId })).toMatchObject({ jobseekers: 820 / 1240 });
		});
	});

	test('cannot be found without weighing anything', async () => {
		const { ctx, returnId } = await locked(app);
		const nothing = Object.fromEntries(variables.map((variable) => [variable, 0])) as Weights;
		expect(await compareReturn(ctx, returnId, { similar: { count: 15, weights: nothing } })).toMatchObject({
			hidden: 'too-few',
			wider: [],
			alike: null,
		});
	});
});

test('the change since the year before is compared with the changes of those who share both years', async () => {
	const { ctx, providerId, returnId } = await locked(app, { year: 2023 });
	await submitted(app, { providerId, year: 2024 }).then(async (later) => {
		await lockReturn(later.ctx, later.returnId);
		const { columns } = await compareReturn(later.ctx, later.returnId, { choices: [] });
		expect(columns.find(({ column }) => column === 'overall@change')).toMatchObject({ own: 0, hidden: null, providers: 60 });
		await saveReturnSharing(ctx, returnId, { sharing: true });
		await saveReturnSharing(later.ctx, later.returnId, { sharing: true });
		await rebuildPools(app);
		expect(await rowsOf(later.returnId)).toHaveLength(1);
		// Without the year before there is no change any more, and what was made of it is gone.
		await saveReturnSharing(ctx, returnId, { sharing: false });
		expect(await rowsOf(later.returnId)).toEqual([]);
	});
});

describe('a comparison', () => {
	test('does not exist before the return is locked', async () => {
		const open = await openReturn(app);
		await expect(compareReturn(open.ctx, open.returnId, null)).rejects.toMatchObject({ code: 'conflict' });
		const waiting = await submitted(app);
		await expect(compareReturn(waiting.ctx, waiting.returnId, null)).rejects.toMatchObject({ code: 'conflict' });
	});

	test('is for those who may read the report; nobody else learns that the return exists', async () => {
		const { returnId } = await locked(app);
		await expect(compareReturn(app.as(), returnId, null)).rejects.toMatchObject({ code: 'not_signed_in' });
		const stranger = await makePerson(app, 'Somebody Else');
		await expect(compareReturn(app.as(stranger.actor), returnId, null)).rejects.toMatchObject({ code: 'not_found' });
		await expect(compareReturn(app.as(stranger.actor), newId(), null)).rejects.toMatchObject({ code: 'not_found' });
	});
});

describe('through the API', () => {
	const call = clientOf(
		app,
		createApi('/api/v1', [...comparisonRoutes, ...returnReportRoutes], { title: 'Test', version: '1', description: '', tags: [] }),
	);
	type Body = { code?: string; filters: unknown; columns: Record<string, unknown>[]; similar: { others: object } | null };
	const ask = async (made: Awaited<ReturnType<typeof locked>>, path: string) =>
		call<Body>(`GET /benchmarks/solity/returns/${made.returnId}/${path}`, { actor: made.admin.actor });

	test('a return is compared by filters, with the figures of the page', async () => {
		const made = await locked(app);
		const { status, body } = await ask(made, 'comparison?providerType=adult-centre');
		expect(status).toBe(200);
		expect(body).toMatchObject({ hidden: null, similar: null, whole: 'overall', unit: 'provider' });
		expect(body.filters).toEqual([{ filter: 'providerType', value: 'adult-centre' }]);
		const { columns } = await compareReturn(made.ctx, made.returnId, { choices: body.filters as [] });
		for (const [i, { column, median, tails, best }] of columns.entries())
			expect(body.columns[i]).toMatchObject({ column, median, tenth: tails?.[0] ?? null, ninetieth: tails?.[1] ?? null, best });
		expect((await ask(made, 'comparison?country=PT&providerType=adult-centre&placeKind=city')).body.code).toBe('invalid_input');
	});

	test('or with similar providers, weighed as asked for and only so often', async () => {
		const made = await locked(app);
		const { body } = await ask(made, 'similar');
		expect(body.similar).toMatchObject({ count: 15, weights: defaultWeights, own: { size: 1240 } });
		expect(body.similar!.others).not.toBeNull();
		for (const wrong of ['count=7', 'count=51', 'size=4', 'size=1.5', 'colour=1'])
			expect((await ask(made, `similar?${wrong}`)).body.code).toBe('invalid_input');
		for (const size of [0, 1, 3]) expect((await ask(made, `similar?size=${size}`)).status).toBe(200);
		for (const fields of [0, 1]) expect((await ask(made, `similar?count=50&fields=${fields}`)).status).toBe(200);
		expect(await ask(made, 'similar?fields=3')).toMatchObject({ status: 429, body: { code: 'too_many_requests', field: 'weights' } });
	});

	test('the report and its table say of others what the page says, once the return is locked', async () => {
		const made = await locked(app);
		type Told = { comparison: Body | null };
		const report = (query = '') =>
			call<Told>(`GET /benchmarks/solity/returns/${made.returnId}/report${query}`, { actor: made.admin.actor });
		const page = await compareReturn(made.ctx, made.returnId, null);
		const { status, body } = await report();
		expect(status).toBe(200);
		const { columns } = body.comparison!;
		expect(columns.map(({ column, median }) => [column, median])).toEqual(page.columns.map(({ column, median }) => [column, median]));
		const compared = await comparedReportOfReturn(made.ctx, made.returnId);
		const median = resultColumns.indexOf('others_median');
		const rows = comparedRows(compared);
		for (const code of ['A1', 'SU-1.4'])
			expect(rows.find((row) => row[4] === code)![median]).toBe(page.columns.find(({ column }) => column === code)!.median);
		expect(rows[0]![median]).not.toBeNull();

		// An earlier revision, and one that is open again, are compared with nobody.
		expect((await report('?revision=1')).body.comparison).toBeNull();
		await reopenReturn(made.ctx, made.returnId, { note: 'A number was wrong' });
		expect((await report()).body.comparison).toBeNull();
		const waiting = await submitted(app);
		expect((await comparedReportOfReturn(waiting.ctx, waiting.returnId)).comparison).toBeNull();
	});

	test('a report tells who may not see a small base nothing of it in its files either', async () => {
		const made = await openReturn(app);
		await saveNumbers(made.ctx, made.returnId, { entries: entriesOf({ ...s1Fields, adj_requests: 8, adj_met: 7 }) });
		await confirmAll(made.ctx, made.returnId);
		await submitReturn(made.ctx, made.returnId);
		await lockReturn(made.ctx, made.returnId);
		const viewer = await makePerson(app, 'A viewer');
		await app.db
			.insertInto('benchmarks.return_role')
			.values({ provider_id: made.providerId, person_id: viewer.id, role: 'viewer', added_at: new Date() })
			.execute();
		const rows = comparedRows(await comparedReportOfReturn(app.as(viewer.actor), made.returnId));
		const small = rows.find((row) => row[4] === 'SU-3.5')!;
		expect(small.slice(5, 13)).toEqual(['small', null, null, null, null, expect.anything(), null, null]);
		expect([small[resultColumns.indexOf('position')], small[resultColumns.indexOf('against_others')]]).toEqual([null, null]);
	});
});
