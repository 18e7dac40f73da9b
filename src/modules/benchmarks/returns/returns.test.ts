import { describe, expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makeOrganisation, makePerson } from '../../../../tests/support/provider.ts';
import { s7 } from '../solity/vectors.fixture.ts';
import { saveNumbers } from './entry.ts';
import {
	deleteReturn,
	lockDueReturns,
	lockReturn,
	purgeDeletedReturns,
	reopenReturn,
	restoreReturn,
	sendBackReturn,
	submitReturn,
} from './lifecycle.ts';
import { readReturn, returnsOf } from './queries.ts';
import { inputsOf, resultOfReturn } from './result.ts';
import { confirmAll, entriesOf, openReturn, submitted } from './returns.fixture.ts';
import { reviewOfReturn } from './review.ts';
import { startOffer, startReturn } from './start.ts';
import { scoreFile } from '../solity/score-file.ts';
import { currentEdition } from '../instruments.ts';
import { accessReturn } from './access.ts';

const app = useTestApp();

describe('a return', () => {
	test('is started by administrators of the provider only, one a unit and year', async () => {
		const { providerId, ctx, returnId } = await openReturn(app);
		const staff = await makePerson(app, 'Staff', [{ organisationId: providerId, role: 'staff' }]);
		await expect(startReturn(app.as(staff.actor), { providerId, year: 2023, level: 'provider' })).rejects.toMatchObject({
			code: 'forbidden',
		});
		await expect(startReturn(app.as(), { providerId, year: 2023, level: 'provider' })).rejects.toMatchObject({ code: 'not_signed_in' });
		await expect(startReturn(ctx, { providerId, year: 2024, level: 'provider' })).rejects.toMatchObject({
			code: 'conflict',
			message: 'There is already a return of Test provider for 2024.',
			details: { values: { fault: 'E_DUP_RETURN', returnId } },
		});
		expect(await startReturn(ctx, { providerId, year: 2024, level: 'provider', key: returnId })).toEqual({ returnId });
	});

	test('does not exist for anybody without a role in it', async () => {
		const { returnId } = await openReturn(app);
		const stranger = await makePerson(app, 'Stranger', [{ organisationId: await makeOrganisation(app), role: 'provider-admin' }]);
		await expect(readReturn(app.as(stranger.actor), returnId)).rejects.toMatchObject({ code: 'not_found' });
		await expect(saveNumbers(app.as(stranger.actor), returnId, { entries: entriesOf() })).rejects.toMatchObject({ code: 'not_found' });
	});

	test('gives the figures of S-1 when it is submitted', async () => {
		const { ctx, returnId } = await submitted(app);
		const { mark, result } = await resultOfReturn(ctx, returnId);
		expect(mark).toBe('submitted');
		expect(result.overall).toMatchObject({ score: expect.closeTo(69.8888, 4), low: expect.closeTo(64.5811, 4), band: 'solid', axes: 5 });
		await expect(saveNumbers(ctx, returnId, { entries: [{ target: 'part_total', value: 1, trust: 3 }] })).rejects.toMatchObject({
			code: 'conflict',
			message: 'This return is locked. Ask an approver to reopen it.',
		});
	});

	test('gives the figures of S-7 for two centres summed up, and each centre its own', async () => {
		const { ctx, returnId } = await openReturn(app, { level: 'centres', centres: [{ name: 'North' }, { name: 'South' }] });
		const { centres } = await readReturn(ctx, returnId);
		expect(centres.map(({ code }) => code)).toEqual(['north', 'south']);
		await app.db.updateTable('benchmarks.return').set({ settings: { cohort_basis: 'Y', year_start_month: 1, dup_persons: 40 } as never }).where('id', '=', returnId).execute(); // prettier-ignore
		for (const [i, { id: unit }] of centres.entries())
			await saveNumbers(ctx, returnId, { entries: entriesOf(s7.centres[i]!.fields, { unit, trust: s7.centres[i]!.trust as 2 }) });
		await confirmAll(ctx, returnId);
		await submitReturn(ctx, returnId);
		const { result, centres: own } = await resultOfReturn(ctx, returnId);
		expect(result.overall).toMatchObject({
			score: expect.closeTo(69.9849, 4),
			low: expect.closeTo(61.3219, 4),
			high: expect.closeTo(78.4944, 4),
		});
		expect(own[0]!.result.indicators['SU-1.1']!.value).toBeCloseTo((100 * 620) / 650);
	});

	test('can be scored again from what is stored with its result', async () => {
		const { ctx, returnId } = await submitted(app);
		const stored = await app.db
			.selectFrom('benchmarks.return_result')
			.selectAll()
			.where('return_id', '=', returnId)
			.executeTakeFirstOrThrow();
		const again = scoreFile(currentEdition('solity').instrument, (stored.inputs as { file: Record<string, unknown> }).file);
		expect(again).toMatchObject({ output: stored.result as object });
		expect((await inputsOf(app.db, (await accessReturn(ctx, returnId)).row)).file).toEqual((stored.inputs as { file: object }).file);
	});

	test('is submitted only whole, with everything that is wrong told at once', async () => {
		const { ctx, returnId } = await openReturn(app);
		await saveNumbers(ctx, returnId, { entries: entriesOf().filter(({ target }) => target !== 'lsat_asked') });
		await saveNumbers(ctx, returnId, {
			entries: [
				{ target: 'emp_permanent', value: 250, basedOn: 1 },
				{ target: 'f_den', value: 200, basedOn: 1 },
				{ target: 'area_m2', trust: null, basedOn: 1 },
			],
		});
		await expect(submitReturn(ctx, returnId)).rejects.toMatchObject({
			code: 'invalid_input',
			details: {
				fields: {
					lsat_asked: 'lsat_asked: a value is required.',
					area_m2: 'area_m2: choose a trust level (1 to 4).',
					emp_permanent: 'C06: emp_permanent (250) must not be greater than emp_contract_known (240).',
					f_den: 'C24: f_den + m_den + out_edu (445) must not be greater than out_known (420).',
				},
			},
		});
	});

	test('waits for the six months after its year, and for a comment on each warning', async () => {
		const { ctx, returnId } = await openReturn(app, { year: 2026 });
		await saveNumbers(ctx, returnId, { entries: entriesOf() });
		await expect(submitReturn(ctx, returnId)).rejects.toMatchObject({
			message: 'This return can be submitted from 2027-06-30, because the situation is measured 6 months after training.',
		});
		const past = await openReturn(app);
		await saveNumbers(past.ctx, past.returnId, { entries: entriesOf() });
		expect((await reviewOfReturn(past.ctx, past.returnId)).warnings.map(({ key }) => key)).toEqual([
			'warning.W_NO_LIST:SU-2.4',
			'warning.W_NO_LIST:SU-4.1',
		]);
		await expect(submitReturn(past.ctx, past.returnId)).rejects.toMatchObject({ details: { values: { fault: 'E_UNCONFIRMED' } } });
		await confirmAll(past.ctx, past.returnId);
		await submitReturn(past.ctx, past.returnId);
	});

	test('goes back with a note, locks by itself after 30 days, and keeps every locked revision', async () => {
		const { ctx, returnId, providerId } = await submitted(app);
		await expect(sendBackReturn(ctx, returnId, { note: ' ' })).rejects.toMatchObject({ details: { values: { fault: 'E_NOTE_REQUIRED' } } });
		await sendBackReturn(ctx, returnId, { note: 'The energy bill is missing.' });
		await submitReturn(ctx, returnId);
		await app.db
			.updateTable('benchmarks.return')
			.set({ submitted_at: new Date(Date.now() - 31 * 86_400_000) })
			.where('id', '=', returnId)
			.execute();
		expect(await lockDueReturns(app.as({ kind: 'system', name: 'test' }))).toBeGreaterThan(0);
		expect((await resultOfReturn(ctx, returnId)).mark).toBe('locked');
		await expect(lockReturn(ctx, returnId)).rejects.toMatchObject({ details: { values: { fault: 'E_TRANSITION' } } });
		await reopenReturn(ctx, returnId, { note: 'One survey came late.' });
		await saveNumbers(ctx, returnId, { entries: [{ target: 'lsat_satisfied', value: 600, basedOn: 1 }] });
		await submitReturn(ctx, returnId);
		const [first, second] = [await resultOfReturn(ctx, returnId, 1), await resultOfReturn(ctx, returnId)];
		expect([first.mark, first.revision, second.mark, second.revision]).toEqual(['locked', 1, 'submitted', 2]);
		expect(second.result.indicators['SU-5.2']!.value!).toBeGreaterThan(first.result.indicators['SU-5.2']!.value!);
		expect(await returnsOf(ctx, providerId)).toMatchObject([{ id: returnId, state: 'submitted', revision: 2, overall: { axes: 5 } }]);
	});

	test('begins with last year’s structure and none of its numbers', async () => {
		const { ctx, providerId } = await openReturn(app, {
			level: 'centres',
			centres: [{ name: 'North' }, { name: 'South' }],
			cohortBasis: 'Y-1',
		});
		const next = await startReturn(ctx, { providerId, year: 2025, level: 'centres' });
		const head = await readReturn(ctx, next.returnId);
		expect(head.centres.map(({ name }) => name)).toEqual(['North', 'South']);
		expect(head.settings).toMatchObject({ cohort_basis: 'Y-1' });
		expect((await reviewOfReturn(ctx, next.returnId)).filled).toBe(0);
	});

	test('is offered with the centres and settings of the last one; a centre more leaves none of them out', async () => {
		const { ctx, providerId } = await openReturn(app, {
			level: 'centres',
			centres: [{ name: 'North' }, { name: 'South' }],
			cohortBasis: 'Y-1',
			yearStartMonth: 9,
		});
		const offer = await startOffer(ctx, providerId);
		expect(offer.centres.map(({ name }) => name)).toEqual(['North', 'South']);
		expect(offer).toMatchObject({ chosen: offer.centres.map(({ id }) => id), level: 'centres', cohortBasis: 'Y-1', yearStartMonth: 9 });
		const centres = [...offer.chosen.map((id) => ({ id })), { name: 'West' }];
		const next = await startReturn(ctx, { providerId, year: 2025, level: 'centres', centres });
		expect((await readReturn(ctx, next.returnId)).centres.map(({ name }) => name)).toEqual(['North', 'South', 'West']);
		// None ticked is no wish for last year's.
		await expect(startReturn(ctx, { providerId, year: 2026, level: 'centres', centres: [] })).rejects.toMatchObject({
			details: { field: 'centres' },
		});
		const stranger = await makePerson(app, 'Stranger');
		await expect(startOffer(app.as(stranger.actor), providerId)).rejects.toMatchObject({ code: 'forbidden' });
	});

	test('that was deleted can be taken back for 14 days, unless its place is taken', async () => {
		const { ctx, providerId, returnId } = await openReturn(app);
		await deleteReturn(ctx, returnId);
		await expect(readReturn(ctx, returnId)).rejects.toMatchObject({ code: 'not_found' });
		await restoreReturn(ctx, returnId);
		await deleteReturn(ctx, returnId);
		await startReturn(ctx, { providerId, year: 2024, level: 'provider' });
		await expect(restoreReturn(ctx, returnId)).rejects.toMatchObject({ details: { values: { fault: 'E_DUP_RETURN' } } });
		await app.db
			.updateTable('benchmarks.return')
			.set({ deleted_at: new Date(Date.now() - 15 * 86_400_000) })
			.where('id', '=', returnId)
			.execute();
		expect(await purgeDeletedReturns(app.as({ kind: 'system', name: 'test' }))).toBe(1);
	});
});
