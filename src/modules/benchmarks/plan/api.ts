import { defineFileRoute, defineRoute, fileQuery, named, pageOf, pageQuery, readPage, z, type ApiRoute } from '#platform/api/index.ts';
import { csvText } from '#platform/csv.ts';
import { fileContent, largestFile } from '#platform/files/index.ts';
import { authorisePlan } from './access.ts';
import { addAction, changeAction, holdReview, planFromResult, removeAction, restoreAction, setActionState } from './commands.ts';
import { planCalendar, planFile } from './export.ts';
import { actionInput, furthestMonths, reviewInput, stateInput } from './model.ts';
import { actionView, planView, proofFileView, showAction, showPlan, showProofFile } from './presenters.ts';
import { planDocuments, printPlan } from './print.ts';
import { actionProof, keepActionProof, receiveActionProof, removeActionProof } from './proof.ts';
import { actionsAfter, readAction, readPlan } from './queries.ts';

const base = '/benchmarks/plans';
const tag = 'Action plan';
const provider = z.object({ provider: z.uuid().meta({ description: 'The provider' }) });
const action = z.object({ id: z.uuid().meta({ description: 'The action' }) });
const read = { scope: 'benchmarks:read' } as const;
const write = { scope: 'benchmarks:write' } as const;

const example = {
	goal: 'Every programme has two international learning outcomes',
	action: 'Write and test outcomes in the CNC module with our partner',
	fromLevel: 1,
	toLevel: 2,
	ownerName: 'Head of metal department',
	indicator: 'programmes with outcomes',
	baseline: '0',
	aim: '2',
	hours: 20,
};

/** Action plans in /api/v1. */
export const planRoutes: readonly ApiRoute[] = [
	defineRoute({
		method: 'get',
		path: `${base}/{provider}`,
		name: 'readPlan',
		tag,
		summary: 'Read an action plan',
		description: 'Counts, advice and reviews; the actions are a list of their own.',
		access: read,
		params: provider,
		answer: { description: 'The plan', schema: planView },
		refuses: ['not_found'],
		handle: async (ctx, { params }) => showPlan(await readPlan(ctx, params.provider)),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/{provider}/actions`,
		name: 'listActions',
		tag,
		summary: 'List actions',
		description: 'In the order they were added.',
		access: read,
		localised: true,
		params: provider,
		query: pageQuery,
		answer: { description: 'One page of actions', schema: pageOf(actionView) },
		refuses: ['not_found'],
		handle: (ctx, { params, query }) => readPage(query, (after, count) => actionsAfter(ctx, params.provider, after, count), showAction),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/{provider}/actions`,
		name: 'addAction',
		tag,
		summary: 'Add an action of your own',
		description: `A deadline is at most ${furthestMonths} months ahead.`,
		access: write,
		params: provider,
		body: named('ActionInput', actionInput, { example }),
		answer: {
			status: 201,
			description: 'The action',
			schema: z.object({ id: z.uuid() }),
			location: ({ id }: { id: string }) => `/benchmarks/actions/${id}`,
		},
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params, body }) => addAction(ctx, params.provider, body),
	}),
	defineRoute({
		method: 'post',
		path: '/benchmarks/go-international/runs/{id}/actions',
		name: 'planFromResult',
		tag,
		summary: 'Turn priorities of a result into actions',
		description: 'Goal, levels, text and a deadline come from the result. What is in the plan already is not added again.',
		access: write,
		localised: true,
		params: z.object({ id: z.uuid().meta({ description: 'The run' }) }),
		body: z
			.strictObject({
				items: z
					.array(z.strictObject({ item: z.string().max(20), recommendations: z.array(z.string().max(20)).max(10).default([]) }))
					.min(1)
					.max(20)
					.meta({ description: 'Questions of the result, each with the recommendations that become actions' }),
			})
			.openapi('ActionsFromResultInput', { example: { items: [{ item: 'HOME-1', recommendations: ['HOME-S1'] }] } }),
		answer: { description: 'How many were added', schema: z.object({ providerId: z.uuid(), added: z.int() }) },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) => planFromResult(ctx, { runId: params.id, items: body.items }),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/{provider}/reviews`,
		name: 'holdPlanReview',
		tag,
		summary: 'Keep a review of the plan',
		description: 'What is done, what blocks us, what do we change. Sets the date of the next one, six months ahead.',
		access: write,
		params: provider,
		body: named('PlanReviewInput', reviewInput, { example: { done: 'Outcomes for CNC', blocks: 'Time', change: 'One department first' } }),
		answer: { description: 'It is kept', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params, body }) => holdReview(ctx, params.provider, body),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/{provider}/plan.csv`,
		name: 'downloadPlanTable',
		tag,
		summary: 'Download the plan as a table',
		description: 'CSV in UTF-8, one line an action, each with its part of an Erasmus Plan.',
		access: read,
		params: provider,
		answer: { description: 'The table', file: 'text/csv' },
		refuses: ['not_found', 'forbidden'],
		async handle(ctx, { params }) {
			await authorisePlan(ctx, params.provider, 'export plan');
			const { head, rows } = planFile(await readPlan(ctx, params.provider));
			return { bytes: Buffer.from(csvText(head, rows)), name: 'action-plan.csv' };
		},
	}),
	defineRoute({
		method: 'get',
		path: `${base}/{provider}/plan.ics`,
		name: 'downloadPlanCalendar',
		tag,
		summary: 'Download deadlines for a calendar',
		description: 'Deadlines of open actions and the day of the next review.',
		access: read,
		localised: true,
		params: provider,
		answer: { description: 'The calendar', file: 'text/calendar' },
		refuses: ['not_found', 'forbidden'],
		async handle(ctx, { params }) {
			await authorisePlan(ctx, params.provider, 'export plan');
			const calendar = planCalendar(await readPlan(ctx, params.provider), {
				name: ctx.t('plan.title'),
				review: ctx.t('plan.review'),
				addressOf: (id) => `${ctx.origin}/${ctx.locale}/plan/${id}`,
				now: ctx.now(),
			});
			return { bytes: Buffer.from(calendar), name: 'action-plan.ics' };
		},
	}),
	defineRoute({
		method: 'get',
		path: `${base}/{provider}/plan.pdf`,
		name: 'printPlan',
		tag,
		summary: 'Download the plan as a PDF',
		description: 'Tagged. As an action plan, or with its goals in the parts of an Erasmus Plan.',
		access: read,
		localised: true,
		params: provider,
		query: z.strictObject({ kind: z.enum(planDocuments).default('plan').meta({ description: 'Which of the two' }) }),
		answer: { description: 'The document', file: 'application/pdf' },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params, query }) => printPlan(ctx, params.provider, query.kind),
	}),
	defineRoute({
		method: 'get',
		path: '/benchmarks/actions/{id}',
		name: 'readAction',
		tag,
		summary: 'Read an action',
		description: 'With its level in a later result, when there is one.',
		access: read,
		localised: true,
		params: action,
		answer: { description: 'The action', schema: actionView },
		refuses: ['not_found'],
		handle: async (ctx, { params }) => showAction((await readAction(ctx, params.id)).action),
	}),
	defineRoute({
		method: 'put',
		path: '/benchmarks/actions/{id}',
		name: 'changeAction',
		tag,
		summary: 'Change an action',
		description: 'Replaces what is said about it. A version somebody else has changed meanwhile is refused.',
		access: write,
		params: action,
		body: z
			.strictObject({ version: z.int().positive(), action: actionInput })
			.openapi('ActionChange', { example: { version: 1, action: example } }),
		answer: { description: 'It is stored', schema: z.object({ version: z.int() }) },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params, body }) => changeAction(ctx, params.id, body.version, body.action),
	}),
	defineRoute({
		method: 'put',
		path: '/benchmarks/actions/{id}/state',
		name: 'setActionState',
		tag,
		summary: 'Say where an action stands',
		description: 'Its owner may, too. With what shows that it was done: a link, a word. A stop needs its reason.',
		access: write,
		params: action,
		body: named('ActionStateInput', stateInput, {
			example: { state: 'done', proofNote: 'Module plan', proofUrl: 'https://vale.example/cnc' },
		}),
		answer: { description: 'It is stored', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params, body }) => setActionState(ctx, params.id, body),
	}),
	defineFileRoute({
		method: 'put',
		path: '/benchmarks/actions/{id}/proof',
		name: 'putActionProof',
		tag,
		summary: 'Add the evidence file of an action',
		description: 'Its owner may, too. It replaces the file that was there. What it is then, the action tells under `proof.file`.',
		access: write,
		params: action,
		query: fileQuery,
		upload: {
			most: largestFile,
			description: 'PDF, text, table, picture or presentation, told by its content.',
			receive: (ctx, { params }, file) => receiveActionProof(ctx, params.id, file),
		},
		answer: { description: 'The file', schema: proofFileView },
		refuses: ['not_found', 'forbidden'],
		async handle(ctx, { params, file }) {
			await keepActionProof(ctx, params.id, file);
			return showProofFile(file);
		},
	}),
	defineRoute({
		method: 'get',
		path: '/benchmarks/actions/{id}/proof',
		name: 'downloadActionProof',
		tag,
		summary: 'Download the evidence of an action',
		description: 'The file under `proof.file` of the action.',
		access: read,
		params: action,
		answer: { description: 'The file', file: 'application/octet-stream' },
		refuses: ['not_found'],
		handle: async (ctx, { params }) => fileContent(ctx, await actionProof(ctx, params.id)),
	}),
	defineRoute({
		method: 'delete',
		path: '/benchmarks/actions/{id}/proof',
		name: 'removeActionProof',
		tag,
		summary: 'Take the evidence file away',
		description: 'Where there is none, nothing changes.',
		access: write,
		params: action,
		answer: { description: 'It is gone', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params }) => removeActionProof(ctx, params.id),
	}),
	defineRoute({
		method: 'delete',
		path: '/benchmarks/actions/{id}',
		name: 'removeAction',
		tag,
		summary: 'Take an action out of the plan',
		description: 'It can be put back.',
		access: write,
		params: action,
		answer: { description: 'It is out', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params }) => removeAction(ctx, params.id),
	}),
	defineRoute({
		method: 'post',
		path: '/benchmarks/actions/{id}/restore',
		name: 'restoreAction',
		tag,
		summary: 'Put a removed action back',
		description: 'Refused when the same one was added again meanwhile.',
		access: write,
		params: action,
		answer: { description: 'It is in the plan again', nothing: true },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: (ctx, { params }) => restoreAction(ctx, params.id),
	}),
];
