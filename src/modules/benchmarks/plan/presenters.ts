import { z } from '#platform/api/index.ts';
import { actionStates } from './model.ts';
import type { ActionBesideOthers, Plan } from './queries.ts';

/** What of action plans leaves through the API. */

const moment = z.iso.datetime();
const level = z.int().nullable();
const shown = z.enum([...actionStates, 'late']).meta({ description: 'The state; late is a deadline that has passed' });

const countedView = z
	.object({
		returnId: z.uuid(),
		from: z.number(),
		to: z.number().nullable(),
		unit: z.string(),
		decimals: z.int(),
		proofYear: z.int().nullable().meta({ description: 'The training year whose return shows whether it worked' }),
		now: z
			.object({ returnId: z.uuid(), year: z.int(), value: z.number(), verdict: z.enum(['better', 'lower', 'no-clear-change']) })
			.nullable()
			.meta({ description: 'What a later return shows' }),
	})
	.nullable()
	.meta({ description: 'Value of the indicator when it was planned, and its aim; null for an action no return caused' });

const othersView = z
	.object({
		unit: z.enum(['provider', 'centre']).meta({ description: 'Who the others are' }),
		axis: z.string().meta({ description: 'Name of the indicator’s axis' }),
		textLocale: z.string().meta({ description: 'Language of that name' }),
		low: z.int(),
		high: z.int().meta({ description: 'Half of the others changed their score for the axis by `low` to `high` points in a year' }),
		points: z.int().meta({ description: 'Points of the indicator’s own score the aim asks for' }),
		reach: z.enum(['within', 'beyond', 'far']).meta({
			description:
				'within: at least a quarter of the others moved so far; beyond: three quarters moved less; far: above it by more than one and a half times the width of the half',
		}),
	})
	.nullable()
	.meta({ description: 'What others changed, beside the aim; null where there is none or a comparison shows nothing' });

/** Actions as reports show them. */
export const plannedView = z
	.array(
		z.object({
			id: z.uuid(),
			item: z.string().nullable(),
			itemTitle: z.string().nullable(),
			action: z.string(),
			goal: z.string(),
			owner: z.string().nullable().meta({ description: 'Null where the report is shared by a link' }),
			deadline: z.iso.date().nullable(),
			state: z.enum(['planned', 'running', 'done', 'stopped', 'late']),
			fromLevel: z.int().nullable(),
			toLevel: z.int().nullable(),
			levelNow: z.int().nullable(),
			counted: countedView,
			proof: z.string(),
		}),
	)
	.nullable()
	.meta({ description: 'Null for readers who may not see the plan' });

/** The file that shows that an action was done. */
export const proofFileView = z.object({ name: z.string(), mediaType: z.string(), size: z.int().meta({ description: 'Bytes' }) });

export const showProofFile = ({ name, mediaType, size }: z.input<typeof proofFileView>) => ({ name, mediaType, size });

export const actionView = z
	.object({
		id: z.uuid(),
		instrument: z.string().nullable(),
		item: z.string().nullable().meta({ description: 'Code of the question or indicator that caused it' }),
		itemTitle: z.string().nullable(),
		sectionName: z.string().nullable(),
		runId: z.uuid().nullable().meta({ description: 'The run that caused it' }),
		counted: countedView,
		others: othersView,
		recommendation: z.string().nullable(),
		goal: z.string(),
		fromLevel: level,
		toLevel: level,
		levelNow: level.meta({ description: 'Level of the question in a later result: shows whether it worked' }),
		resultSince: z.object({ runId: z.uuid(), on: moment }).nullable().meta({ description: 'That later result' }),
		action: z.string(),
		owner: z.object({ personId: z.uuid().nullable(), name: z.string(), email: z.string().nullable() }),
		helpers: z.array(z.string()),
		deadline: z.iso.date().nullable(),
		indicator: z.string(),
		baseline: z.string(),
		aim: z.string(),
		hours: z.int().nullable(),
		moneyCents: z.int().nullable().meta({ description: 'Euro cents' }),
		moneySource: z.string(),
		support: z.array(z.object({ title: z.string(), url: z.string().nullable() })),
		risk: z.string(),
		state: z.enum(actionStates),
		shown,
		stoppedReason: z.string().nullable(),
		proof: z.object({
			file: proofFileView.nullable(),
			url: z.string().nullable(),
			note: z.string(),
		}),
		version: z.int().meta({ description: 'Send it back when you change the action' }),
		doneAt: moment.nullable(),
		mine: z.boolean().meta({ description: 'You are its owner' }),
	})
	.openapi('Action');

export const showAction = ({ doneAt, resultSince, ...action }: ActionBesideOthers): z.input<typeof actionView> => ({
	...action,
	doneAt: doneAt?.toISOString() ?? null,
	resultSince: resultSince && { ...resultSince, on: resultSince.on.toISOString() },
});

export const planView = z
	.object({
		providerId: z.uuid(),
		counts: z.object({ planned: z.int(), running: z.int(), late: z.int(), done: z.int(), stopped: z.int(), open: z.int() }),
		advice: z.enum(['few', 'many']).nullable().meta({ description: 'Fewer or more open actions than is wise' }),
		review: z.object({ dueOn: z.iso.date(), overdue: z.boolean() }).nullable(),
		reviews: z
			.array(z.object({ heldAt: moment, by: z.string().nullable(), done: z.string(), blocks: z.string(), change: z.string() }))
			.meta({ description: 'Newest first' }),
		allowed: z.record(z.string(), z.boolean()).meta({ description: 'What you may do with it' }),
	})
	.openapi('Plan');

export const showPlan = ({ providerId, counts, advice, review, reviews, allowed }: Plan): z.input<typeof planView> => ({
	providerId,
	counts,
	advice,
	review,
	reviews: reviews.map(({ heldAt, ...rest }) => ({ ...rest, heldAt: heldAt.toISOString() })),
	allowed,
});
