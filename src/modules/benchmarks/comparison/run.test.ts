import { beforeAll, describe, expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { newId } from '#platform/ids.ts';
import { answersFrom, testA } from '../go-international/vectors.fixture.ts';
import { readShared, shareReport } from '../report/sharing.ts';
import { deleteRun, finishRun, reopenRun, restoreRun } from '../runs/lifecycle.ts';
import { namePerson } from '../runs/people.ts';
import { answer, openRun, sampleProfile } from '../runs/runs.fixture.ts';
import { saveSharing } from '../runs/settings.ts';
import { rebuildPools } from './rebuild.ts';
import { compareRun } from './run.ts';
import { insertSharedRuns } from './shared-runs.fixture.ts';

const app = useTestApp();

async function finished() {
	const run = await openRun(app);
	for (const [item, value] of answersFrom(testA))
		await answer(run.ctx, run.runId, { item, value: String(value) as '1', reason: value === 'NA' ? 'not-our-mission' : undefined });
	await finishRun(run.ctx, run.runId);
	return run;
}
const inPools = async (runId: string) =>
	(
		await app.db
			.selectFrom('benchmarks.comparison_member')
			.select(['withdrawn'])
			.where('run_id', '=', runId)
			.where('until', 'is', null)
			.execute()
	).length;

beforeAll(async () => {
	const likes = { providerType: sampleProfile.providerType, sizeClass: sampleProfile.sizeClass };
	await insertSharedRuns(app.db, 40, { seed: 1, profile: likes });
	await insertSharedRuns(app.db, 40, { seed: 2, profile: { providerType: 'higher-vet', sizeClass: 'under-250' } });
	await insertSharedRuns(app.db, 40, { seed: 3, fictional: true, profile: likes });
	await insertSharedRuns(app.db, 40, { seed: 4, sharing: false, profile: likes });
	await rebuildPools(app);
});

describe('a finished run', () => {
	test('is compared with providers of its kind unless asked otherwise, section by section', async () => {
		const { ctx, runId } = await finished();
		const compared = await compareRun(ctx, runId, null);
		expect(compared.choices).toEqual([{ filter: 'providerType', value: 'public-school' }]);
		expect(compared.columns.map(({ column }) => column)).toEqual([
			'overall',
			...['ENV', 'DIR', 'PLAN', 'ORG', 'STAFF', 'PART', 'MOB', 'HOME', 'IMP'],
		]);
		for (const column of compared.columns) {
			expect(column).toMatchObject({ hidden: null, providers: 40, position: null, best: null, tails: null });
			const [first, third] = column.quartiles!;
			expect(column.word).toBe(column.own! < first ? 'lower-quarter' : column.own! > third ? 'upper-quarter' : 'middle-half');
		}
		expect(await compareRun(ctx, runId, [])).toMatchObject({ choices: [], columns: [{ providers: 80 }, ...Array<object>(9).fill({})] });
		expect(await compareRun(ctx, runId, [{ filter: 'country', value: 'MT' }])).toMatchObject({ hidden: 'too-few', wider: [] });
	});

	test('may be compared without being counted itself; its consent is a choice of its own', async () => {
		const { ctx, runId } = await finished();
		expect(await compareRun(ctx, runId, null)).toMatchObject({ hidden: null, sharing: false, counted: false, refusal: null });
		await rebuildPools(app);
		expect(await inPools(runId)).toBe(0);
		await saveSharing(ctx, runId, true);
		expect(await inPools(runId)).toBe(0);
		await rebuildPools(app);
		expect(await compareRun(ctx, runId, null)).toMatchObject({ sharing: true, counted: true });
		await saveSharing(ctx, runId, false);
		expect(await inPools(runId)).toBe(0);
		expect(await compareRun(ctx, runId, null)).toMatchObject({ sharing: false, counted: false });
	});

	test.each([
		['opened again', reopenRun],
		['deleted', deleteRun],
	])('that is %s leaves its pool at once', async (_, leave) => {
		const { ctx, runId } = await finished();
		await saveSharing(ctx, runId, true);
		await rebuildPools(app);
		expect(await inPools(runId)).toBe(1);
		await leave(ctx, runId);
		expect(await inPools(runId)).toBe(0);
	});

	test('that was deleted and taken back counts again from the next night on', async () => {
		const { ctx, runId } = await finished();
		await saveSharing(ctx, runId, true);
		await rebuildPools(app);
		await deleteRun(ctx, runId);
		await restoreRun(ctx, runId);
		expect(await inPools(runId)).toBe(0);
		await rebuildPools(app);
		expect(await inPools(runId)).toBe(1);
	});
});

describe('a comparison', () => {
	test('does not exist before the run is finished', async () => {
		const { ctx, runId } = await openRun(app);
		await expect(compareRun(ctx, runId, null)).rejects.toMatchObject({ code: 'conflict' });
	});

	test('is for those who may read the report; the consent for administrators only', async () => {
		const { ctx, runId, providerId } = await finished();
		const viewer = await makePerson(app, 'Rui Matos', [{ organisationId: providerId, role: 'staff' }]);
		await namePerson(ctx, runId, viewer.id, 'viewer');
		expect(await compareRun(app.as(viewer.actor), runId, [])).toMatchObject({ hidden: null });
		await expect(saveSharing(app.as(viewer.actor), runId, true)).rejects.toMatchObject({ code: 'forbidden' });
		await expect(compareRun(app.as(), runId, [])).rejects.toMatchObject({ code: 'not_signed_in' });
		const stranger = await makePerson(app, 'Somebody Else');
		await expect(compareRun(app.as(stranger.actor), runId, [])).rejects.toMatchObject({ code: 'not_found' });
		await expect(compareRun(ctx, newId(), [])).rejects.toMatchObject({ code: 'not_found' });
	});

	test('is behind a shared link only when its part was chosen', async () => {
		const { ctx, runId } = await finished();
		const without = await shareReport(ctx, runId, { parts: ['summary'] });
		expect((await readShared(app.as(), without.token)).comparison).toBeNull();
		const withIt = await shareReport(ctx, runId, { parts: ['summary', 'comparison'] });
		const { comparison } = await readShared(app.as(), withIt.token);
		expect(comparison!.columns[0]).toMatchObject({ column: 'overall', hidden: null, providers: 40 });
	});
});
