import { describe, expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { finishRun, reopenRun } from '../runs/lifecycle.ts';
import { answersOfRun, resultOf } from '../runs/queries.ts';
import { acceptTogether, parkTogether, settleItem, takeBack } from './agreeing.ts';
import { closeAnswering } from './closing.ts';
import { closedGroup, instrument, join, openGroup } from './group.fixture.ts';
import { meetingOf, showItem } from './meeting.ts';
import { groupSpread } from './spread.ts';
import { viewsOf } from './views.ts';

const app = useTestApp();
const ahead = '2099-01-01';
const others = (...not: string[]) => instrument.items.map(({ code }) => code).filter((code) => !not.includes(code));
const level = (item: string, value: 1 | 2 | 3 | 4, more: object = {}) => ({ kind: 'level' as const, item, level: value, ...more });

describe('the group of the test table of section 15', () => {
	test('compares, accepts together, meets, parks, finishes: the report is made of the agreed levels', async () => {
		const { ctx, runId } = await closedGroup(app);
		const views = await viewsOf(ctx, runId);
		expect(views.plan).toMatchObject({ order: ['ORG-1', 'PLAN-3'], afterwards: ['PART-5'] });
		expect(views.shared).toEqual({ shared: 42, of: 44, percent: (42 / 44) * 100 });

		expect(await acceptTogether(ctx, runId, { items: ['HOME-1', 'MOB-2'] })).toBe(2);
		expect(await acceptTogether(ctx, runId, { items: ['HOME-1', 'MOB-2'] })).toBe(0);
		await expect(acceptTogether(ctx, runId, { items: ['HOME-1', 'ORG-1'] })).rejects.toMatchObject({
			code: 'invalid_input',
			details: { values: { item: 'ORG-1' } },
		});

		await expect(settleItem(ctx, runId, level('ORG-1', 2))).rejects.toMatchObject({ details: { field: 'reason' } });
		await settleItem(ctx, runId, level('ORG-1', 3, { reason: 'The deputy head signs every agreement', evidence: 'documented' }));
		await settleItem(ctx, runId, { kind: 'parked', item: 'PLAN-3', with: 'Marta', until: ahead });
		await expect(
			settleItem(ctx, runId, { kind: 'not-applicable', item: 'PART-5', reason: 'other', reasonText: 'short' }),
		).rejects.toMatchObject({
			details: { field: 'reasonText' },
		});
		await settleItem(ctx, runId, { kind: 'not-applicable', item: 'PART-5', reason: 'not-our-mission' });

		await expect(finishRun(ctx, runId)).rejects.toMatchObject({ code: 'conflict', details: { values: { open: 40 } } });
		await acceptTogether(ctx, runId, { items: others('ORG-1', 'PLAN-3', 'PART-5') });
		const result = await finishRun(ctx, runId);
		expect(result.counts).toEqual({ levels: 43, notApplicable: 1, unknown: 1, unanswered: 0, all: 45 });
		const { answers } = await answersOfRun(ctx, runId);
		expect(answers.get('ORG-1')).toMatchObject({ value: 3, evidence: 'documented', by: null });
		expect(answers.get('PLAN-3')).toMatchObject({ value: 'DK' });
		expect(answers.get('PART-5')).toMatchObject({ value: 'NA', reason: 'not-our-mission' });

		expect(await groupSpread(ctx, runId)).toEqual({
			people: 5,
			roles: [
				{ role: 'leadership', people: 1 },
				{ role: 'international-office', people: 1 },
				{ role: 'teaching', people: 3 },
			],
			shared: { shared: 42, of: 44, percent: (42 / 44) * 100 },
			widest: [
				{ item: 'ORG-1', range: 3, agreement: 'far-apart', first: 2, agreed: 3, reason: 'The deputy head signs every agreement' },
				{ item: 'PLAN-3', range: 2, agreement: 'split', first: 2, agreed: 'DK', reason: null },
				{ item: 'HOME-1', range: 1, agreement: 'close', first: 2, agreed: 2, reason: null },
			],
			reasons: [{ item: 'ORG-1', reason: 'The deputy head signs every agreement' }],
			movement: { up: 1, down: 0, same: 42 },
			moved: [{ item: 'ORG-1', first: 2, agreed: 3 }],
			parked: [{ item: 'PLAN-3', with: 'Marta', until: ahead }],
			ways: { together: 42, meeting: 3 },
		});
	});
});

describe('settling an item', () => {
	test('twice alike changes nothing; over somebody else’s decision it comes back', async () => {
		const { ctx, runId } = await closedGroup(app, { 'ENV-1': [2, 2, 3] });
		expect(await settleItem(ctx, runId, level('ENV-1', 2))).toEqual({ version: 1 });
		expect(await settleItem(ctx, runId, level('ENV-1', 2))).toEqual({ version: 1 });
		await expect(settleItem(ctx, runId, level('ENV-1', 3))).rejects.toMatchObject({
			code: 'conflict',
			details: { values: { version: 1 } },
		});
		expect(await settleItem(ctx, runId, level('ENV-1', 3, { basedOn: 1 }))).toEqual({ version: 2 });
	});

	test('can be taken back until the run is finished', async () => {
		const { ctx, runId } = await closedGroup(app, { 'ENV-1': [2, 2, 3] });
		await settleItem(ctx, runId, level('ENV-1', 2));
		await takeBack(ctx, runId, 'ENV-1');
		await takeBack(ctx, runId, 'ENV-1');
		expect((await viewsOf(ctx, runId)).items[0]!.agreed).toBeNull();
		expect((await answersOfRun(ctx, runId)).answers.size).toBe(0);
	});

	test('NA is decided only where it is offered', async () => {
		const { ctx, runId } = await closedGroup(app, { 'ENV-1': [2, 2, 3] });
		await expect(settleItem(ctx, runId, { kind: 'not-applicable', item: 'ENV-1', reason: 'not-our-mission' })).rejects.toMatchObject({
			code: 'invalid_input',
		});
	});

	test('several can be parked at once with one owner and one day', async () => {
		const { ctx, runId } = await closedGroup(app, { 'ENV-1': ['DK', 'DK', 'DK'], 'ENV-2': ['DK', 'DK', 1] });
		await expect(parkTogether(ctx, runId, { items: ['ENV-1'], with: '', until: ahead })).rejects.toMatchObject({
			details: { field: 'with' },
		});
		await expect(parkTogether(ctx, runId, { items: ['ENV-1'], with: 'Rui', until: '2020-01-01' })).rejects.toMatchObject({
			details: { field: 'until' },
		});
		expect(await parkTogether(ctx, runId, { items: ['ENV-1', 'ENV-2'], with: 'Rui', until: ahead })).toBe(2);
		expect((await groupSpread(ctx, runId))!.parked).toHaveLength(2);
	});

	test('is for those who lead the group, while it compares', async () => {
		const open = await openGroup(app);
		await expect(settleItem(open.ctx, open.runId, level('ENV-1', 2))).rejects.toMatchObject({ code: 'conflict' });
		const { providerId, ctx, runId } = await closedGroup(app, { 'ENV-1': [2, 2, 3] });
		const staff = await makePerson(app, 'Staff', [{ organisationId: providerId, role: 'staff' }]);
		await expect(settleItem(app.as(staff.actor), runId, level('ENV-1', 2))).rejects.toMatchObject({ code: 'not_found' });
		await acceptTogether(ctx, runId, { items: others() });
		await finishRun(ctx, runId);
		await expect(settleItem(ctx, runId, level('ENV-1', 3, { basedOn: 1 }))).rejects.toMatchObject({ code: 'conflict' });
		await reopenRun(ctx, runId);
		expect(await resultOf(ctx, runId)).toBeNull();
		expect(await settleItem(ctx, runId, level('ENV-1', 3, { basedOn: 1 }))).toEqual({ version: 2 });
	});
});

describe('the meeting', () => {
	test('shows the same item on all screens, participants’ included, and survives a reload', async () => {
		const group = await openGroup(app);
		const people = [await join(app, group, 'A'), await join(app, group, 'B'), await join(app, group, 'C')];
		for (const [i, person] of people.entries()) {
			await person.answer('ENV-1', ([1, 2, 4] as const)[i]!);
			await person.submit();
		}
		await closeAnswering(group.ctx, group.runId);
		const { since } = await showItem(group.ctx, group.runId, 'ENV-1');
		expect(await showItem(group.ctx, group.runId, 'ENV-1')).toEqual({ since });
		const seen = await meetingOf(people[0]!.ctx, group.runId, people[0]!.token);
		expect(seen).toMatchObject({ current: { item: 'ENV-1', since }, leads: false, finishes: false });
		expect(seen.agenda[0]).toBe('ENV-1');
		expect(seen.agenda).toHaveLength(instrument.items.length);
		await expect(showItem(people[0]!.ctx, group.runId, 'ENV-1')).rejects.toMatchObject({ code: 'not_signed_in' });
		await showItem(group.ctx, group.runId, null);
		expect((await meetingOf(group.ctx, group.runId)).current).toBeNull();
	});

	test('goes through what was not accepted together, once something was', async () => {
		const { ctx, runId } = await closedGroup(app);
		expect((await meetingOf(ctx, runId)).agenda).toEqual(['ORG-1', 'PLAN-3', 'PART-5']);
		await acceptTogether(ctx, runId, { items: others('ORG-1', 'PLAN-3', 'PART-5', 'HOME-1') });
		expect((await meetingOf(ctx, runId)).agenda).toEqual(['ORG-1', 'PLAN-3', 'PART-5', 'HOME-1']);
	});
});
