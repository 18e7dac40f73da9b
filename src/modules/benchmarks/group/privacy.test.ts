import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makePerson } from '../../../../tests/support/provider.ts';
import { systemContext } from '#platform/context.ts';
import { ownAnswers } from '../runs/answer-writer.ts';
import { finishRun, reopenRun } from '../runs/lifecycle.ts';
import { readRun } from '../runs/queries.ts';
import { saveImportance } from '../runs/settings.ts';
import { acceptTogether } from './agreeing.ts';
import { closeAnswering, closeStaleGroups } from './closing.ts';
import { closedGroup, instrument, join, openGroup, type OpenGroup } from './group.fixture.ts';
import { noteAlone, readParticipation } from './participation.ts';
import { readGroup } from './people.ts';
import { forgetGroups } from './retention.ts';
import { groupSpread } from './spread.ts';
import { viewsOf } from './views.ts';

const app = useTestApp();

async function submitted(group: OpenGroup, roles: Parameters<typeof join>[3][]) {
	const people = [];
	for (const [i, role] of roles.entries()) {
		const person = await join(app, group, `Person ${i}`, role);
		await person.answer('ENV-1', ((i % 4) + 1) as 1);
		await noteAlone(person.ctx, person.token, { item: 'ENV-1', text: `Note of ${i}` });
		await person.submit();
		people.push(person);
	}
	return people;
}

const rolesKept = async (runId: string) =>
	(
		await app.db
			.selectFrom('benchmarks.group_view')
			.select('role_group')
			.where('run_id', '=', runId)
			.where('item', '=', 'ENV-1')
			.orderBy('role_group')
			.execute()
	).map(({ role_group }) => role_group);

describe('closing the answering', () => {
	test('needs three who submitted', async () => {
		const group = await openGroup(app);
		await submitted(group, ['teaching', 'leadership']);
		await (await join(app, group, 'Only joined')).answer('ENV-1', 2);
		await expect(closeAnswering(group.ctx, group.runId)).rejects.toMatchObject({
			code: 'conflict',
			details: { values: { submitted: 2, needed: 3 } },
		});
		expect((await readGroup(group.ctx, group.runId)).closable).toBe(false);
	});

	test('cuts the link between people and answers for good: nothing in any table leads back', async () => {
		const group = await openGroup(app);
		const people = await submitted(group, ['teaching', 'teaching', 'teaching']);
		const ids = await Promise.all(people.map(async ({ ctx, token }) => (await readParticipation(ctx, token)).participant.id));
		await closeAnswering(group.ctx, group.runId);
		for (const table of ['benchmarks.answer', 'benchmarks.answer_entry', 'benchmarks.note'] as const)
			expect(
				await app.db.selectFrom(table).select('item').where('run_id', '=', group.runId).where('participant_id', '!=', ownAnswers).execute(),
			).toEqual([]);
		// Wherever else a participant's id still stands, there is no answer beside it.
		const { rows } = await sql<{ place: string }>`
			select table_schema || '.' || table_name as place from information_schema.columns
			where table_schema not in ('pg_catalog', 'information_schema') and column_name = 'participant_id' order by 1`.execute(app.db);
		expect(rows.map(({ place }) => place)).toEqual([
			'benchmarks.answer',
			'benchmarks.answer_entry',
			'benchmarks.note',
			'benchmarks.participant_token',
		]);
		const audited = await app.db.selectFrom('platform.audit_entry').select('details').where('subject_id', '=', group.runId).execute();
		expect(JSON.stringify(audited)).not.toMatch(/"value"|"item"/);
		expect((await readParticipation(people[0]!.ctx, people[0]!.token)).answers.size).toBe(0);
		const views = await app.db.selectFrom('benchmarks.group_view').selectAll().where('run_id', '=', group.runId).execute();
		expect(views.map(({ id }) => id).some((id) => ids.includes(id))).toBe(false);
		expect(new Set(views.map(({ id }) => id)).size).toBe(3 * instrument.items.length);
		expect(Object.keys(views[0]!).sort()).toEqual(['id', 'item', 'reason', 'role_group', 'run_id', 'value']);
	});

	test('counts only what was submitted; what was left out is “I do not know”', async () => {
		const group = await openGroup(app);
		await submitted(group, ['teaching', 'teaching', 'teaching']);
		await (await join(app, group, 'Only joined')).answer('ENV-1', 4);
		await closeAnswering(group.ctx, group.runId);
		const { items, submitted: people } = await viewsOf(group.ctx, group.runId);
		expect(people).toBe(3);
		expect(items[0]).toMatchObject({ item: 'ENV-1', measured: { levels: [1, 1, 1, 0] } });
		expect(items[1]).toMatchObject({ measured: { unknown: 3, agreement: 'too-few' } });
	});

	test('keeps a role group only where three have it and three do not', async () => {
		const small = await openGroup(app);
		await submitted(small, ['leadership', 'teaching', 'teaching', 'teaching', 'teaching']);
		await closeAnswering(small.ctx, small.runId);
		expect(await rolesKept(small.runId)).toEqual([null, null, null, null, null]);
		const large = await openGroup(app);
		await submitted(large, ['leadership', 'international-office', 'company-partner', 'teaching', 'teaching', 'teaching']);
		await closeAnswering(large.ctx, large.runId);
		expect(await rolesKept(large.runId)).toEqual(['teaching', 'teaching', 'teaching', null, null, null]);
	});

	test('shows notes without names, and reasons in own words among them', async () => {
		const group = await openGroup(app);
		const people = await submitted(group, ['teaching', 'teaching', 'teaching']);
		await people[0]!.answer('PART-5', 'NA', { reason: 'other', reasonText: 'We have no consortium at all' });
		await closeAnswering(group.ctx, group.runId);
		const { items } = await viewsOf(group.ctx, group.runId);
		expect(items[0]!.notes.toSorted()).toEqual(['Note of 0', 'Note of 1', 'Note of 2']);
		const part = items.find(({ item }) => item === 'PART-5')!;
		expect(part.notes).toEqual(['We have no consortium at all']);
		expect([...part.reasons]).toEqual([['other', 1]]);
	});

	test('happens once; people can not be let in afterwards', async () => {
		const group = await openGroup(app);
		await submitted(group, ['teaching', 'teaching', 'teaching']);
		await closeAnswering(group.ctx, group.runId);
		await closeAnswering(group.ctx, group.runId);
		expect((await viewsOf(group.ctx, group.runId)).submitted).toBe(3);
		await expect(reopenRun(group.ctx, group.runId)).rejects.toMatchObject({ code: 'conflict' });
		expect((await readRun(group.ctx, group.runId)).status).toBe('closed');
	});

	test('shows role gaps in half levels, and only from one level on', async () => {
		const group = await openGroup(app);
		for (const [role, levels] of [
			['teaching', [1, 1, 2]],
			['leadership', [3, 4, 3]],
		] as const)
			for (const [i, level] of levels.entries()) {
				const person = await join(app, group, `${role} ${i}`, role);
				await person.answer('ENV-1', level);
				await person.answer('ENV-2', 2);
				await person.submit();
			}
		await closeAnswering(group.ctx, group.runId);
		const { items } = await viewsOf(group.ctx, group.runId);
		expect(items[0]!.roleGap).toEqual({ higher: 'leadership', lower: 'teaching', levels: 2 });
		expect(items[1]!.roleGap).toBeNull();
		expect(items[0]!.measured).not.toHaveProperty('roleGap');
	});
});

describe('a group nobody changed for 90 days', () => {
	const later = () => ({ ...app, now: () => new Date(Date.now() + 91 * 86_400_000) });

	test('is closed and compared when three have submitted', async () => {
		const group = await openGroup(app);
		await submitted(group, ['teaching', 'teaching', 'teaching']);
		expect(await closeStaleGroups(later())).toBeGreaterThan(0);
		expect((await viewsOf(group.ctx, group.runId)).submitted).toBe(3);
	});

	test('is closed without a comparison when fewer have, and can be opened again', async () => {
		const group = await openGroup(app);
		const people = await submitted(group, ['teaching', 'teaching']);
		await closeStaleGroups(later());
		await expect(viewsOf(group.ctx, group.runId)).rejects.toMatchObject({ code: 'conflict' });
		await reopenRun(group.ctx, group.runId);
		expect((await readParticipation(people[0]!.ctx, people[0]!.token)).answers.size).toBe(1);
	});
});

describe('keeping no longer than needed', () => {
	test('names go 30 days after the end, views after 12 months; the spread of the report stays', async () => {
		const group = await closedGroup(app, { 'ENV-1': [2, 2, 3] });
		await acceptTogether(group.ctx, group.runId, { items: instrument.items.map(({ code }) => code) });
		await finishRun(group.ctx, group.runId);
		const spread = await groupSpread(group.ctx, group.runId);
		const at = (days: number) => ({ ...systemContext(app, 'test'), now: () => new Date(Date.now() + days * 86_400_000) });
		await forgetGroups(at(29));
		expect((await readGroup(group.ctx, group.runId)).people[0]!.name).toBe('Person 1');
		await forgetGroups(at(31));
		expect((await readGroup(group.ctx, group.runId)).people.map(({ name }) => name)).toEqual([null, null, null]);
		await forgetGroups(at(360));
		expect((await viewsOf(group.ctx, group.runId)).deleted).toBe(false);
		await forgetGroups(at(367));
		expect(await viewsOf(group.ctx, group.runId)).toMatchObject({ deleted: true, submitted: 0 });
		expect(await groupSpread(group.ctx, group.runId)).toEqual(spread);
	});

	test('a group that was compared and never agreed forgets names and views 12 months after the answering', async () => {
		const group = await closedGroup(app, { 'ENV-1': [2, 2, 3] });
		await forgetGroups({ ...systemContext(app, 'test'), now: () => new Date(Date.now() + 367 * 86_400_000) });
		expect((await readGroup(group.ctx, group.runId)).people.map(({ name }) => name)).toEqual([null, null, null]);
		expect((await viewsOf(group.ctx, group.runId)).deleted).toBe(true);
	});

	test('a group that ended before it was compared forgets people and answers 12 months later, and not before', async () => {
		const group = await openGroup(app);
		await submitted(group, ['teaching', 'teaching']);
		const at = (days: number) => ({ ...app, now: () => new Date(Date.now() + days * 86_400_000) });
		await closeStaleGroups(at(91));
		const kept = async () => {
			const { rows } = await sql<{ people: number; answers: number; notes: number }>`
				select (select count(*) from benchmarks.participant where run_id = ${group.runId})::int as people,
					(select count(*) from benchmarks.answer_entry where run_id = ${group.runId})::int as answers,
					(select count(*) from benchmarks.note where run_id = ${group.runId})::int as notes`.execute(app.db);
			return rows[0];
		};
		await forgetGroups(at(91 + 360));
		expect(await kept()).toEqual({ people: 2, answers: 2, notes: 2 });
		await forgetGroups(at(91 + 367));
		expect(await kept()).toEqual({ people: 0, answers: 0, notes: 0 });
		expect((await readGroup(group.ctx, group.runId)).people).toEqual([]);
	});

	test('a group that ended before it was compared is forgotten in time, whatever was changed in it since', async () => {
		const group = await openGroup(app);
		await submitted(group, ['teaching']);
		const at = (days: number) => () => new Date(Date.now() + days * 86_400_000);
		await closeStaleGroups({ ...app, now: at(91) });
		await saveImportance({ ...group.ctx, now: at(300) }, group.runId, { HOME: 3 });
		await forgetGroups({ ...app, now: at(91 + 367) });
		expect((await readGroup(group.ctx, group.runId)).people).toEqual([]);
	});

	test('a group that is opened again while it would be forgotten keeps its people', async () => {
		const group = await openGroup(app);
		await submitted(group, ['teaching', 'teaching']);
		const at = (days: number) => ({ ...app, now: () => new Date(Date.now() + days * 86_400_000) });
		await closeStaleGroups(at(91));
		let forgetting: Promise<unknown> = Promise.resolve();
		await app.db.transaction().execute(async (tx) => {
			await reopenRun({ ...group.ctx, db: tx }, group.runId);
			let over = false;
			forgetting = forgetGroups(at(91 + 367)).finally(() => (over = true));
			const waits = sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
			while (!over && (await waits.execute(app.db)).rows.length === 0) await setTimeout(20);
		});
		await forgetting;
		expect((await readGroup(group.ctx, group.runId)).people).toHaveLength(2);
	});

	test('a mentor sees the views without the notes', async () => {
		const group = await openGroup(app);
		await submitted(group, ['teaching', 'teaching', 'teaching']);
		await closeAnswering(group.ctx, group.runId);
		const mentor = await makePerson(app, 'Mentor');
		await app.db
			.insertInto('benchmarks.run_role')
			.values({ run_id: group.runId, person_id: mentor.id, role: 'mentor', ends_at: new Date(Date.now() + 86_400_000) })
			.execute();
		const { items } = await viewsOf(app.as(mentor.actor), group.runId);
		expect(items[0]).toMatchObject({ measured: { submitted: 3 }, notes: [] });
		expect((await viewsOf(group.ctx, group.runId)).items[0]!.notes).toHaveLength(3);
	});
});
