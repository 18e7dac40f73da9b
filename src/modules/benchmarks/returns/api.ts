import { defineFileRoute, defineRoute, fileQuery, named, pageOf, pageQuery, readPage, z, type ApiRoute } from '#platform/api/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import { fileContent } from '#platform/files/index.ts';
import { requirePerson } from '#platform/policy.ts';
import { confirmInput, confirmWarnings } from './confirmations.ts';
import { datumInput, mostEntries, saveNumbers } from './entry.ts';
import {
	addEvidenceLink,
	evidenceFile,
	keepEvidenceFile,
	largestEvidence,
	listEvidence,
	receiveEvidenceFile,
	removeEvidence,
} from './evidence.ts';
import { returnJson, returnNumbersFile, returnResultsFile, returnTemplate } from './export.ts';
import { confirmImport, prepareImport } from './import.ts';
import { daysToRestoreReturn, deleteReturn, lockReturn, reopenReturn, restoreReturn, sendBackReturn, submitReturn } from './lifecycle.ts';
import { noteInput } from './model.ts';
import { historyOfReturn } from './overview.ts';
import {
	evidenceView,
	importView,
	numbersView,
	returnDetailView,
	returnResultView,
	returnReviewView,
	returnRevisionView,
	returnTaskView,
	returnView,
	historyView,
	showEvidence,
	showHistory,
	showImport,
	showNumbers,
	showReturn,
	showReturnDetail,
	showReturnResult,
	showReturnReview,
	showReturnTask,
	showRevision,
} from './presenters.ts';
import { readReturn, returnsAfter } from './queries.ts';
import { resultOfReturn } from './result.ts';
import { reviewOfReturn } from './review.ts';
import { revisionsOfReturn } from './revisions.ts';
import {
	centresChange,
	centresSeenInput,
	changeCentres,
	returnSharingInput,
	saveCentresSeen,
	saveReturnSettings,
	saveReturnSharing,
	settingsChange,
} from './settings.ts';
import { startReturn, startReturnInput } from './start.ts';
import {
	finishTask,
	giveTask,
	readTask,
	remindTask,
	saveTaskNumbers,
	setTaskReminders,
	taskInput,
	taskReminders,
	tasksOf,
	withdrawTask,
} from './tasks.ts';
import { taskDays } from './task-links.ts';
import { readNumbers } from './read-numbers.ts';

const base = '/benchmarks/solity';
const tag = 'Returns';
const one = z.object({ id: z.uuid().meta({ description: 'The return' }) });
const oneTask = one.extend({ task: z.uuid() });
const read = { scope: 'benchmarks:read' } as const;
const write = { scope: 'benchmarks:write' } as const;
const version = { description: 'It is stored', schema: z.object({ version: z.int() }) };
const separator = z.object({
	separator: z.enum([';', ',']).default(';').meta({ description: 'With semicolons numbers have a decimal comma' }),
});
const taskSecret = z.object({
	'task-secret': z.string().min(1).max(200).meta({ description: 'The part "token" of the link in the mail' }),
});

const numbers = z
	.strictObject({
		entries: z
			.array(datumInput.omit({ follows: true }))
			.min(1)
			.max(mostEntries)
			.meta({ description: 'All of them are stored, or none' }),
		client: z.string().max(60).default('').meta({ description: 'Names your program: its repetitions are no conflict', example: 'import' }),
		sequence: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(0).meta({ description: 'Rises with every call of that client' }),
	})
	.openapi('ReturnNumbersInput', {
		example: { entries: [{ target: 'part_total', value: 1240, trust: 3, basedOn: 0 }], client: 'import', sequence: 1795514400000 },
	});
const note = named('ReturnNoteInput', noteInput, { example: { note: 'The energy bill came late.' } });
const saved = {
	description: 'The version of each; send it back as basedOn',
	schema: z.array(z.object({ unit: z.uuid(), target: z.string(), version: z.int() })),
};

/** The name mails are signed with. */
async function ownName(ctx: Ctx): Promise<string> {
	const person = requirePerson(ctx);
	return (await namesOf(ctx, [person])).get(person) ?? '';
}

const bytesOf = (content: string) => new TextEncoder().encode(content);
async function* chunksOf(content: string): AsyncIterable<Uint8Array> {
	yield bytesOf(content);
}

/** Returns of counted numbers in /api/v1. */
export const returnRoutes: readonly ApiRoute[] = [
	defineRoute({
		method: 'get',
		path: `${base}/returns`,
		name: 'listReturns',
		tag,
		summary: 'List returns',
		description: 'Those of the providers you administer or were named at, and of your centres, in the order they were started.',
		access: read,
		query: pageQuery.extend({
			provider: z.uuid().optional().meta({ description: 'Only those of this provider' }),
			year: z.coerce.number().int().min(1990).max(2100).optional().meta({ description: 'Only those of this training year' }),
		}),
		answer: { description: 'One page of returns', schema: pageOf(returnView) },
		handle: (ctx, { query: { provider, year, ...page } }) =>
			readPage(page, (after, count) => returnsAfter(ctx, after, count, { provider, year }), showReturn),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/returns`,
		name: 'startReturn',
		tag,
		summary: 'Start a return',
		description: 'One a unit and training year. Settings and centres come from the year before; numbers never do.',
		access: write,
		body: named('ReturnInput', startReturnInput.omit({ key: true }), {
			example: {
				providerId: '01930000-6f0c-7a21-8b4d-5e6f7a8b9c0d',
				year: 2025,
				level: 'centres',
				centres: [{ name: 'North' }, { name: 'South' }],
			},
		}),
		answer: {
			status: 201,
			description: 'The return',
			schema: z.object({ id: z.uuid() }),
			location: ({ id }: { id: string }) => `${base}/returns/${id}`,
		},
		refuses: ['forbidden', 'conflict'],
		handle: async (ctx, { body }) => ({ id: (await startReturn(ctx, body)).returnId }),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/returns/{id}`,
		name: 'readReturn',
		tag,
		summary: 'Read a return',
		description: 'Its state, its settings and centres, and what you may do with it.',
		access: read,
		params: one,
		answer: { description: 'The return', schema: returnDetailView },
		refuses: ['not_found'],
		handle: async (ctx, { params }) => showReturnDetail(await readReturn(ctx, params.id)),
	}),
	defineRoute({
		method: 'delete',
		path: `${base}/returns/{id}`,
		name: 'deleteReturn',
		tag,
		summary: 'Delete a return',
		description: `Hidden at once, gone for good after ${daysToRestoreReturn} days.`,
		access: write,
		params: one,
		answer: { description: 'It is deleted', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params }) => deleteReturn(ctx, params.id),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/returns/{id}/restore`,
		name: 'restoreReturn',
		tag,
		summary: 'Take a deletion back',
		description: 'Possible while no other return has its place.',
		access: write,
		params: one,
		answer: { description: 'It is there again', nothing: true },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params }) => restoreReturn(ctx, params.id),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/returns/{id}/settings`,
		name: 'saveReturnSettings',
		tag,
		summary: 'Change settings',
		description: 'What is left out stays; null takes it away. A version somebody else has changed meanwhile is refused.',
		access: write,
		params: one,
		body: named('ReturnSettingsInput', settingsChange, { example: { version: 1, settings: { cohort_basis: 'Y', ctx_unemployment: 6.4 } } }),
		answer: version,
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) => saveReturnSettings(ctx, params.id, body),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/returns/{id}/centres`,
		name: 'changeReturnCentres',
		tag,
		summary: 'Change which centres are summed up',
		description: 'Adds centres, or leaves some out with a reason; null takes one back in.',
		access: write,
		params: one,
		body: named('ReturnCentresInput', centresChange, { example: { version: 1, add: [{ name: 'Harbour' }] } }),
		answer: version,
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) => changeCentres(ctx, params.id, body),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/returns/{id}/centres/seen`,
		name: 'saveCentresSeen',
		tag,
		summary: 'Let centres see each other',
		description:
			'By name in the report, with their figures; the numbers of a centre stay its own. Off unless you allow it, in every state of the return.',
		access: write,
		params: one,
		body: named('CentresSeenInput', centresSeenInput, { example: { seen: true } }),
		answer: { description: 'It is stored', nothing: true },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) => saveCentresSeen(ctx, params.id, body),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/returns/{id}/sharing`,
		name: 'saveReturnSharing',
		tag,
		summary: 'Agree to comparisons',
		description:
			'Off unless you agree; counting among the best, and messages of similar providers, are asked for by themselves. Counted from the next night on; taken back at once. What is left out is not agreed to.',
		access: write,
		params: one,
		body: named('ReturnSharingInput', returnSharingInput, { example: { sharing: true, best: false, invitable: true } }),
		answer: { description: 'It is stored', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params, body }) => saveReturnSharing(ctx, params.id, body),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/returns/{id}/numbers`,
		name: 'readReturnNumbers',
		tag,
		summary: 'Read what was entered',
		description:
			'Every value of every unit you may see, with the live values of the indicators. There is no score while numbers are entered.',
		access: read,
		params: one,
		answer: { description: 'Numbers and values', schema: numbersView },
		refuses: ['not_found', 'forbidden'],
		handle: async (ctx, { params }) => showNumbers(await readNumbers(ctx, params.id)),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/returns/{id}/numbers`,
		name: 'saveReturnNumbers',
		tag,
		summary: 'Enter numbers',
		description:
			'All or none, acknowledged when they are durable. Values out of range or that do not fit together are kept and told by the review; what has no meaning is refused. A value somebody else changed since `basedOn` is refused.',
		access: write,
		localised: true,
		params: one,
		body: numbers,
		answer: saved,
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) => saveNumbers(ctx, params.id, body),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/returns/{id}/numbers.csv`,
		name: 'exportReturnNumbers',
		tag,
		summary: 'Export numbers as CSV',
		description: 'In the format that can be imported again.',
		access: read,
		localised: true,
		params: one,
		query: separator,
		answer: { description: 'The file', file: 'text/csv' },
		refuses: ['not_found', 'forbidden'],
		handle: async (ctx, { params, query }) => ({
			bytes: bytesOf(await returnNumbersFile(ctx, params.id, query.separator)),
			name: 'numbers.csv',
		}),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/returns/{id}/template.csv`,
		name: 'readReturnTemplate',
		tag,
		summary: 'Get a blank file',
		description: 'A line for each number of each unit, with labels and definitions in your language.',
		access: read,
		localised: true,
		params: one,
		query: separator,
		answer: { description: 'The file', file: 'text/csv' },
		refuses: ['not_found', 'forbidden'],
		handle: async (ctx, { params, query }) => ({
			bytes: bytesOf(await returnTemplate(ctx, params.id, query.separator)),
			name: 'template.csv',
		}),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/returns/{id}/file`,
		name: 'readReturnFile',
		tag,
		summary: 'Read a return as one JSON object',
		description: 'In the format `venhans score` and the score route take.',
		access: read,
		params: one,
		answer: { description: 'The return', schema: z.record(z.string(), z.unknown()) },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params }) => returnJson(ctx, params.id),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/returns/{id}/imports`,
		name: 'prepareReturnImport',
		tag,
		summary: 'Look at what a file would do',
		description:
			'Changes nothing. Kept for a day, to be confirmed. A request has at most 256 kB: the numbers of many centres are sent in several files, or on the page.',
		access: write,
		localised: true,
		params: one,
		body: z
			.strictObject({ csv: z.string().min(1).max(250_000), name: z.string().max(200).default('file.csv') })
			.openapi('ReturnImportInput', {
				example: { csv: 'edition;unit;year;field;value;trust\nSU-1.0;provider;2025;part_total;1 240;3', name: 'numbers.csv' },
			}),
		answer: { status: 201, description: 'The effect of each line, and what is wrong', schema: importView },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: async (ctx, { params, body }) =>
			showImport(ctx, await prepareImport(ctx, params.id, { name: body.name, bytes: chunksOf(body.csv) })),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/returns/{id}/imports/{file}/confirm`,
		name: 'confirmReturnImport',
		tag,
		summary: 'Do what a file says',
		description: 'All of it or nothing. Refused when numbers changed since you looked.',
		access: write,
		params: one.extend({ file: z.uuid() }),
		body: z
			.strictObject({ digest: z.string().max(100).meta({ description: 'Of the preview you looked at' }) })
			.openapi('ReturnImportConfirmation'),
		answer: { description: 'How many values changed', schema: z.object({ changed: z.int() }) },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) => confirmImport(ctx, params.id, params.file, body.digest),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/returns/{id}/review`,
		name: 'reviewReturn',
		tag,
		summary: 'See what is missing or unusual',
		description: 'Errors in the order they are checked, warnings with their comments, evidence that is missing.',
		access: read,
		localised: true,
		params: one,
		answer: { description: 'The review', schema: returnReviewView },
		refuses: ['not_found', 'forbidden'],
		handle: async (ctx, { params }) => showReturnReview(ctx, await readReturn(ctx, params.id), await reviewOfReturn(ctx, params.id)),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/returns/{id}/confirmations`,
		name: 'confirmReturnWarnings',
		tag,
		summary: 'Confirm warnings',
		description: 'By their keys in the review, each with a short comment; an empty one takes it back.',
		access: write,
		params: one,
		body: named('ReturnConfirmationsInput', confirmInput, {
			example: { comments: { 'warning.W_COVERAGE:SU-1.4': 'Survey by letter this year.' } },
		}),
		answer: { description: 'It is stored', nothing: true },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) => confirmWarnings(ctx, params.id, body),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/returns/{id}/evidence`,
		name: 'addReturnEvidence',
		tag,
		summary: 'Attach a link as evidence',
		description: 'To a field or an indicator; at most ten pieces each.',
		access: write,
		params: one,
		body: z
			.strictObject({
				unit: z.uuid().optional(),
				target: z.string().min(1).max(60),
				url: z.string().max(1000),
				title: z.string().trim().max(200).optional(),
			})
			.openapi('ReturnEvidenceInput', { example: { target: 'energy_kwh', url: 'https://vale.example/bill', title: 'Energy bill' } }),
		answer: { status: 201, description: 'The evidence', schema: z.object({ id: z.uuid() }) },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) => addEvidenceLink(ctx, params.id, body),
	}),
	defineFileRoute({
		method: 'post',
		path: `${base}/returns/{id}/evidence/files`,
		name: 'addReturnEvidenceFile',
		tag,
		summary: 'Attach a file as evidence',
		description: 'To a field or an indicator; at most ten pieces each.',
		access: write,
		params: one,
		query: fileQuery.extend({
			unit: z.uuid().optional().meta({ description: 'The centre; absent for a return without centres' }),
			target: z.string().min(1).max(60).meta({ description: 'Code of the field or indicator', example: 'energy_kwh' }),
		}),
		upload: {
			most: largestEvidence,
			description: 'PDF, picture (PNG, JPEG) or table (CSV, ODS, XLSX), told by its content.',
			receive: (ctx, { params, query: { name: _, ...at } }, file) => receiveEvidenceFile(ctx, params.id, at, file),
		},
		answer: { status: 201, description: 'The evidence', schema: z.object({ id: z.uuid() }) },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, query: { name: _, ...at }, file }) => keepEvidenceFile(ctx, params.id, at, file),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/returns/{id}/evidence`,
		name: 'listReturnEvidence',
		tag,
		summary: 'List evidence',
		description: 'Of the centres you may read, oldest first.',
		access: read,
		params: one,
		answer: { description: 'The evidence', schema: z.object({ items: z.array(evidenceView), next: z.null() }) },
		refuses: ['not_found', 'forbidden'],
		handle: async (ctx, { params }) => ({ items: (await listEvidence(ctx, params.id)).map(showEvidence), next: null }),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/returns/{id}/evidence/{evidence}`,
		name: 'downloadReturnEvidence',
		tag,
		summary: 'Download a file of evidence',
		description: 'For those who may read the numbers. A link has no file.',
		access: read,
		params: one.extend({ evidence: z.uuid() }),
		answer: { description: 'The file', file: 'application/octet-stream' },
		refuses: ['not_found', 'forbidden'],
		handle: async (ctx, { params }) => fileContent(ctx, await evidenceFile(ctx, params.id, params.evidence)),
	}),
	defineRoute({
		method: 'delete',
		path: `${base}/returns/{id}/evidence/{evidence}`,
		name: 'removeReturnEvidence',
		tag,
		summary: 'Take evidence away',
		description: 'With its file, when it is one.',
		access: write,
		params: one.extend({ evidence: z.uuid() }),
		answer: { description: 'It is gone', nothing: true },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params }) => removeEvidence(ctx, params.id, params.evidence),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/returns/{id}/history`,
		name: 'readReturnHistory',
		tag,
		summary: 'Read the history of a return',
		description: 'Every change, newest first: who, when, from what to what.',
		access: read,
		localised: true,
		params: one,
		query: pageQuery,
		answer: { description: 'One page of the history', schema: pageOf(historyView) },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params, query }) => readPage(query, (after, count) => historyOfReturn(ctx, params.id, count, after), showHistory),
	}),
	...(
		[
			['submit', 'Submit a return', 'Makes its figures. Everything that stands in the way is told at once.', submitReturn],
			['lock', 'Lock a return', 'Its figures are official from now on and never change.', lockReturn],
		] as const
	).map(([step, summary, description, work]) =>
		defineRoute({
			method: 'post',
			path: `${base}/returns/{id}/${step}`,
			name: `${step}Return`,
			tag,
			summary,
			description,
			access: write,
			localised: true,
			params: one,
			answer: { description: 'It is done', nothing: true },
			refuses: ['not_found', 'forbidden', 'conflict'],
			handle: async (ctx, { params }) => void (await work(ctx, params.id)),
		}),
	),
	...(
		[
			['send-back', 'sendBackReturn', 'Give a submitted return back', 'It is a draft again; the note says why.', sendBackReturn],
			[
				'reopen',
				'reopenReturn',
				'Reopen a locked return',
				'It leaves comparisons at once; its locked revision stays. The note says why.',
				reopenReturn,
			],
		] as const
	).map(([step, name, summary, description, work]) =>
		defineRoute({
			method: 'post',
			path: `${base}/returns/{id}/${step}`,
			name,
			tag,
			summary,
			description,
			access: write,
			localised: true,
			params: one,
			body: note,
			answer: { description: 'It is done', nothing: true },
			refuses: ['not_found', 'forbidden', 'conflict'],
			handle: (ctx, { params, body }) => work(ctx, params.id, { note: body.note ?? '' }),
		}),
	),
	defineRoute({
		method: 'get',
		path: `${base}/returns/{id}/result`,
		name: 'readReturnResult',
		tag,
		summary: 'Read the result of a return',
		description: 'As it was made at submitting; of a draft that is complete, as it would be. Unrounded.',
		access: read,
		params: one,
		query: z.object({ revision: z.coerce.number().int().min(1).max(1000).optional().meta({ description: 'An earlier revision' }) }),
		answer: { description: 'The result', schema: returnResultView },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: async (ctx, { params, query }) => showReturnResult(await resultOfReturn(ctx, params.id, query.revision)),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/returns/{id}/revisions`,
		name: 'listReturnRevisions',
		tag,
		summary: 'List the revisions of a return',
		description: 'Newest first: those that were locked, and one that waits to be. Read their figures with the parameter `revision`.',
		access: read,
		localised: true,
		params: one,
		answer: { description: 'The revisions', schema: z.object({ items: z.array(returnRevisionView) }) },
		refuses: ['not_found', 'forbidden'],
		handle: async (ctx, { params }) => ({ items: (await revisionsOfReturn(ctx, params.id)).map(showRevision) }),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/returns/{id}/results.csv`,
		name: 'exportReturnResults',
		tag,
		summary: 'Export results as CSV',
		description: 'A line for the whole, each axis and each indicator, of the provider and of each centre.',
		access: read,
		localised: true,
		params: one,
		query: separator,
		answer: { description: 'The file', file: 'text/csv' },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: async (ctx, { params, query }) => ({
			bytes: bytesOf(await returnResultsFile(ctx, params.id, query.separator)),
			name: 'results.csv',
		}),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/returns/{id}/tasks`,
		name: 'listReturnTasks',
		tag,
		summary: 'List who was asked for numbers',
		description: 'With how many of them are there.',
		access: read,
		params: one,
		answer: { description: 'The tasks', schema: z.array(returnTaskView) },
		refuses: ['not_found', 'forbidden'],
		handle: async (ctx, { params }) => (await tasksOf(ctx, params.id)).map(showReturnTask),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/returns/{id}/tasks`,
		name: 'giveReturnTask',
		tag,
		summary: 'Ask somebody for numbers',
		description: `By mail, with a link that opens only these for ${taskDays} days. They need no account.`,
		access: write,
		localised: true,
		params: one,
		body: named('ReturnTaskInput', taskInput, {
			example: { email: 'finance@vale.example', fields: ['energy_kwh', 'area_m2'], dueOn: '2026-12-10' },
		}),
		answer: { status: 201, description: 'The task', schema: z.object({ id: z.uuid() }) },
		refuses: ['not_found', 'forbidden', 'conflict', 'too_many_requests'],
		handle: async (ctx, { params, body }) => giveTask(ctx, params.id, body, await ownName(ctx)),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/returns/{id}/tasks/{task}/remind`,
		name: 'remindReturnTask',
		tag,
		summary: 'Send the link again',
		description: 'A new one; the one before ends.',
		access: write,
		params: oneTask,
		answer: { description: 'It is on its way', nothing: true },
		refuses: ['not_found', 'forbidden', 'conflict', 'too_many_requests'],
		handle: async (ctx, { params }) => remindTask(ctx, params.id, params.task, await ownName(ctx)),
	}),
	defineRoute({
		method: 'delete',
		path: `${base}/returns/{id}/tasks/{task}`,
		name: 'withdrawReturnTask',
		tag,
		summary: 'Take a task back',
		description: 'Its link is dead at once; what was given through it stays.',
		access: write,
		params: oneTask,
		answer: { description: 'It is gone', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params }) => withdrawTask(ctx, params.id, params.task),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/task`,
		name: 'readReturnTask',
		tag,
		summary: 'Read what one is asked for',
		description: 'By the secret of a mailed link.',
		access: 'public',
		headers: taskSecret,
		answer: {
			description: 'The task',
			schema: z.object({
				unit: z.uuid(),
				year: z.int(),
				fields: z.array(z.string()),
				note: z.string(),
				dueOn: z.string().nullable(),
				state: z.enum(['open', 'done']),
				reminders: z.boolean().meta({ description: 'Whether you are reminded of what this provider asks for' }),
			}),
		},
		refuses: ['gone'],
		async handle(ctx, { headers }) {
			const secret = headers['task-secret'];
			const [task, reminders] = await Promise.all([readTask(ctx, secret), taskReminders(ctx, secret)]);
			const { unit, row, fields, note: word, dueOn, state } = task;
			return { unit, year: row.year, fields, note: word, dueOn, state, reminders };
		},
	}),
	defineRoute({
		method: 'put',
		path: `${base}/task/numbers`,
		name: 'saveReturnTaskNumbers',
		tag,
		summary: 'Give the numbers one was asked for',
		description: 'By the secret of a mailed link, which opens no others.',
		access: 'public',
		localised: true,
		headers: taskSecret,
		body: numbers,
		answer: saved,
		refuses: ['gone', 'forbidden', 'conflict'],
		handle: (ctx, { headers, body }) => saveTaskNumbers(ctx, headers['task-secret'], body),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/task/done`,
		name: 'finishReturnTask',
		tag,
		summary: 'Say that one is done',
		description: 'Numbers can still be corrected while the link is good.',
		access: 'public',
		headers: taskSecret,
		answer: { description: 'It is noted', nothing: true },
		refuses: ['gone', 'conflict'],
		handle: (ctx, { headers }) => finishTask(ctx, headers['task-secret']),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/task/reminders`,
		name: 'setReturnTaskReminders',
		tag,
		summary: 'Switch reminders off or on',
		description: 'Of everything this provider asks you for, now and later. What somebody sends by hand still comes.',
		access: 'public',
		headers: taskSecret,
		body: z.strictObject({ wanted: z.boolean() }).openapi('ReturnTaskReminders', { example: { wanted: false } }),
		answer: { description: 'It is stored', nothing: true },
		refuses: ['gone'],
		handle: (ctx, { headers, body }) => setTaskReminders(ctx, headers['task-secret'], body.wanted),
	}),
];
