import { describe, expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { makeOrganisation, makePerson } from '../../../../tests/support/provider.ts';
import { newId } from '#platform/ids.ts';
import { answerRun } from '../runs/answer.ts';
import { acceptRunInvitation, invitePerson } from '../runs/people.ts';
import { openRun } from '../runs/runs.fixture.ts';
import { closeAnswering } from './closing.ts';
import { endJoinCode, joinByCode, readJoinCode, renewJoinCode, shownCode } from './code.ts';
import { meetingWords, setMeeting } from './date.ts';
import { join, openGroup } from './group.fixture.ts';
import {
	answerAlone,
	answerAsLeader,
	changeRole,
	leaveGroup,
	noteAlone,
	openParticipation,
	readParticipation,
	submitAlone,
} from './participation.ts';
import { inviteParticipant, readGroup, remindParticipants, removeParticipant } from './people.ts';
import { viewsOf } from './views.ts';

const app = useTestApp();

async function mailedToken(address: string, kind: string): Promise<string> {
	const mail = await app.db
		.selectFrom('platform.mail')
		.select('text_body')
		.where('to_address', '=', address)
		.where('kind', '=', kind)
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirstOrThrow();
	return /participate\?token=([\w-]+)/.exec(mail.text_body)![1]!;
}

describe('people of a group', () => {
	test('are invited by mail and need no account; the leader sees who, and who has submitted', async () => {
		const { ctx, runId } = await openGroup(app);
		await inviteParticipant(ctx, runId, { email: 'rui@vale.example', roleGroup: 'teaching', name: 'Rui' }, 'Ana Ferreira');
		expect((await readGroup(ctx, runId)).people).toMatchObject([{ name: 'Rui', email: 'rui@vale.example', state: 'invited', way: 'mail' }]);
		const token = await mailedToken('rui@vale.example', 'groupInvitation');
		await openParticipation(app.as(), token);
		expect((await readGroup(ctx, runId)).people[0]!.state).toBe('joined');
		await answerAlone(app.as(), token, { item: 'ENV-1', value: '3', client: 'phone', sequence: 1 });
		await submitAlone(app.as(), token);
		const group = await readGroup(ctx, runId);
		expect(group).toMatchObject({
			submitted: 1,
			closable: false,
			advice: ['no-coordinator', 'no-decision-maker', 'too-few-people', 'one-role-group'],
		});
		expect(group.people[0]!.state).toBe('submitted');
	});

	test('invited again keep their answers, and both links work', async () => {
		const { ctx, runId } = await openGroup(app);
		const address = 'twice@vale.example';
		const { id } = await inviteParticipant(ctx, runId, { email: address, roleGroup: 'teaching' }, 'Ana');
		const first = await mailedToken(address, 'groupInvitation');
		await answerAlone(app.as(), first, { item: 'ENV-1', value: '3', client: 'phone', sequence: 1 });
		expect(await inviteParticipant(ctx, runId, { email: address, roleGroup: 'leadership' }, 'Ana')).toEqual({ id });
		const second = await mailedToken(address, 'groupInvitation');
		expect(second).not.toBe(first);
		for (const token of [first, second]) {
			const { participant, answers } = await readParticipation(app.as(), token);
			expect(participant.roleGroup).toBe('leadership');
			expect(answers.get('ENV-1')?.value).toBe(3);
		}
	});

	test('are invited by administrators and facilitators only, an outside mentor as facilitator included', async () => {
		const { ctx, runId } = await openGroup(app);
		await invitePerson(ctx, runId, { email: 'guide@outside.example', role: 'facilitator' }, 'Ana Ferreira');
		const mail = await app.db
			.selectFrom('platform.mail')
			.select('text_body')
			.where('to_address', '=', 'guide@outside.example')
			.executeTakeFirstOrThrow();
		const { personId } = await acceptRunInvitation(app.as(), /token=([\w-]+)/.exec(mail.text_body)![1]!);
		const facilitator = app.as({ kind: 'person', personId, sessionId: runId });
		await inviteParticipant(facilitator, runId, { email: 'by.guide@vale.example', roleGroup: 'leadership' }, 'Guide');
		expect((await readGroup(facilitator, runId)).people).toHaveLength(1);
		const stranger = await makePerson(app, 'Stranger', [{ organisationId: await makeOrganisation(app), role: 'provider-admin' }]);
		await expect(readGroup(app.as(stranger.actor), runId)).rejects.toMatchObject({ code: 'not_found' });
		await expect(readGroup(app.as(), runId)).rejects.toMatchObject({ code: 'not_signed_in' });
	});

	test('a full check has no group', async () => {
		const { ctx, runId } = await openRun(app);
		await expect(readGroup(ctx, runId)).rejects.toMatchObject({ code: 'not_found' });
	});

	test('who have not submitted are reminded, once in 20 hours', async () => {
		const { ctx, runId } = await openGroup(app);
		await inviteParticipant(ctx, runId, { email: 'late@vale.example', roleGroup: 'teaching' }, 'Ana');
		await inviteParticipant(ctx, runId, { email: 'early@vale.example', roleGroup: 'teaching', locale: 'de' }, 'Ana');
		const early = await mailedToken('early@vale.example', 'groupInvitation');
		await answerAlone(app.as(), early, { item: 'ENV-1', value: '3', client: 'phone', sequence: 1 });
		await submitAlone(app.as(), early);
		expect(await remindParticipants(ctx, runId, 'Ana')).toBe(1);
		expect((await readParticipation(app.as(), await mailedToken('late@vale.example', 'groupReminder'))).run.id).toBe(runId);
		await expect(remindParticipants(ctx, runId, 'Ana')).rejects.toMatchObject({ code: 'too_many_requests' });
		const later = { ...ctx, now: () => new Date(Date.now() + 21 * 3_600_000) };
		expect(await remindParticipants(later, runId, 'Ana')).toBe(1);
	});

	test('taken out leave nothing they answered behind', async () => {
		const group = await openGroup(app);
		const person = await join(app, group, 'Gone');
		await person.answer('ENV-1', 4);
		await noteAlone(person.ctx, person.token, { item: 'ENV-1', text: 'A note' });
		const { participant } = await readParticipation(person.ctx, person.token);
		await removeParticipant(group.ctx, group.runId, participant.id);
		await expect(person.answer('ENV-1', 3)).rejects.toMatchObject({ code: 'not_found' });
		for (const table of ['benchmarks.answer', 'benchmarks.answer_entry', 'benchmarks.note'] as const)
			expect(await app.db.selectFrom(table).select('item').where('run_id', '=', group.runId).execute()).toEqual([]);
	});

	test('can leave by themselves', async () => {
		const group = await openGroup(app);
		const person = await join(app, group, 'Leaver');
		await person.answer('ENV-1', 4);
		await leaveGroup(person.ctx, person.token);
		expect((await readGroup(group.ctx, group.runId)).people).toEqual([]);
	});

	test('who lead can answer too, once, from several devices', async () => {
		const { ctx, runId } = await openGroup(app);
		const { token } = await answerAsLeader(ctx, runId, { roleGroup: 'international-office' });
		await answerAlone(ctx, token, { item: 'ENV-1', value: '3', client: 'phone', sequence: 1 });
		const again = await answerAsLeader(ctx, runId, { roleGroup: 'international-office' });
		expect((await readParticipation(ctx, again.token)).answers.size).toBe(1);
		expect((await readGroup(ctx, runId)).people).toMatchObject([{ name: 'Ana Ferreira', way: 'facilitator', email: null }]);
	});
});

describe('a join code', () => {
	test('lets people in without an account, however it is typed', async () => {
		const group = await openGroup(app);
		const typed = ` ${shownCode(group.code).toLowerCase()} `;
		expect(await readJoinCode(app.as(), typed)).toMatchObject({ runId: group.runId, provider: 'Test provider' });
		const key = newId();
		const { token } = await joinByCode(app.as(), typed, { name: 'Marta', roleGroup: 'learner-representative', key });
		expect((await readParticipation(app.as(), token)).participant).toMatchObject({
			name: 'Marta',
			roleGroup: 'learner-representative',
			way: 'code',
		});
		await joinByCode(app.as(), typed, { name: 'Marta', roleGroup: 'learner-representative', key });
		expect((await readGroup(group.ctx, group.runId)).people).toHaveLength(1);
	});

	test('of somebody else can not be taken over with the same key', async () => {
		const group = await openGroup(app);
		const key = newId();
		await joinByCode(app.as(), group.code, { name: 'Marta', roleGroup: 'teaching', key });
		await expect(joinByCode(app.as(), group.code, { name: 'Other', roleGroup: 'teaching', key })).rejects.toMatchObject({
			code: 'conflict',
		});
	});

	test('is dead when it is renewed, ended or the answering is closed', async () => {
		const group = await openGroup(app);
		const { code } = await renewJoinCode(group.ctx, group.runId);
		await expect(readJoinCode(app.as(), group.code)).rejects.toMatchObject({ code: 'not_found' });
		for (const name of ['A', 'B', 'C']) {
			const person = await join(app, { code }, name);
			await person.answer('ENV-1', 2);
			await person.submit();
		}
		await endJoinCode(group.ctx, group.runId);
		await expect(readJoinCode(app.as(), code)).rejects.toMatchObject({ code: 'not_found' });
		const { code: third } = await renewJoinCode(group.ctx, group.runId);
		await closeAnswering(group.ctx, group.runId);
		await expect(readJoinCode(app.as(), third)).rejects.toMatchObject({ code: 'not_found' });
	});

	test('can not be guessed: wrong ones are counted by address, right ones are not', async () => {
		const group = await openGroup(app);
		const from = { ...app.as(), address: '192.0.2.77' };
		for (let i = 0; i < 25; i++) await readJoinCode(from, group.code);
		for (let i = 0; i < 20; i++) await expect(readJoinCode(from, 'WRNGCD99')).rejects.toMatchObject({ code: 'not_found' });
		await expect(readJoinCode(from, group.code)).rejects.toMatchObject({ code: 'too_many_requests' });
		expect(await readJoinCode({ ...from, address: '192.0.2.78' }, group.code)).toMatchObject({ runId: group.runId });
	});

	test('leads nobody past their own invitation', async () => {
		const group = await openGroup(app);
		await inviteParticipant(group.ctx, group.runId, { email: 'known@vale.example', roleGroup: 'teaching' }, 'Ana');
		await expect(
			joinByCode(app.as(), group.code, { name: 'Known', roleGroup: 'teaching', email: 'known@vale.example', key: newId() }),
		).rejects.toMatchObject({ code: 'conflict', details: { field: 'email' } });
		const { token } = await joinByCode(app.as(), group.code, {
			name: 'New',
			roleGroup: 'teaching',
			email: 'new@vale.example',
			key: newId(),
		});
		await answerAlone(app.as(), token, { item: 'ENV-1', value: '2', client: 'phone', sequence: 1 });
		expect((await readParticipation(app.as(), await mailedToken('new@vale.example', 'groupWayIn'))).answers.size).toBe(1);
	});
});

describe('answering alone', () => {
	test('nobody sees what others answer, also not those who lead', async () => {
		const group = await openGroup(app);
		const [a, b] = [await join(app, group, 'A'), await join(app, group, 'B')];
		await a.answer('ENV-1', 4);
		expect((await readParticipation(b.ctx, b.token)).answers.size).toBe(0);
		await expect(viewsOf(group.ctx, group.runId)).rejects.toMatchObject({ code: 'conflict' });
		await expect(viewsOf(a.ctx, group.runId, a.token)).rejects.toMatchObject({ code: 'conflict' });
	});

	test('a secret opens the own group only', async () => {
		const [one, other] = [await openGroup(app), await openGroup(app)];
		const person = await join(app, one, 'A');
		await expect(viewsOf(person.ctx, other.runId, person.token)).rejects.toMatchObject({ code: 'not_signed_in' });
		await expect(readParticipation(app.as(), 'not a secret')).rejects.toMatchObject({ code: 'not_found' });
	});

	test('repeating an answer changes nothing, and a wrong one is refused', async () => {
		const group = await openGroup(app);
		const person = await join(app, group, 'A');
		const same = { client: 'phone', sequence: 7 };
		expect(await person.answer('ENV-1', 3, same)).toMatchObject({ outcome: 'saved', version: 1 });
		expect(await person.answer('ENV-1', 3, same)).toMatchObject({ outcome: 'saved', version: 1 });
		await expect(person.answer('ENV-99', 3)).rejects.toMatchObject({ code: 'invalid_input' });
		await expect(person.answer('ENV-1', 'NA')).rejects.toMatchObject({ code: 'invalid_input' });
	});

	test('is submitted with at least one answer, and can be changed until the answering is closed', async () => {
		const group = await openGroup(app);
		const people = [await join(app, group, 'A'), await join(app, group, 'B'), await join(app, group, 'C')];
		await expect(people[0]!.submit()).rejects.toMatchObject({ code: 'invalid_input' });
		for (const person of people) {
			await person.answer('ENV-1', 3);
			await person.submit();
		}
		await people[0]!.answer('ENV-1', 4, { basedOn: 1 });
		await changeRole(people[0]!.ctx, people[0]!.token, { roleGroup: 'leadership' });
		await closeAnswering(group.ctx, group.runId);
		await expect(people[0]!.answer('ENV-1', 1)).rejects.toMatchObject({ code: 'conflict' });
		await expect(changeRole(people[0]!.ctx, people[0]!.token, { roleGroup: 'teaching' })).rejects.toMatchObject({ code: 'conflict' });
		await expect(leaveGroup(people[0]!.ctx, people[0]!.token)).rejects.toMatchObject({ code: 'conflict' });
		const views = await viewsOf(group.ctx, group.runId);
		expect(views.items.find(({ item }) => item === 'ENV-1')!.measured.levels).toEqual([0, 0, 2, 1]);
	});

	test('the run’s own answers are agreed, not answered', async () => {
		const { ctx, runId } = await openGroup(app);
		await expect(answerRun(ctx, runId, { item: 'ENV-1', value: '2', client: 'laptop', sequence: 1 })).rejects.toMatchObject({
			code: 'conflict',
		});
	});
});

describe('the date of the meeting', () => {
	test('is kept with its zone and mailed in the reader’s words', async () => {
		const { ctx, runId } = await openGroup(app);
		expect(await setMeeting(ctx, runId, { version: 1, at: '2026-12-03T14:00', zone: 'Europe/Lisbon', place: 'Room 12' })).toEqual({
			version: 2,
		});
		await expect(setMeeting(ctx, runId, { version: 1, at: '', zone: 'Europe/Lisbon' })).rejects.toMatchObject({ code: 'conflict' });
		const { meeting } = await readGroup(ctx, runId);
		expect(meeting).toEqual({ at: new Date('2026-12-03T14:00:00Z'), zone: 'Europe/Lisbon', place: 'Room 12' });
		expect(meetingWords(meeting, 'de')).toContain('Donnerstag');
		await inviteParticipant(ctx, runId, { email: 'date@vale.example', roleGroup: 'teaching' }, 'Ana');
		const mail = await app.db
			.selectFrom('platform.mail')
			.select('text_body')
			.where('to_address', '=', 'date@vale.example')
			.executeTakeFirstOrThrow();
		expect(mail.text_body).toContain('Thursday');
	});

	test('is in a zone whatever of its names a browser knows it by', async () => {
		const { ctx, runId } = await openGroup(app);
		await setMeeting(ctx, runId, { version: 1, at: '2026-12-03T14:00', zone: 'Asia/Kolkata' });
		expect((await readGroup(ctx, runId)).meeting).toMatchObject({ at: new Date('2026-12-03T08:30:00Z'), zone: 'Asia/Calcutta' });
		await setMeeting(ctx, runId, { version: 2, at: '2026-12-03T14:00', zone: 'Etc/UTC' });
		expect((await readGroup(ctx, runId)).meeting).toMatchObject({ at: new Date('2026-12-03T14:00:00Z'), zone: 'UTC' });
		await expect(setMeeting(ctx, runId, { version: 3, at: '2026-12-03T14:00', zone: '+02:00' })).rejects.toThrow();
	});

	test('that does not exist is refused', async () => {
		const { ctx, runId } = await openGroup(app);
		await expect(setMeeting(ctx, runId, { version: 1, at: '2026-02-30T14:00', zone: 'Europe/Paris' })).rejects.toMatchObject({
			details: { field: 'at' },
		});
		await expect(setMeeting(ctx, runId, { version: 1, at: '', zone: 'Europe/Atlantis' })).rejects.toThrow();
	});
});
