import { describe, expect, test } from 'vitest';
import { inTransaction } from '#platform/events.ts';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { namePerson } from './people.ts';
import { answersOfRun } from './queries.ts';
import { answer, openRun } from './runs.fixture.ts';

const app = useTestApp();

/** A colleague of the provider who may answer too. */
async function withEditor(run: Awaited<ReturnType<typeof openRun>>) {
	const editor = await makePerson(app, 'Jonas Berg', [{ organisationId: run.providerId, role: 'staff' }]);
	await namePerson(run.ctx, run.runId, editor.id, 'editor');
	return app.as(editor.actor);
}

const standing = async (run: Awaited<ReturnType<typeof openRun>>, item: string) =>
	(await answersOfRun(run.ctx, run.runId)).answers.get(item);
const history = (runId: string) =>
	app.db
		.selectFrom('benchmarks.answer_entry')
		.select(['item', 'value', 'outcome'])
		.where('run_id', '=', runId)
		.orderBy('answered_at')
		.execute();

describe('an answer', () => {
	test('stands with its version and the name of who gave it', async () => {
		const run = await openRun(app);
		expect(await answer(run.ctx, run.runId, { item: 'ENV-1', value: '3', evidence: 'partial' })).toMatchObject({
			outcome: 'saved',
			version: 1,
		});
		expect(await standing(run, 'ENV-1')).toMatchObject({ value: 3, evidence: 'partial', version: 1, by: 'Ana Ferreira' });
	});

	test('sent twice is one answer', async () => {
		const run = await openRun(app);
		const same = { item: 'ENV-1', value: '3', sequence: 7_000_001 } as const;
		await answer(run.ctx, run.runId, same);
		expect(await answer(run.ctx, run.runId, same)).toMatchObject({ outcome: 'saved', version: 1 });
		expect(await history(run.runId)).toHaveLength(1);
	});

	test('that arrives late from the same device does not replace a newer one', async () => {
		const run = await openRun(app);
		await answer(run.ctx, run.runId, { item: 'ENV-1', value: '3', sequence: 8_000_002 });
		const late = await answer(run.ctx, run.runId, { item: 'ENV-1', value: '1', sequence: 8_000_001 });
		expect(late).toMatchObject({ outcome: 'superseded', standing: { value: '3' } });
		expect(await standing(run, 'ENV-1')).toMatchObject({ value: 3 });
	});

	test('keeps proof only at level 3 or 4, and a reason only where it does not apply', async () => {
		const run = await openRun(app);
		await answer(run.ctx, run.runId, { item: 'ENV-1', value: '2', evidence: 'documented', reason: 'not-allowed' });
		expect(await standing(run, 'ENV-1')).toMatchObject({ evidence: null, reason: null });
	});

	test('“does not apply” is refused where it is not offered, without a reason, and with too short an own reason', async () => {
		const { ctx, runId } = await openRun(app);
		const refused = (input: Parameters<typeof answer>[2], field: string) =>
			expect(answer(ctx, runId, { value: 'NA', ...input })).rejects.toMatchObject({ code: 'invalid_input', details: { field } });
		await refused({ item: 'ENV-1', reason: 'not-allowed' }, 'value');
		await refused({ item: 'MOB-1' }, 'reason');
		await refused({ item: 'MOB-1', reason: 'other', reasonText: 'too short' }, 'reasonText');
		await expect(answer(ctx, runId, { item: 'XYZ-9' })).rejects.toMatchObject({ details: { field: 'item' } });
		expect(
			await answer(ctx, runId, { item: 'MOB-1', value: 'NA', reason: 'other', reasonText: 'We only train adults in firms' }),
		).toMatchObject({
			outcome: 'saved',
		});
	});
});

describe('two people on one item', () => {
	test('who say the same have no conflict', async () => {
		const run = await openRun(app);
		const jonas = await withEditor(run);
		await answer(run.ctx, run.runId, { item: 'ENV-1', value: '3', client: 'ana' });
		expect(await answer(jonas, run.runId, { item: 'ENV-1', value: '3', client: 'jonas' })).toMatchObject({ outcome: 'saved' });
	});

	test('who did not see each other: the first stands, the second is kept and shown as a conflict', async () => {
		const run = await openRun(app);
		const jonas = await withEditor(run);
		await answer(run.ctx, run.runId, { item: 'ENV-1', value: '3', client: 'ana' });
		const second = await answer(jonas, run.runId, { item: 'ENV-1', value: '1', client: 'jonas' });
		expect(second).toMatchObject({ outcome: 'conflict', version: 1, standing: { value: '3' } });
		const { answers, conflicts } = await answersOfRun(run.ctx, run.runId);
		expect(answers.get('ENV-1')).toMatchObject({ value: 3 });
		expect(conflicts).toMatchObject([{ item: 'ENV-1', value: 1, by: 'Jonas Berg' }]);
	});

	test('decide by sending again on the version that stands, and the conflict is gone', async () => {
		const run = await openRun(app);
		const jonas = await withEditor(run);
		await answer(run.ctx, run.runId, { item: 'ENV-1', value: '3', client: 'ana' });
		const { version } = await answer(jonas, run.runId, { item: 'ENV-1', value: '1', client: 'jonas' });
		expect(await answer(jonas, run.runId, { item: 'ENV-1', value: '1', client: 'jonas', basedOn: version })).toMatchObject({
			outcome: 'saved',
		});
		const { answers, conflicts } = await answersOfRun(run.ctx, run.runId);
		expect(answers.get('ENV-1')).toMatchObject({ value: 1, by: 'Jonas Berg' });
		expect(conflicts).toEqual([]);
		expect((await history(run.runId)).map(({ outcome }) => outcome)).toEqual(['saved', 'conflict', 'saved']);
	});

	test('are asked even when the first one changes her mind without having seen the second', async () => {
		const run = await openRun(app);
		const jonas = await withEditor(run);
		await answer(run.ctx, run.runId, { item: 'ENV-1', value: '3', client: 'ana' });
		await answer(jonas, run.runId, { item: 'ENV-1', value: '1', client: 'jonas' });
		await answer(run.ctx, run.runId, { item: 'ENV-1', value: '4', client: 'ana', basedOn: 1 });
		expect((await answersOfRun(run.ctx, run.runId)).conflicts).toMatchObject([{ value: 1, by: 'Jonas Berg', client: 'jonas' }]);
	});

	test('leave a third to decide, who keeps what stands', async () => {
		const run = await openRun(app);
		const jonas = await withEditor(run);
		await answer(run.ctx, run.runId, { item: 'ENV-1', value: '3', client: 'ana' });
		await answer(jonas, run.runId, { item: 'ENV-1', value: '1', client: 'jonas' });
		await answer(run.ctx, run.runId, { item: 'ENV-1', value: '3', client: 'ana’s phone', basedOn: 1, decides: true });
		const { answers, conflicts } = await answersOfRun(run.ctx, run.runId);
		expect(answers.get('ENV-1')).toMatchObject({ value: 3, version: 2 });
		expect(conflicts).toEqual([]);
	});

	test('who choose the same level, one with proof, keep the proof', async () => {
		const run = await openRun(app);
		const jonas = await withEditor(run);
		await answer(run.ctx, run.runId, { item: 'ENV-1', value: '3', evidence: 'documented', client: 'ana' });
		expect(await answer(jonas, run.runId, { item: 'ENV-1', value: '3', client: 'jonas' })).toMatchObject({
			outcome: 'saved',
			standing: { evidence: 'documented' },
		});
		expect(await standing(run, 'ENV-1')).toMatchObject({ evidence: 'documented' });
	});

	test('who choose the same level and speak differently of proof are asked', async () => {
		const run = await openRun(app);
		const jonas = await withEditor(run);
		await answer(run.ctx, run.runId, { item: 'ENV-1', value: '3', evidence: 'documented', client: 'ana' });
		expect(await answer(jonas, run.runId, { item: 'ENV-1', value: '3', evidence: 'none', client: 'jonas' })).toMatchObject({
			outcome: 'conflict',
		});
		expect((await answersOfRun(run.ctx, run.runId)).conflicts).toMatchObject([{ value: 3, evidence: 'none' }]);
	});

	test('who saw the other’s answer may change it', async () => {
		const run = await openRun(app);
		const jonas = await withEditor(run);
		const { version } = await answer(run.ctx, run.runId, { item: 'ENV-1', value: '3', client: 'ana' });
		expect(await answer(jonas, run.runId, { item: 'ENV-1', value: '4', client: 'jonas', basedOn: version })).toMatchObject({
			outcome: 'saved',
			version: 2,
		});
	});
});

test('an answer inside a change that is undone is undone with it', async () => {
	const run = await openRun(app);
	const undone = new Error('undone');
	await expect(
		inTransaction(run.ctx, async (tx) => {
			expect(await answer({ ...run.ctx, db: tx }, run.runId, { item: 'ENV-1' })).toMatchObject({ outcome: 'saved' });
			throw undone;
		}),
	).rejects.toBe(undone);
	expect(await history(run.runId)).toEqual([]);
});

test('many answers at once, some refused, are each judged for themselves', async () => {
	const one = await openRun(app);
	const other = await openRun(app);
	await app.db.updateTable('benchmarks.run').set({ status: 'closed' }).where('id', '=', other.runId).execute();
	const items = ['ENV-1', 'ENV-2', 'ENV-3', 'ENV-4', 'DIR-1', 'DIR-2'];
	const outcomes = await Promise.allSettled(
		items.flatMap((item) => [answer(one.ctx, one.runId, { item }), answer(other.ctx, other.runId, { item })]),
	);
	expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(items.length);
	expect(await history(one.runId)).toHaveLength(items.length);
	expect(await history(other.runId)).toHaveLength(0);
});

test('fifty changes of one item from one device at once end with the last', async () => {
	const run = await openRun(app);
	const base = 9_000_000;
	await Promise.all(
		Array.from({ length: 50 }, (_, i) =>
			answer(run.ctx, run.runId, { item: 'ENV-1', value: String((i % 4) + 1) as '1', sequence: base + i, client: 'fast' }),
		),
	);
	expect(await standing(run, 'ENV-1')).toMatchObject({ value: (49 % 4) + 1 });
	expect(await history(run.runId)).toHaveLength(50);
});
