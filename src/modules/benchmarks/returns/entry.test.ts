import { describe, expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { secretMailedTo } from '../../../../tests/support/client.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { saveNumbers } from './entry.ts';
import { readEntry, readTaskEntry } from './entry-view.ts';
import { addEvidenceLink } from './evidence.ts';
import { historyOfReturn } from './overview.ts';
import { nameForReturns } from './people.ts';
import { readNumbers } from './read-numbers.ts';
import { readReturn } from './queries.ts';
import { openReturn } from './returns.fixture.ts';
import { giveTask } from './tasks.ts';
import { itself } from './model.ts';

const app = useTestApp();
const valueOf = async (ctx: Parameters<typeof readNumbers>[0], id: string, target: string) =>
	(await readNumbers(ctx, id)).units.find(({ unit }) => unit === itself)?.numbers.get(target);

describe('a number', () => {
	test('sent again changes nothing, and one from an older page is refused and kept apart', async () => {
		const { ctx, returnId } = await openReturn(app);
		const first = { entries: [{ target: 'part_total', value: 1240, trust: 3 }], client: 'laptop', sequence: 1 };
		expect(await saveNumbers(ctx, returnId, first)).toEqual([{ unit: itself, target: 'part_total', version: 1 }]);
		expect(await saveNumbers(ctx, returnId, first)).toEqual([{ unit: itself, target: 'part_total', version: 1 }]);
		await saveNumbers(ctx, returnId, { entries: [{ target: 'part_total', value: 1250, basedOn: 1 }], client: 'phone', sequence: 1 });
		await expect(
			saveNumbers(ctx, returnId, { entries: [{ target: 'part_total', value: 1260, basedOn: 1 }], client: 'laptop', sequence: 2 }),
		).rejects.toMatchObject({
			code: 'conflict',
			message: 'Someone changed this field a moment ago. Reload and check.',
		});
		expect(await valueOf(ctx, returnId, 'part_total')).toMatchObject({ value: 1250, trust: 3, version: 2 });
	});

	test('of a device that lost the answer is no conflict with itself, and an older one never comes back', async () => {
		const { ctx, returnId } = await openReturn(app);
		const send = (value: number, sequence: number) =>
			saveNumbers(ctx, returnId, { entries: [{ target: 'part_total', value, trust: 3 }], client: 'laptop', sequence });
		await send(5, 1);
		await send(6, 2);
		await send(5, 1);
		expect(await valueOf(ctx, returnId, 'part_total')).toMatchObject({ value: 6, version: 2 });
	});

	test('of somebody who names another’s device is judged like anybody’s, and theirs is never dropped for it', async () => {
		const { ctx, providerId, returnId } = await openReturn(app);
		const colleague = await makePerson(app, 'Irene Marino', [{ organisationId: providerId, role: 'provider-admin' }]);
		const other = app.as(colleague.actor);
		const send = (by: typeof ctx, value: number, sequence: number, basedOn: number) =>
			saveNumbers(by, returnId, { entries: [{ target: 'part_total', value, trust: 3, basedOn }], client: 'laptop', sequence });
		await send(ctx, 1240, 1, 0);
		await expect(send(other, 7, Number.MAX_SAFE_INTEGER, 0)).rejects.toMatchObject({ code: 'conflict' });
		await send(other, 7, Number.MAX_SAFE_INTEGER, 1);
		await send(ctx, 1250, 2, 2);
		expect(await valueOf(ctx, returnId, 'part_total')).toMatchObject({ value: 1250, version: 3 });
	});

	test('that has no meaning takes the others with it: nothing is half saved', async () => {
		const { ctx, returnId } = await openReturn(app);
		await expect(
			saveNumbers(ctx, returnId, {
				entries: [
					{ target: 'part_total', value: 1240, trust: 3 },
					{ target: 'out_emp', value: 300.5 },
					{ target: 'colour', value: 1 },
				],
			}),
		).rejects.toMatchObject({
			details: { fields: { out_emp: 'out_emp: enter a whole number.', colour: 'colour: this field is not part of edition SU-1.0.' } },
		});
		expect(await valueOf(ctx, returnId, 'part_total')).toBeUndefined();
	});

	test('out of range is kept and told, in the reader’s language', async () => {
		const { ctx, returnId, admin } = await openReturn(app);
		await saveNumbers(ctx, returnId, { entries: [{ target: 'prog_total', value: 0, trust: 3 }] });
		const german = app.as(admin.actor, 'de');
		const { indicators } = await readEntry(german, returnId, 'A3');
		const shared = indicators.flatMap(({ faults }) => faults);
		const view = await readEntry(german, returnId, 'A4');
		const [fault] = view.indicators.flatMap(({ fields }) => fields).find(({ field }) => field === 'prog_total')!.faults;
		expect(fault).toContain('„Im Jahr angebotene Bildungsgänge“');
		expect(fault).toContain('zwischen 1 und 20000');
		expect(shared).toEqual([]);
	});

	test('is told with its indicator’s live value, last year’s number and a hint when it jumped; never with a score', async () => {
		const { ctx, providerId, returnId } = await openReturn(app);
		await saveNumbers(ctx, returnId, {
			entries: [
				{ target: 'part_total', value: 1000, trust: 3 },
				{ target: 'part_planned', value: 1000, trust: 3 },
			],
		});
		const next = await openReturn(app, { providerId, year: 2025 });
		await saveNumbers(next.ctx, next.returnId, {
			entries: [
				{ target: 'part_total', value: 1500, trust: 3 },
				{ target: 'part_planned', value: 2000, trust: 3 },
			],
		});
		const view = await readEntry(next.ctx, next.returnId, 'A1');
		expect(view.indicators[0]).toMatchObject({ value: '75.0 % of plan', last: '100.0 % of plan' });
		expect(view.indicators[0]!.fields[0]).toMatchObject({
			value: '1500',
			last: '1,000',
			hint: expect.stringContaining('changed by 50 % (1000 to 1500)'),
		});
		expect(JSON.stringify(view)).not.toMatch(/"score"/);
		void ctx;
	});

	test('stands beside how it was counted last year; neither number nor trust nor evidence is copied', async () => {
		const { ctx, providerId, returnId } = await openReturn(app, { year: 2023 });
		await saveNumbers(ctx, returnId, {
			entries: [
				{ target: 'energy_kwh', value: 936_000, trust: 4, comment: 'Both meters, read on 2 January' },
				{ target: 'NA:SU-4.2', comment: 'Only contracts with a date' },
			],
		});
		await addEvidenceLink(ctx, returnId, { target: 'energy_kwh', url: 'https://vale.example/bill', title: 'Energy bill' });
		const now = await openReturn(app, { providerId });
		const entry = async (axis: string) => (await readEntry(now.ctx, now.returnId, axis)).indicators;
		expect((await entry('A5')).flatMap(({ fields }) => fields).find(({ field }) => field === 'energy_kwh')).toMatchObject({
			value: '',
			trust: null,
			comment: '',
			evidence: 0,
			last: '936,000',
			lastNote: 'Both meters, read on 2 January · Energy bill',
		});
		expect((await entry('A4')).find(({ code }) => code === 'SU-4.2')).toMatchObject({ lastNote: 'Only contracts with a date' });
	});

	test('says what was attached last year to who enters and approves, not to readers, and nothing of that year to who holds a link', async () => {
		const { ctx, providerId, returnId } = await openReturn(app, { year: 2023 });
		await saveNumbers(ctx, returnId, { entries: [{ target: 'energy_kwh', value: 936_000, trust: 4, comment: 'Both meters' }] });
		await addEvidenceLink(ctx, returnId, { target: 'energy_kwh', url: 'https://vale.example/bill', title: 'Energy bill' });
		const now = await openReturn(app, { providerId });
		const reader = await makePerson(app, 'Reader', [{ organisationId: providerId, role: 'staff' }]);
		await nameForReturns(ctx, returnId, reader.id, 'viewer', { readsNumbers: true });
		const { indicators } = await readEntry(app.as(reader.actor), now.returnId, 'A5');
		const seen = indicators.flatMap(({ fields }) => fields).find(({ field }) => field === 'energy_kwh');
		expect(seen).toMatchObject({ last: '936,000', lastNote: 'Both meters' });
		const email = `finance.${now.returnId.slice(-6)}@vale.example`;
		await giveTask(now.ctx, now.returnId, { email, fields: ['energy_kwh'] }, 'Ana Ferreira');
		expect((await readTaskEntry(app.as(), await secretMailedTo(app, email))).fields).toMatchObject([{ last: '936,000', lastNote: null }]);
	});

	test('can be entered by the people its centre and axis are given to, and by nobody else', async () => {
		const { ctx, providerId, returnId } = await openReturn(app, { level: 'centres', centres: [{ name: 'North' }, { name: 'South' }] });
		const [north, south] = (await readReturn(ctx, returnId)).centres;
		const editor = await makePerson(app, 'Editor of North', [{ organisationId: providerId, role: 'staff' }]);
		await app.db
			.insertInto('benchmarks.return_role')
			.values({ provider_id: providerId, person_id: editor.id, role: 'editor', centres: [north!.id], axes: ['A1'] })
			.execute();
		const own = app.as(editor.actor);
		await saveNumbers(own, returnId, { entries: [{ unit: north!.id, target: 'js_requests', value: 10, trust: 3 }] });
		for (const entry of [
			{ unit: south!.id, target: 'js_requests' },
			{ unit: north!.id, target: 'staff_total' },
		])
			await expect(saveNumbers(own, returnId, { entries: [{ ...entry, value: 1, trust: 3 as const }] })).rejects.toMatchObject({
				code: 'forbidden',
			});
	});

	test('keeps its history: who, when, from what to what', async () => {
		const { ctx, returnId } = await openReturn(app);
		await saveNumbers(ctx, returnId, { entries: [{ target: 'part_total', value: 1240, trust: 3 }] });
		await saveNumbers(ctx, returnId, { entries: [{ target: 'part_total', value: 1250, basedOn: 1 }] });
		const [last] = await historyOfReturn(ctx, returnId);
		expect(last).toMatchObject({
			what: 'Participants in the training year',
			before: '1,240 (Documented)',
			after: '1,250 (Documented)',
			by: 'Ana Ferreira',
			note: '',
		});
		await saveNumbers(ctx, returnId, { entries: [{ target: 'part_total', comment: 'Register of May', basedOn: 2 }] });
		const [comment] = await historyOfReturn(ctx, returnId);
		expect(comment).toMatchObject({ before: '1,250 (Documented)', after: '1,250 (Documented)', note: 'Register of May' });
	});
});
