import { defineRoute, named, z, type ApiRoute } from '#platform/api/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { requirePerson } from '#platform/policy.ts';
import { notApplicableReasons } from '../model.ts';
import { answerValue, levelValue } from '../presenters.ts';
import { authoriseRun } from '../runs/access.ts';
import { acceptInput, acceptTogether, parkInput, parkTogether, settleItem, takeBack } from './agreeing.ts';
import { closeAnswering } from './closing.ts';
import { endJoinCode, joinByCode, joinInput, readJoinCode, renewJoinCode, shownCode } from './code.ts';
import { meetingInput, setMeeting } from './date.ts';
import { meetingOf, showItem } from './meeting.ts';
import {
	answerAlone,
	answerAsLeader,
	changeRole,
	leaveGroup,
	noteAlone,
	openParticipation,
	readParticipation,
	roleInput,
	submitAlone,
} from './participation.ts';
import { hoursBetweenReminders, inviteParticipant, participantInput, readGroup, remindParticipants, removeParticipant } from './people.ts';
import {
	groupView,
	joinOfferView,
	participationView,
	showGroup,
	showJoinOffer,
	showParticipation,
	showSpread,
	showViews,
	spreadView,
	viewsView,
} from './presenters.ts';
import { groupSpread } from './spread.ts';

const base = '/benchmarks/go-international';
const tag = 'Group check';
const run = z.object({ id: z.uuid().meta({ description: 'The run' }) });
const runItem = run.extend({ item: z.string().max(20).meta({ description: 'Code of the question', example: 'ENV-1' }) });
const write = { scope: 'benchmarks:write' } as const;
const secret = z.string().min(1).max(200);
const codeHeader = z.object({ 'join-code': secret.meta({ description: 'The code the group was given' }) });
const ownSecret = z.object({
	'participation-secret': secret.meta({ description: 'The part "token" of the mailed link, or what joining told you' }),
});
const guests = { scope: 'benchmarks:read', guests: true } as const;
const guestsWrite = { scope: 'benchmarks:write', guests: true } as const;
const versionAnswer = { description: 'It is stored', schema: z.object({ version: z.int() }) };
const basedOn = z.int().min(0).max(1_000_000).default(0).meta({ description: 'The version you have seen; 0 for none' });

/** The name mails are signed with. */
async function ownName(ctx: Ctx): Promise<string> {
	const person = requirePerson(ctx);
	return (await namesOf(ctx, [person])).get(person) ?? '';
}

/** Group checks in /api/v1. */
export const groupRoutes: readonly ApiRoute[] = [
	defineRoute({
		method: 'get',
		path: `${base}/runs/{id}/group`,
		name: 'readGroup',
		tag,
		summary: 'Read the group of a run',
		description: 'Who was invited, who has joined and submitted; never what. For those who lead the group.',
		access: { scope: 'benchmarks:read' },
		params: run,
		answer: { description: 'The group', schema: groupView },
		refuses: ['not_found', 'forbidden'],
		handle: async (ctx, { params }) => showGroup(await readGroup(ctx, params.id)),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/runs/{id}/participants`,
		name: 'inviteParticipant',
		tag,
		summary: 'Invite somebody to answer alone',
		description: 'Mails a link that needs no account. Inviting the same address again sends another link to the same answers.',
		access: write,
		localised: true,
		params: run,
		body: named('ParticipantInput', participantInput, {
			example: { email: 'rui.costa@vale.example', roleGroup: 'teaching', name: 'Rui Costa' },
		}),
		answer: { status: 201, description: 'The participant', schema: z.object({ id: z.uuid() }) },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: async (ctx, { params, body }) => inviteParticipant(ctx, params.id, body, await ownName(ctx)),
	}),
	defineRoute({
		method: 'delete',
		path: `${base}/runs/{id}/participants/{participant}`,
		name: 'removeParticipant',
		tag,
		summary: 'Take somebody out of the group',
		description: 'Deletes everything they answered. Possible while people answer. Taking out again changes nothing.',
		access: write,
		params: run.extend({ participant: z.uuid() }),
		answer: { description: 'They are out', nothing: true },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params }) => removeParticipant(ctx, params.id, params.participant),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/runs/{id}/reminders`,
		name: 'remindParticipants',
		tag,
		summary: 'Remind those who have not submitted',
		description: `Mails everybody who has an address and has not submitted, at most once in ${hoursBetweenReminders} hours.`,
		access: write,
		params: run,
		answer: { description: 'How many mails', schema: z.object({ mails: z.int() }) },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: async (ctx, { params }) => ({ mails: await remindParticipants(ctx, params.id, await ownName(ctx)) }),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/runs/{id}/join-code`,
		name: 'renewJoinCode',
		tag,
		summary: 'Make a code to join with',
		description: 'An earlier code is dead at once; people who joined by it stay.',
		access: write,
		params: run,
		answer: { description: 'The code', schema: z.object({ code: z.string().meta({ example: 'KM4R-7TQW' }) }) },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: async (ctx, { params }) => ({ code: shownCode((await renewJoinCode(ctx, params.id)).code) }),
	}),
	defineRoute({
		method: 'delete',
		path: `${base}/runs/{id}/join-code`,
		name: 'endJoinCode',
		tag,
		summary: 'End the code',
		description: 'Nobody else can join by it. Ending again changes nothing.',
		access: write,
		params: run,
		answer: { description: 'It is ended', nothing: true },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params }) => endJoinCode(ctx, params.id),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/runs/{id}/meeting`,
		name: 'setGroupMeeting',
		tag,
		summary: 'Set date and place of the meeting',
		description: 'An empty "at" takes the date back.',
		access: write,
		params: run,
		body: named('GroupMeetingInput', meetingInput, {
			example: { version: 1, at: '2026-12-03T14:00', zone: 'Europe/Lisbon', place: 'Room 12' },
		}),
		answer: versionAnswer,
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) => setMeeting(ctx, params.id, body),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/runs/{id}/close-answering`,
		name: 'closeAnswering',
		tag,
		summary: 'Close the answering',
		description:
			'Needs three who submitted. Cuts the link between people and answers for good and can’t be taken back. Closing again changes nothing.',
		access: write,
		params: run,
		answer: { description: 'It is closed', nothing: true },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params }) => closeAnswering(ctx, params.id),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/runs/{id}/own-participation`,
		name: 'answerAsLeader',
		tag,
		summary: 'Answer too, as one of the group',
		description: 'For somebody who leads the group. The same person again gets another secret to the same answers.',
		access: write,
		params: run,
		body: named('RoleInput', roleInput, { example: { roleGroup: 'international-office' } }),
		answer: { status: 201, description: 'The secret', schema: z.object({ secret: z.string() }) },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: async (ctx, { params, body }) => ({ secret: (await answerAsLeader(ctx, params.id, body)).token }),
	}),

	defineRoute({
		method: 'get',
		path: `${base}/group-join`,
		name: 'readJoinCode',
		tag,
		summary: 'Read what a code leads to',
		description: 'Changes nothing. Wrong codes are counted.',
		access: guests,
		localised: true,
		headers: codeHeader,
		answer: { description: 'The group check', schema: joinOfferView },
		refuses: ['not_found'],
		handle: async (ctx, { headers }) => showJoinOffer(await readJoinCode(ctx, headers['join-code'])),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/group-join`,
		name: 'joinGroup',
		tag,
		summary: 'Join by a code',
		description: 'Without an account. The same key again gives the same place.',
		access: guestsWrite,
		localised: true,
		headers: codeHeader,
		body: named('JoinInput', joinInput, {
			example: { name: 'Marta Lima', roleGroup: 'teaching', key: '01930000-6f0c-7a21-8b4d-5e6f7a8b9c0e' },
		}),
		answer: { status: 201, description: 'The secret of this participant', schema: z.object({ runId: z.uuid(), secret: z.string() }) },
		refuses: ['not_found', 'conflict'],
		async handle(ctx, { headers, body }) {
			const { token, runId } = await joinByCode(ctx, headers['join-code'], body);
			return { runId, secret: token };
		},
	}),
	defineRoute({
		method: 'get',
		path: `${base}/participation`,
		name: 'readParticipation',
		tag,
		summary: 'Read your own answers',
		description: 'For the holder of a participant’s secret. After the closing there is nothing left to read.',
		access: guests,
		localised: true,
		headers: ownSecret,
		answer: { description: 'Your place in the group', schema: participationView },
		refuses: ['not_found'],
		handle: async (ctx, { headers }) => showParticipation(await readParticipation(ctx, headers['participation-secret'])),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/participation/open`,
		name: 'openParticipation',
		tag,
		summary: 'Say that you are here',
		description: 'The one who leads the group sees that you have opened your link. Doing it again changes nothing.',
		access: guestsWrite,
		headers: ownSecret,
		answer: { description: 'It is noted', nothing: true },
		refuses: ['not_found'],
		handle: (ctx, { headers }) => openParticipation(ctx, headers['participation-secret']),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/participation/answers/{item}`,
		name: 'answerAlone',
		tag,
		summary: 'Answer a question alone',
		description: 'Acknowledged only when it is stored. The same client and sequence again is the same answer.',
		access: guestsWrite,
		params: runItem.pick({ item: true }),
		headers: ownSecret,
		body: z
			.strictObject({
				value: answerValue,
				reason: z.enum(notApplicableReasons).optional().meta({ description: 'Needed for NA' }),
				reasonText: z.string().trim().max(300).optional().meta({ description: 'Needed for the reason "other"' }),
				client: z.string().min(1).max(60).meta({ description: 'Names your device', example: 'phone' }),
				sequence: z.int().positive().meta({ description: 'Rises with every answer of that device', example: 1795514400000 }),
				basedOn,
			})
			.openapi('ParticipantAnswerInput'),
		answer: {
			description: 'What became of it',
			schema: z.object({ outcome: z.enum(['saved', 'superseded', 'conflict']), version: z.int() }),
		},
		refuses: ['not_found', 'conflict'],
		async handle(ctx, { params, headers, body: { value, ...rest } }) {
			const given = { ...rest, item: params.item, value: String(value) as `${1 | 2 | 3 | 4}` | 'NA' | 'DK' };
			const { outcome, version } = await answerAlone(ctx, headers['participation-secret'], given);
			return { outcome, version };
		},
	}),
	defineRoute({
		method: 'put',
		path: `${base}/participation/notes/{item}`,
		name: 'noteAlone',
		tag,
		summary: 'Keep a note on a question',
		description: 'The group reads it without your name when the answering is closed. An empty text takes it away.',
		access: guestsWrite,
		params: runItem.pick({ item: true }),
		headers: ownSecret,
		body: z.strictObject({ text: z.string().trim().max(1000), basedOn }).openapi('ParticipantNoteInput'),
		answer: versionAnswer,
		refuses: ['not_found', 'conflict'],
		handle: (ctx, { params, headers, body }) => noteAlone(ctx, headers['participation-secret'], { ...body, item: params.item }),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/participation/role`,
		name: 'changeOwnRole',
		tag,
		summary: 'Correct your role group',
		description: 'Possible while people answer.',
		access: guestsWrite,
		headers: ownSecret,
		body: named('RoleInput', roleInput),
		answer: { description: 'It is corrected', nothing: true },
		refuses: ['not_found', 'conflict'],
		handle: (ctx, { headers, body }) => changeRole(ctx, headers['participation-secret'], body),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/participation/submit`,
		name: 'submitAlone',
		tag,
		summary: 'Submit your answers',
		description: 'What is not answered counts as “I do not know”. Answers can be changed until the answering is closed.',
		access: guestsWrite,
		headers: ownSecret,
		answer: { description: 'They are submitted', nothing: true },
		refuses: ['not_found', 'conflict'],
		handle: (ctx, { headers }) => submitAlone(ctx, headers['participation-secret']),
	}),
	defineRoute({
		method: 'delete',
		path: `${base}/participation`,
		name: 'leaveGroup',
		tag,
		summary: 'Leave the group',
		description: 'Deletes everything you answered. Possible while people answer.',
		access: guestsWrite,
		headers: ownSecret,
		answer: { description: 'You are out', nothing: true },
		refuses: ['not_found', 'conflict'],
		handle: (ctx, { headers }) => leaveGroup(ctx, headers['participation-secret']),
	}),

	defineRoute({
		method: 'get',
		path: `${base}/runs/{id}/views`,
		name: 'readViews',
		tag,
		summary: 'Read what the group said and agreed',
		description:
			'Counts, median, range and notes of each question, without names; the order of the meeting; what is agreed. For people with a role in the run, and for participants with their secret.',
		access: guests,
		params: run,
		headers: ownSecret.partial(),
		answer: { description: 'The views', schema: viewsView },
		refuses: ['not_signed_in', 'not_found', 'forbidden', 'conflict'],
		handle: async (ctx, { params, headers }) => showViews(await meetingOf(ctx, params.id, headers['participation-secret'])),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/runs/{id}/accept`,
		name: 'acceptTogether',
		tag,
		summary: 'Accept questions together',
		description: 'Each with its median. Only questions seen the same or close by at least three people; what is settled stays.',
		access: write,
		params: run,
		body: named('AcceptInput', acceptInput, { example: { items: ['MOB-2', 'HOME-1'] } }),
		answer: { description: 'How many were accepted', schema: z.object({ accepted: z.int() }) },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: async (ctx, { params, body }) => ({ accepted: await acceptTogether(ctx, params.id, body) }),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/runs/{id}/park`,
		name: 'parkTogether',
		tag,
		summary: 'Park questions',
		description: 'Somebody finds out until a day; meanwhile they count as “I do not know”. What is settled stays.',
		access: write,
		params: run,
		body: named('ParkInput', parkInput, { example: { items: ['ORG-4'], with: 'Marta Lima', until: '2099-01-31' } }),
		answer: { description: 'How many were parked', schema: z.object({ parked: z.int() }) },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: async (ctx, { params, body }) => ({ parked: await parkTogether(ctx, params.id, body) }),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/runs/{id}/agreed/{item}`,
		name: 'agreeOnLevel',
		tag,
		summary: 'Agree on a level',
		description: 'A reason of at least 10 letters is needed where views were two or more levels apart.',
		access: write,
		params: runItem,
		body: z
			.strictObject({
				level: levelValue,
				reason: z.string().trim().max(500).optional(),
				evidence: z.enum(['documented', 'partial', 'none']).optional(),
				basedOn,
			})
			.openapi('AgreedLevelInput'),
		answer: versionAnswer,
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) =>
			settleItem(ctx, params.id, { kind: 'level', item: params.item, ...body, level: body.level as 1 | 2 | 3 | 4 }),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/runs/{id}/agreed/{item}/not-applicable`,
		name: 'agreeNotApplicable',
		tag,
		summary: 'Agree that a question does not apply',
		description: 'Only where it is offered, with a reason.',
		access: write,
		params: runItem,
		body: z
			.strictObject({ reason: z.enum(notApplicableReasons), reasonText: z.string().trim().max(300).optional(), basedOn })
			.openapi('AgreedNotApplicableInput'),
		answer: versionAnswer,
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) => settleItem(ctx, params.id, { kind: 'not-applicable', item: params.item, ...body }),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/runs/{id}/agreed/{item}/parked`,
		name: 'parkItem',
		tag,
		summary: 'Park one question',
		description: 'As parking several, but it replaces what was agreed before.',
		access: write,
		params: runItem,
		body: z
			.strictObject({ with: z.string().trim().max(120), until: z.iso.date(), basedOn })
			.openapi('ParkedItemInput', { example: { with: 'Marta Lima', until: '2099-01-31', basedOn: 0 } }),
		answer: versionAnswer,
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) => settleItem(ctx, params.id, { kind: 'parked', item: params.item, ...body }),
	}),
	defineRoute({
		method: 'delete',
		path: `${base}/runs/{id}/agreed/{item}`,
		name: 'takeBackAgreed',
		tag,
		summary: 'Take back what was agreed on a question',
		description: 'It is open again. Taking back what is not settled changes nothing.',
		access: write,
		params: runItem,
		answer: { description: 'It is open', nothing: true },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params }) => takeBack(ctx, params.id, params.item),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/runs/{id}/meeting/item`,
		name: 'showMeetingItem',
		tag,
		summary: 'Put a question on the screens of the meeting',
		description: 'Starts its minutes; null shows the overview.',
		access: write,
		params: run,
		body: z.strictObject({ item: z.string().max(20).nullable() }).openapi('MeetingItemInput', { example: { item: 'ORG-1' } }),
		answer: { description: 'Since when it is shown', schema: z.object({ since: z.iso.datetime().nullable() }) },
		refuses: ['not_found', 'forbidden', 'conflict'],
		async handle(ctx, { params, body }) {
			const { since } = await showItem(ctx, params.id, body.item);
			return { since: since?.toISOString() ?? null };
		},
	}),
	defineRoute({
		method: 'get',
		path: `${base}/runs/{id}/spread`,
		name: 'readSpread',
		tag,
		summary: 'Read the spread of a finished group check',
		description: 'Shared view, widest questions with their reasons, how views moved, what is parked. For those who may read the report.',
		access: { scope: 'benchmarks:read' },
		params: run,
		answer: { description: 'The spread', schema: spreadView },
		refuses: ['not_found', 'forbidden'],
		async handle(ctx, { params }) {
			await authoriseRun(ctx, params.id, 'read report');
			const spread = await groupSpread(ctx, params.id);
			if (!spread) throw new AppError('not_found', 'This run has no spread of views');
			return showSpread(spread);
		},
	}),
];
