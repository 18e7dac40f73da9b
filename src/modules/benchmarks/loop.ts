import { positionsOf } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import { ready } from '#platform/database/ready.ts';
import { formatDay, formatPlannedDay } from '#platform/i18n/dates.ts';
import { personOf } from '#platform/policy.ts';
import { overallProgress } from './go-international/progress.ts';
import { indexOf } from './go-international/scoring.ts';
import { shownIndex } from './go-international/shown-index.ts';
import { editionOf, sameMeaning } from './instruments.ts';
import type { Loop } from './loop-steps.ts';
import type { AnswerValue } from './model.ts';
import { mayReadPlan } from './plan/access.ts';
import { dayOf, daysLater, shownState } from './plan/dates.ts';
import type { ActionState } from './plan/model.ts';
import { monthsToNextRun } from './runs/lifecycle.ts';
import { ownAnswers } from './runs/answer-writer.ts';
import { toValue } from './runs/inputs.ts';
import { runsOf, type ListedRun } from './runs/queries.ts';

/** An own action due within so many days is one of the next things to do. */
const soonDays = 7;

const focusOf = ready((db, runId: string) =>
	db
		.selectFrom('benchmarks.focus')
		.select((select) => select.fn.countAll<number>().as('count'))
		.where('run_id', '=', runId),
);
const levelsOfRun = ready((db, runId: string) =>
	db
		.selectFrom('benchmarks.answer')
		.select(['item', 'value'])
		.where('run_id', '=', runId)
		.where('participant_id', '=', ownAnswers)
		.limit(500),
);
const actionsOf = ready((db, providerId: string) =>
	db
		.selectFrom('benchmarks.action')
		.select(['id', 'action', 'status', 'deadline', 'owner_id'])
		.where('provider_id', '=', providerId)
		.where('deleted_at', 'is', null)
		.orderBy('deadline', (order) => order.asc().nullsLast())
		.limit(200),
);
const reviewOf = ready((db, providerId: string) =>
	db.selectFrom('benchmarks.plan_review').select('due_on').where('provider_id', '=', providerId).where('held_at', 'is', null),
);

/** For people of the provider. */
export async function loopOf(ctx: Ctx, providerId: string): Promise<Loop> {
	const [runs, plan] = await Promise.all([runsOf(ctx, providerId), glanceAtPlan(ctx, providerId)]);
	const open = runs.find(({ status }) => status === 'open' || status === 'closed');
	const [newest, before] = runs.filter(({ status }) => status === 'finished');
	const focus = newest ? (await focusOf(ctx.db, newest.runId))[0]! : { count: 0 };
	const today = dayOf(ctx.now());
	const nextDay = newest && Temporal.PlainDate.from(dayOf(newest.finishedAt!)).add({ months: monthsToNextRun }).toString();
	const due = nextDay !== undefined && nextDay <= today;
	return {
		step:
			!newest && !open && plan?.open ? 'improve' : open || !newest ? 'measure' : due ? 'again' : focus.count === 0 ? 'learn' : 'improve',
		open: open ? { runId: open.runId, answered: open.answered, items: open.items, group: open.mode === 'group' } : null,
		result: newest
			? {
					runId: newest.runId,
					day: formatDay(newest.finishedAt!, ctx.locale),
					index: newest.index === null ? null : shownIndex(newest.index),
					focus: focus.count,
				}
			: null,
		hidden: runs.length === 0 && !(await administers(ctx, providerId)),
		since: newest && before ? await stepBetween(ctx, newest, before) : null,
		next: nextDay === undefined ? null : { day: formatPlannedDay(nextDay, ctx.locale), due },
		plan,
	};
}

/** What the report says of two results, counted on the questions with a level in both. */
async function stepBetween(ctx: Ctx, newest: ListedRun, before: ListedRun): Promise<Loop['since']> {
	const [then, now] = await Promise.all([answersOf(ctx, before.runId), answersOf(ctx, newest.runId)]);
	const { instrument } = editionOf('go-international', newest.edition);
	const step = overallProgress(instrument, then, now, sameMeaning('go-international', before.edition, newest.edition));
	return (
		step && {
			points: shownIndex(indexOf(step.now) - indexOf(step.before)),
			verdict: step.verdict,
			year: before.finishedAt!.getUTCFullYear(),
		}
	);
}

async function answersOf(ctx: Ctx, runId: string): Promise<Map<string, AnswerValue>> {
	const rows = await levelsOfRun(ctx.db, runId);
	return new Map(rows.map(({ item, value }) => [item, toValue(value)]));
}

async function administers(ctx: Ctx, providerId: string): Promise<boolean> {
	const person = personOf(ctx.actor);
	const positions = person ? await positionsOf(ctx, person) : [];
	return positions.some(({ organisationId, roles }) => organisationId === providerId && roles.includes('provider-admin'));
}

async function glanceAtPlan(ctx: Ctx, providerId: string): Promise<Loop['plan']> {
	if (!(await mayReadPlan(ctx, providerId))) return null;
	const me = personOf(ctx.actor);
	const today = dayOf(ctx.now());
	const [rows, [review]] = await Promise.all([actionsOf(ctx.db, providerId), reviewOf(ctx.db, providerId)]);
	const actions = rows.map((row) => ({ ...row, shown: shownState(row.status as ActionState, row.deadline, today) }));
	const count = (...states: string[]) => actions.filter(({ shown }) => states.includes(shown)).length;
	const open = count('planned', 'running', 'late');
	return {
		open,
		late: count('late'),
		done: count('done'),
		mine: actions.flatMap(({ id, action, deadline, owner_id, shown }) =>
			owner_id === me && deadline && shown !== 'done' && shown !== 'stopped' && deadline <= daysLater(today, soonDays)
				? [{ id, action, day: formatPlannedDay(deadline, ctx.locale), late: shown === 'late' }]
				: [],
		),
		review: open > 0 && review !== undefined && review.due_on <= today,
	};
}
