import { defineFileRoute, defineRoute, fileQuery, named, pageOf, pageQuery, readPage, z, type ApiRoute } from '#platform/api/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { fileContent, largestFile } from '#platform/files/index.ts';
import { requirePerson } from '#platform/policy.ts';
import { notApplicableReasons, type Importance, type Level } from '../model.ts';
import { answerValue, importanceValue, levelValue } from '../presenters.ts';
import { accessRun, authoriseRun } from './access.ts';
import { answerRun } from './answer.ts';
import { addLink, keepProofFile, proofFile, receiveProofFile, removeProof } from './evidence.ts';
import { reviewOfRun } from './finishing.ts';
import { daysToRestore, deleteRun, finishRun, reopenRun, restoreRun, startInput, startRun } from './lifecycle.ts';
import { saveNote } from './notes.ts';
import {
	acceptRunInvitation,
	declineRunInvitation,
	invitePerson,
	namedRoles,
	namePerson,
	peopleOfRun,
	personInput,
	readRunInvitation,
	removePerson,
	withdrawRunInvitation,
} from './people.ts';
import {
	answerOutcomeView,
	reviewView,
	runAnswersView,
	runDetailView,
	runInvitationView,
	runPeopleView,
	runPresenceView,
	runResultView,
	runView,
	showOutcome,
	showReview,
	showRun,
	showRunAnswers,
	showRunDetail,
	showRunInvitation,
	showRunPeople,
	showRunResult,
} from './presenters.ts';
import { whoIsAtRun } from './presence.ts';
import { answersOfRun, readRun, resultOf, runsAfter } from './queries.ts';
import { profileChange, saveImportance, saveProfile } from './settings.ts';
import { chooseFocus, focusNumber, saveTargets } from './targets.ts';

const base = '/benchmarks/go-international';
const tag = 'Full check';
const run = z.object({ id: z.uuid().meta({ description: 'The run' }) });
const runItem = run.extend({ item: z.string().max(20).meta({ description: 'Code of the question', example: 'ENV-1' }) });
const runPerson = run.extend({ person: z.uuid(), role: z.enum(namedRoles) });
const read = { scope: 'benchmarks:read' } as const;
const write = { scope: 'benchmarks:write' } as const;
const mailedSecret = z.object({
	'link-secret': z.string().min(1).max(200).meta({ description: 'The part "token" of the link in the mail' }),
});
const basedOn = z.int().min(0).max(1_000_000).default(0).meta({ description: 'The version you have seen; 0 for none' });
const versionAnswer = { description: 'It is stored', schema: z.object({ version: z.int() }) };

const profile = { country: 'PT', providerType: 'public-school', sizeClass: '250-999', erasmusStatus: 'accredited', experience: '4-9' };

const answerInput = z
	.strictObject({
		value: answerValue,
		reason: z.enum(notApplicableReasons).optional().meta({ description: 'Why the item does not apply; needed for NA' }),
		reasonText: z.string().trim().max(300).optional().meta({ description: 'In words; needed for the reason "other", at least 10 letters' }),
		evidence: z.enum(['documented', 'partial', 'none']).optional().meta({ description: 'What proof there is; kept at level 3 and 4' }),
		client: z
			.string()
			.min(1)
			.max(60)
			.meta({ description: 'Names your program or device: its repetitions are known by it', example: 'import' }),
		sequence: z.int().positive().meta({ description: 'Rises with every answer of that client', example: 1795514400000 }),
		basedOn,
		decides: z.boolean().default(false).meta({ description: 'You saw both answers of a conflict; this one ends it' }),
	})
	.openapi('RunAnswerInput', { example: { value: 3, evidence: 'documented', client: 'import', sequence: 1795514400000, basedOn: 0 } });

/** The name mails are signed with. */
async function ownName(ctx: Ctx): Promise<string> {
	const person = requirePerson(ctx);
	return (await namesOf(ctx, [person])).get(person) ?? '';
}

/** Rows of the list under the name pages go by. */
const runsFrom = async (...asked: Parameters<typeof runsAfter>) => (await runsAfter(...asked)).map((each) => ({ ...each, id: each.runId }));

/** Runs of providers in /api/v1. */
export const runRoutes: readonly ApiRoute[] = [
	defineRoute({
		method: 'get',
		path: `${base}/runs`,
		name: 'listRuns',
		tag,
		summary: 'List runs',
		description: 'Runs of the providers you administer, and those you were named for, in the order they were started.',
		access: read,
		query: pageQuery.extend({ provider: z.uuid().optional().meta({ description: 'Only those of this provider' }) }),
		answer: { description: 'One page of runs', schema: pageOf(runView) },
		handle: (ctx, { query: { provider, ...page } }) => readPage(page, (after, count) => runsFrom(ctx, after, count, provider), showRun),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/runs`,
		name: 'startRun',
		tag,
		summary: 'Start a check',
		description: 'For administrators of the provider. One that is not finished has to be finished or deleted first.',
		access: write,
		body: named('RunInput', startInput.omit({ key: true }), {
			example: { providerId: '01930000-6f0c-7a21-8b4d-5e6f7a8b9c0d', mode: 'full', profile, numbers: { learners: 800 } },
		}),
		answer: {
			status: 201,
			description: 'The run',
			schema: z.object({ id: z.uuid() }),
			location: ({ id }: { id: string }) => `${base}/runs/${id}`,
		},
		refuses: ['forbidden', 'conflict'],
		handle: async (ctx, { body }) => ({ id: (await startRun(ctx, body)).runId }),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/runs/{id}`,
		name: 'readRun',
		tag,
		summary: 'Read a run',
		description: 'Its state, its profile, and what you may do with it.',
		access: read,
		params: run,
		answer: { description: 'The run', schema: runDetailView },
		refuses: ['not_found'],
		handle: async (ctx, { params }) => showRunDetail(await readRun(ctx, params.id)),
	}),
	defineRoute({
		method: 'delete',
		path: `${base}/runs/{id}`,
		name: 'deleteRun',
		tag,
		summary: 'Delete a run',
		description: `Hidden at once, gone for good after ${daysToRestore} days.`,
		access: write,
		params: run,
		answer: { description: 'It is deleted', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params }) => deleteRun(ctx, params.id),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/runs/{id}/restore`,
		name: 'restoreRun',
		tag,
		summary: 'Take a deletion back',
		description: 'Possible while no other run of the provider is open.',
		access: write,
		params: run,
		answer: { description: 'It is there again', nothing: true },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params }) => restoreRun(ctx, params.id),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/runs/{id}/profile`,
		name: 'saveRunProfile',
		tag,
		summary: 'Change profile and numbers',
		description: 'Both are replaced as a whole. A version somebody else has changed meanwhile is refused.',
		access: write,
		params: run,
		body: named('RunProfileInput', profileChange, { example: { version: 1, profile, numbers: { learners: 800, learnersAbroad: 96 } } }),
		answer: versionAnswer,
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) => saveProfile(ctx, params.id, body),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/runs/{id}/answers`,
		name: 'readRunAnswers',
		tag,
		summary: 'Read what was said in a run',
		description: 'Answers as they stand, undecided conflicts, notes, proof and importance.',
		access: read,
		params: run,
		answer: { description: 'Everything said', schema: runAnswersView },
		refuses: ['not_found'],
		async handle(ctx, { params }) {
			const { allows } = await accessRun(ctx, params.id);
			return showRunAnswers(await answersOfRun(ctx, params.id), allows('read notes'));
		},
	}),
	defineRoute({
		method: 'put',
		path: `${base}/runs/{id}/answers/{item}`,
		name: 'answerRun',
		tag,
		summary: 'Answer a question',
		description:
			'Acknowledged only when it is stored. The same client and sequence again is the same answer. When somebody else answered meanwhile, theirs stands and yours waits as a conflict.',
		access: write,
		params: runItem,
		body: answerInput,
		answer: { description: 'What became of it, and what stands', schema: answerOutcomeView },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: async (ctx, { params, body: { value, ...rest } }) =>
			showOutcome(await answerRun(ctx, params.id, { ...rest, item: params.item, value: String(value) as '1' })),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/runs/{id}/notes/{item}`,
		name: 'saveRunNote',
		tag,
		summary: 'Keep a note on a question',
		description: 'Private to the provider. An empty text takes it away; one that somebody else changed meanwhile is refused.',
		access: write,
		params: runItem,
		body: z.strictObject({ text: z.string().trim().max(1000), basedOn }).openapi('RunNoteInput'),
		answer: versionAnswer,
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) => saveNote(ctx, params.id, { ...body, item: params.item }),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/runs/{id}/proof`,
		name: 'addRunProof',
		tag,
		summary: 'Add a link as proof',
		description: 'At most ten pieces a question. The answers of the run list them.',
		access: write,
		params: run,
		body: z
			.strictObject({ item: z.string().max(20), url: z.string().max(1000), title: z.string().trim().max(200).optional() })
			.openapi('RunProofInput', { example: { item: 'DIR-1', url: 'https://vale.example/vision', title: 'Our vision' } }),
		answer: { status: 201, description: 'The proof', schema: z.object({ id: z.uuid() }) },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) => addLink(ctx, params.id, body),
	}),
	defineFileRoute({
		method: 'post',
		path: `${base}/runs/{id}/proof/files`,
		name: 'addRunProofFile',
		tag,
		summary: 'Add a file as proof',
		description: 'At most ten pieces a question. The answers of the run list them.',
		access: write,
		params: run,
		query: fileQuery.extend({ item: runItem.shape.item }),
		upload: {
			most: largestFile,
			description: 'PDF, text, table, picture or presentation, told by its content.',
			receive: (ctx, { params, query }, file) => receiveProofFile(ctx, params.id, query.item, file),
		},
		answer: { status: 201, description: 'The proof', schema: z.object({ id: z.uuid() }) },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, query, file }) => keepProofFile(ctx, params.id, query.item, file),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/runs/{id}/proof/{proof}`,
		name: 'downloadRunProof',
		tag,
		summary: 'Download a file of proof',
		description: 'For those who may read the run. A link has no file.',
		access: read,
		params: run.extend({ proof: z.uuid() }),
		answer: { description: 'The file', file: 'application/octet-stream' },
		refuses: ['not_found'],
		handle: async (ctx, { params }) => fileContent(ctx, await proofFile(ctx, params.id, params.proof)),
	}),
	defineRoute({
		method: 'delete',
		path: `${base}/runs/{id}/proof/{proof}`,
		name: 'removeRunProof',
		tag,
		summary: 'Take proof away',
		description: 'With its file, when it is one.',
		access: write,
		params: run.extend({ proof: z.uuid() }),
		answer: { description: 'It is gone', nothing: true },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params }) => removeProof(ctx, params.id, params.proof),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/runs/{id}/review`,
		name: 'reviewRun',
		tag,
		summary: 'See what is worth a look',
		description: 'Open questions, what was not known, what does not apply, high levels without proof, and what the result would be.',
		access: read,
		params: run,
		answer: { description: 'The review', schema: reviewView },
		refuses: ['not_found'],
		handle: async (ctx, { params }) => showReview(await reviewOfRun(ctx, params.id)),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/runs/{id}/importance`,
		name: 'saveRunImportance',
		tag,
		summary: 'Say how important sections are',
		description: 'In the next two years: 1 low, 2 medium, 3 high. Sections that are left out stay as they are.',
		access: write,
		params: run,
		body: z
			.strictObject({ importance: z.record(z.string().max(20), importanceValue) })
			.openapi('RunImportanceInput', { example: { importance: { HOME: 3, ENV: 1 } } }),
		answer: { description: 'It is stored', nothing: true },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) => saveImportance(ctx, params.id, body.importance as Record<string, Importance>),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/runs/{id}/targets`,
		name: 'saveRunTargets',
		tag,
		summary: 'Say which levels you want to reach',
		description:
			'By question. Null takes a target back: then it is 3 from level 1 or 2, else 4. A target below the level is refused. Questions that are left out stay as they are.',
		access: write,
		params: run,
		body: z
			.strictObject({ targets: z.record(z.string().max(20), levelValue.nullable()) })
			.openapi('RunTargetsInput', { example: { targets: { 'HOME-1': 2, 'ENV-3': null } } }),
		answer: { description: 'It is stored', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params, body }) => saveTargets(ctx, params.id, body.targets as Record<string, Level | null>),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/runs/{id}/focus`,
		name: 'chooseRunFocus',
		tag,
		summary: 'Choose what to work on first',
		description: 'Two or three of the priorities of the result, in your order; an empty list takes the choice back.',
		access: write,
		params: run,
		body: z
			.strictObject({ items: z.array(z.string().max(20)).max(focusNumber.most) })
			.openapi('RunFocusInput', { example: { items: ['PLAN-3', 'HOME-1'] } }),
		answer: { description: 'It is stored', nothing: true },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) => chooseFocus(ctx, params.id, body.items),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/runs/{id}/finish`,
		name: 'finishRun',
		tag,
		summary: 'Finish a run',
		description: 'Makes its result from the answers as they are. A group check is finished when its levels are agreed.',
		access: write,
		params: run,
		answer: { description: 'The result', schema: runResultView },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: async (ctx, { params }) => showRunResult(await finishRun(ctx, params.id)),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/runs/{id}/reopen`,
		name: 'reopenRun',
		tag,
		summary: 'Open a run again',
		description: 'To correct answers. Its result is gone until it is finished once more.',
		access: write,
		params: run,
		answer: { description: 'It is open', nothing: true },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params }) => reopenRun(ctx, params.id),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/runs/{id}/result`,
		name: 'readRunResult',
		tag,
		summary: 'Read the result of a run',
		description: 'The figures, unrounded, as they were made when the run was finished.',
		access: read,
		params: run,
		answer: { description: 'The result', schema: runResultView },
		refuses: ['not_found', 'forbidden', 'conflict'],
		async handle(ctx, { params }) {
			const { id } = await authoriseRun(ctx, params.id, 'read report');
			const stored = await resultOf(ctx, id);
			if (!stored) throw new AppError('conflict', 'This run has no result yet; finish it first');
			return showRunResult(stored.result);
		},
	}),
	defineRoute({
		method: 'get',
		path: `${base}/runs/{id}/people`,
		name: 'listRunPeople',
		tag,
		summary: 'List the people of a run',
		description: 'Who was named for it beside the administrators of the provider; open invitations only for those who may name people.',
		access: read,
		params: run,
		answer: { description: 'People and invitations', schema: runPeopleView },
		refuses: ['not_found'],
		handle: async (ctx, { params }) => showRunPeople(await peopleOfRun(ctx, params.id)),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/runs/{id}/presence`,
		name: 'readRunPresence',
		tag,
		summary: 'Read who is at a run now',
		description:
			'People who have a page of it open at this moment. The open pages are asked, which takes half a second; a program is never among them.',
		access: read,
		params: run,
		answer: { description: 'Who is there, and where', schema: runPresenceView },
		refuses: ['not_found', 'unavailable'],
		handle: async (ctx, { params }) => ({ people: await whoIsAtRun(ctx, params.id) }),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/runs/{id}/people/{person}/{role}`,
		name: 'nameRunPerson',
		tag,
		summary: 'Name a colleague',
		description: 'Somebody who works at the provider; others are invited by mail.',
		access: write,
		params: runPerson,
		answer: { description: 'They can work on it', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params }) => namePerson(ctx, params.id, params.person, params.role),
	}),
	defineRoute({
		method: 'delete',
		path: `${base}/runs/{id}/people/{person}/{role}`,
		name: 'removeRunPerson',
		tag,
		summary: 'Take a role away',
		description: 'Everybody may lay down their own. Taking away again changes nothing.',
		access: write,
		params: runPerson,
		answer: { description: 'The role is gone', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params }) => removePerson(ctx, params.id, params.person, params.role),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/runs/{id}/invitations`,
		name: 'inviteToRun',
		tag,
		summary: 'Invite somebody by mail',
		description: 'They need no account beforehand. Inviting the same address again ends the earlier link.',
		access: write,
		localised: true,
		params: run,
		body: named('RunPersonInput', personInput, { example: { email: 'mentor@elsewhere.example', role: 'mentor', mentorDays: 14 } }),
		answer: { status: 201, description: 'The invitation', schema: z.object({ id: z.uuid() }) },
		refuses: ['not_found', 'forbidden', 'too_many_requests'],
		handle: async (ctx, { params, body }) => invitePerson(ctx, params.id, body, await ownName(ctx)),
	}),
	defineRoute({
		method: 'delete',
		path: `${base}/runs/{id}/invitations/{invitation}`,
		name: 'withdrawRunInvitation',
		tag,
		summary: 'Withdraw an invitation',
		description: 'Its link is dead at once.',
		access: write,
		params: run.extend({ invitation: z.uuid() }),
		answer: { description: 'It is withdrawn', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params }) => withdrawRunInvitation(ctx, params.id, params.invitation),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/run-invitation`,
		name: 'readRunInvitation',
		tag,
		summary: 'Read an invitation to a run',
		description: 'Changes nothing.',
		access: { scope: 'benchmarks:read', guests: true },
		localised: true,
		headers: mailedSecret,
		answer: { description: 'The invitation', schema: runInvitationView },
		refuses: ['gone'],
		handle: async (ctx, { headers }) => showRunInvitation(await readRunInvitation(ctx, headers['link-secret'])),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/run-invitation/accept`,
		name: 'acceptRunInvitation',
		tag,
		summary: 'Accept an invitation to a run',
		description: 'The secret proves the address, so the account is that address’s, made now when there is none.',
		access: { scope: 'benchmarks:write', guests: true },
		headers: mailedSecret,
		answer: { description: 'The run', schema: z.object({ runId: z.uuid() }) },
		refuses: ['gone'],
		handle: async (ctx, { headers }) => ({ runId: (await acceptRunInvitation(ctx, headers['link-secret'])).runId }),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/run-invitation/decline`,
		name: 'declineRunInvitation',
		tag,
		summary: 'Decline an invitation to a run',
		description: 'Nothing about you is kept beyond that.',
		access: { scope: 'benchmarks:write', guests: true },
		headers: mailedSecret,
		answer: { description: 'It is declined', nothing: true },
		refuses: ['gone'],
		handle: (ctx, { headers }) => declineRunInvitation(ctx, headers['link-secret']),
	}),
];
