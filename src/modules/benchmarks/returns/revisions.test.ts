import { describe, expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { saveNumbers } from './entry.ts';
import { lockReturn, reopenReturn, sendBackReturn, submitReturn } from './lifecycle.ts';
import { nameForReturns } from './people.ts';
import { reportOfReturn } from './report.ts';
import { openReturn, submitted } from './returns.fixture.ts';
import { revisionsOfReturn } from './revisions.ts';

const app = useTestApp();

/** A return that was locked, opened again because one survey came late, and submitted with its answers. */
async function corrected() {
	const made = await submitted(app);
	await lockReturn(made.ctx, made.returnId);
	await reopenReturn(made.ctx, made.returnId, { note: 'One survey came late.' });
	await saveNumbers(made.ctx, made.returnId, { entries: [{ target: 'lsat_satisfied', value: 600, basedOn: 1 }] });
	await submitReturn(made.ctx, made.returnId);
	return made;
}

describe('the revisions of a return', () => {
	test('are listed newest first, with who did what, why it was opened again, and what changed since', async () => {
		const { ctx, returnId } = await corrected();
		const [second, first, ...others] = await revisionsOfReturn(ctx, returnId);
		expect(others).toEqual([]);
		expect(second).toMatchObject({ revision: 2, mark: 'submitted', locked: null, reopened: null, changes: null });
		expect(first).toMatchObject({
			revision: 1,
			mark: 'locked',
			submitted: { by: 'Ana Ferreira' },
			locked: { by: 'Ana Ferreira' },
			reopened: { by: 'Ana Ferreira', reason: 'One survey came late.' },
			band: 'Solid',
			changes: [{ code: 'SU-5.2', name: 'Satisfaction of learners' }],
		});
		const [change] = first!.changes!;
		expect(change!.after!).toBeGreaterThan(change!.before!);
	});

	test('leave out what is entered, and what was sent back', async () => {
		const open = await openReturn(app);
		expect(await revisionsOfReturn(open.ctx, open.returnId)).toEqual([]);
		const { ctx, returnId } = await submitted(app);
		expect(await revisionsOfReturn(ctx, returnId)).toMatchObject([{ revision: 1, mark: 'submitted' }]);
		await sendBackReturn(ctx, returnId, { note: 'The energy bill is missing.' });
		expect(await revisionsOfReturn(ctx, returnId)).toEqual([]);
		await expect(reportOfReturn(ctx, returnId, 1)).rejects.toMatchObject({ code: 'not_found' });
	});

	test('stand in the report of the next year, unless they were sent back', async () => {
		const { ctx, returnId, providerId } = await submitted(app, { year: 2024 });
		const next = await submitted(app, { providerId, year: 2025 });
		const years = async () => (await reportOfReturn(next.ctx, next.returnId)).trend.map(({ year }) => year);
		expect(await years()).toEqual(['2024', '2025']);
		await sendBackReturn(ctx, returnId, { note: 'The energy bill is missing.' });
		expect(await years()).toEqual(['2025']);
	});

	test('can be read as they were, also while the return is open again', async () => {
		const { ctx, returnId } = await corrected();
		const [then, now] = [await reportOfReturn(ctx, returnId, 1), await reportOfReturn(ctx, returnId)];
		expect([then.revision, then.state, now.revision, now.state]).toEqual([1, 'locked', 2, 'submitted']);
		expect(then.overall.score!).toBeLessThan(now.overall.score!);
		await expect(reportOfReturn(ctx, returnId, 3)).rejects.toMatchObject({ code: 'not_found' });
		await lockReturn(ctx, returnId);
		await reopenReturn(ctx, returnId, { note: 'And another one.' });
		expect((await reportOfReturn(ctx, returnId, 2)).overall.score).toBe(now.overall.score);
		expect(await revisionsOfReturn(ctx, returnId)).toMatchObject([
			{ revision: 2, reopened: { reason: 'And another one.' } },
			{ revision: 1 },
		]);
	});

	test('are for those who may read the report, and for nobody else', async () => {
		const { ctx, providerId, returnId } = await corrected();
		const reader = await makePerson(app, 'Reader', [{ organisationId: providerId, role: 'staff' }]);
		await expect(revisionsOfReturn(app.as(reader.actor), returnId)).rejects.toMatchObject({ code: 'not_found' });
		await nameForReturns(ctx, returnId, reader.id, 'viewer');
		expect(await revisionsOfReturn(app.as(reader.actor), returnId)).toHaveLength(2);
	});
});
