import { describe, expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { s1Fields } from '../solity/vectors.fixture.ts';
import { saveNumbers } from './entry.ts';
import { returnJson, returnResultsFile } from './export.ts';
import { submitReturn } from './lifecycle.ts';
import { itself } from './model.ts';
import { historyOfReturn } from './overview.ts';
import { resultOfReturn } from './result.ts';
import { readReturn } from './queries.ts';
import { reportOfReturn } from './report.ts';
import { confirmAll, entriesOf, openReturn, twoCentres } from './returns.fixture.ts';
import { reviewOfReturn } from './review.ts';
import { saveCentresSeen } from './settings.ts';
import { startReturn } from './start.ts';
import { giveTask, remindTask, withdrawTask } from './tasks.ts';

const app = useTestApp();

async function named(providerId: string, role: 'viewer' | 'editor', centres: string[] | null = null) {
	const person = await makePerson(app, `A ${role}`);
	await app.db
		.insertInto('benchmarks.return_role')
		.values({ provider_id: providerId, person_id: person.id, role, centres, added_at: new Date() })
		.execute();
	return app.as(person.actor);
}

describe('who reads reports but no numbers', () => {
	test('gets results without value and base where the base is too small', async () => {
		const { ctx, returnId, providerId } = await openReturn(app);
		await saveNumbers(ctx, returnId, { entries: entriesOf({ ...s1Fields, adj_requests: 8, adj_met: 7 }) });
		await confirmAll(ctx, returnId);
		await submitReturn(ctx, returnId);
		const viewer = await named(providerId, 'viewer');
		const few = async (who: typeof ctx) => (await resultOfReturn(who, returnId)).result.indicators['SU-3.5'];
		expect(await few(ctx)).toMatchObject({ status: 'small', value: 87.5, base: 8 });
		expect(await few(viewer)).toMatchObject({ status: 'small', value: null, base: null });
		const line = async (who: typeof ctx) => (await returnResultsFile(who, returnId)).split('\r\n').find((row) => row.includes('SU-3.5'));
		expect(await line(ctx)).toContain('87,5');
		expect(await line(viewer)).not.toMatch(/87|;8$/);
	});
});

describe('the administrator of a centre', () => {
	test('gets none of what the provider and other centres entered', async () => {
		const { ctx, returnId, north, south, local } = await twoCentres(app);
		await saveNumbers(ctx, returnId, {
			entries: [
				{ unit: itself, target: 'staff_total', value: 4711, trust: 3 },
				{ unit: north, target: 'part_total', value: 620, trust: 3 },
				{ unit: south, target: 'part_total', value: 815, trust: 3 },
			],
		});
		const all = JSON.stringify(await returnJson(ctx, returnId));
		for (const value of ['4711', '620', '815']) expect(all).toContain(value);
		const own = JSON.stringify(await returnJson(local, returnId));
		expect(own).toContain('620');
		expect(own).not.toMatch(/4711|815/);
	});

	test('is told the faults and missing proof of that centre, not of others', async () => {
		const { ctx, returnId, north, south, local } = await twoCentres(app);
		for (const unit of [north, south])
			await saveNumbers(ctx, returnId, {
				entries: [
					{ unit, target: 'part_total', value: 100, trust: 3 },
					{ unit, target: 'part_vulnerable', value: 140, trust: 3 },
				],
			});
		const all = await reviewOfReturn(ctx, returnId);
		expect(new Set(all.faults.flatMap(({ unit }) => unit ?? []))).toEqual(new Set([north, south]));
		const seen = await reviewOfReturn(local, returnId);
		expect(new Set(seen.faults.flatMap(({ unit }) => unit ?? []))).toEqual(new Set([north]));
		expect(seen.evidenceMissing.every(({ unit }) => unit === north)).toBe(true);
		expect(seen.needed).toBeLessThan(all.needed);
	});

	test('sees other centres by name in the report once the provider allows it, this year and the next, and never their numbers', async () => {
		const { ctx, providerId, returnId, north, south, local } = await twoCentres(app);
		await saveNumbers(ctx, returnId, {
			entries: [north, south].flatMap((unit) => entriesOf({ ...s1Fields, adj_requests: 8, adj_met: 7 }, { unit })),
		});
		await confirmAll(ctx, returnId);
		await submitReturn(ctx, returnId);
		const names = async () => (await reportOfReturn(local, returnId)).centres.map(({ name }) => name);
		expect(await names()).toEqual(['North']);
		expect(await returnResultsFile(local, returnId)).not.toContain(south);
		await expect(saveCentresSeen(local, returnId, { seen: true })).rejects.toMatchObject({ code: 'forbidden' });
		await saveCentresSeen(ctx, returnId, { seen: true });
		expect(await names()).toEqual(['North', 'South']);
		const figures = (await resultOfReturn(local, returnId)).centres;
		expect(figures.find(({ id }) => id === north)!.result.indicators['SU-3.5']).toMatchObject({ status: 'small', value: 87.5 });
		expect(figures.find(({ id }) => id === south)!.result.indicators['SU-3.5']).toMatchObject({ status: 'small', value: null });
		expect(JSON.stringify(await returnJson(local, returnId))).not.toContain(south);
		expect((await readReturn(local, returnId)).centres.map(({ name }) => name)).toEqual(['North']);
		const next = await startReturn(ctx, { providerId, year: 2025, level: 'centres' });
		expect((await readReturn(local, next.returnId)).centresSeen).toBe(true);
		await saveCentresSeen(ctx, returnId, { seen: false });
		expect(await names()).toEqual(['North']);
	});

	test('may be shown to others only in a sum, and the history keeps who allowed it', async () => {
		const { ctx, returnId } = await twoCentres(app);
		for (const seen of [true, true, false]) await saveCentresSeen(ctx, returnId, { seen });
		const lines = (await historyOfReturn(ctx, returnId)).filter(({ what }) => what === 'Centres may see each other');
		expect(lines.map(({ before, after }) => [before, after])).toEqual([
			['Yes', 'No'],
			['No', 'Yes'],
		]);
		const alone = await openReturn(app);
		await expect(saveCentresSeen(alone.ctx, alone.returnId, { seen: true })).rejects.toMatchObject({ code: 'conflict' });
	});

	test('reads a whole page of the history, whatever happened at other centres', async () => {
		const { ctx, returnId, north, south, local } = await twoCentres(app);
		await saveNumbers(ctx, returnId, { entries: [{ unit: north, target: 'part_total', value: 100, trust: 3 }] });
		for (let basedOn = 0; basedOn < 5; basedOn++)
			await saveNumbers(ctx, returnId, { entries: [{ unit: south, target: 'part_total', value: 200 + basedOn, trust: 3, basedOn }] });
		const [newest] = await historyOfReturn(local, returnId, 1);
		expect(newest).toMatchObject({ after: '100 (Documented)' });
		expect((await historyOfReturn(ctx, returnId, 1))[0]).toMatchObject({ after: '204 (Documented)' });
	});
});

test('an editor of one centre neither ends nor sends again what another centre was asked for', async () => {
	const { ctx, returnId, providerId, north, south } = await twoCentres(app);
	const { id } = await giveTask(ctx, returnId, { unit: south, fields: ['part_total'], email: 'south@vale.example' }, 'Ana Ferreira');
	const editor = await named(providerId, 'editor', [north]);
	await expect(withdrawTask(editor, returnId, id)).rejects.toMatchObject({ code: 'forbidden' });
	await expect(remindTask(editor, returnId, id, 'Editor')).rejects.toMatchObject({ code: 'forbidden' });
	await withdrawTask(ctx, returnId, id);
});
