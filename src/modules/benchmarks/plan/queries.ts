import { colleaguesOf } from '#modules/network/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import { findFiles, type StoredFile } from '#platform/files/index.ts';
import { currentEdition, editionOf, textsOf } from '../instruments.ts';
import type { AnswerValue } from '../model.ts';
import type { ReportAction } from '../report/model.ts';
import { ownAnswers } from '../runs/answer-writer.ts';
import { accessPlan, type PlanAccess } from './access.ts';
import { countedProgress, type CountedProgress } from './counted.ts';
import { dayOf, shownState } from './dates.ts';
import { changesOfOthers, type OthersChange } from './others.ts';
import { wiseNumber, type ActionState, type ShownState } from './model.ts';
import { planPolicy, type PlanAction } from './policy.ts';
import { findAction, type ActionRow } from './rows.ts';

export type PlannedAction = {
	id: string;
	instrument: string | null;
	item: string | null;
	itemTitle: string | null;
	sectionName: string | null;
	runId: string | null;
	/** Value and aim of an indicator, and what a later return shows; null for an action no return caused. */
	counted: CountedProgress | null;
	recommendation: string | null;
	goal: string;
	fromLevel: number | null;
	toLevel: number | null;
	/** Level of the item in the newest result, when that is a later one; shows whether it worked. */
	levelNow: number | null;
	/** That result; null when there is no later one. */
	resultSince: { runId: string; on: Date } | null;
	action: string;
	owner: { personId: string | null; name: string; email: string | null };
	helpers: string[];
	/** ISO date. */
	deadline: string | null;
	indicator: string;
	baseline: string;
	aim: string;
	hours: number | null;
	moneyCents: number | null;
	moneySource: string;
	support: { title: string; url: string | null }[];
	risk: string;
	state: ActionState;
	/** What is shown: the state, or late. */
	shown: ShownState;
	stoppedReason: string | null;
	proof: { file: Pick<StoredFile, 'name' | 'mediaType' | 'size'> | null; url: string | null; note: string };
	version: number;
	doneAt: Date | null;
	mine: boolean;
};

export type ActionBesideOthers = PlannedAction & {
	/** What others changed in a year, beside its aim; null where there is none, or nothing of others is shown. */
	others: OthersChange | null;
};

/** Somebody who can own an action. */
export type Colleague = { personId: string; name: string };

export type Plan = {
	providerId: string;
	actions: PlannedAction[];
	counts: Record<ShownState, number> & { open: number };
	/** Fewer or more open actions than is wise. */
	advice: 'few' | 'many' | null;
	review: { dueOn: string; overdue: boolean } | null;
	/** There is something to look back on: an action, or a result. */
	reviewable: boolean;
	reviews: { heldAt: Date; by: string | null; done: string; blocks: string; change: string }[];
	colleagues: Colleague[];
	allowed: Record<PlanAction, boolean>;
};

/** So many actions a plan shows at most; a plan of more is not one. */
const most = 200;

/**
 * A provider's plan, from every instrument, nearest deadline first.
 * @throws AppError not_signed_in, not_found
 */
export async function readPlan(ctx: Ctx, providerId: string): Promise<Plan> {
	const access = await accessPlan(ctx, providerId);
	const [rows, reviews, waiting, colleagues, result] = await Promise.all([
		ctx.db
			.selectFrom('benchmarks.action')
			.selectAll()
			.where('provider_id', '=', providerId)
			.where('deleted_at', 'is', null)
			.orderBy('deadline', (order) => order.asc().nullsLast())
			.orderBy('created_at')
			.limit(most)
			.execute(),
		ctx.db
			.selectFrom('benchmarks.plan_review')
			.select(['held_at', 'held_by', 'done', 'blocks', 'change'])
			.where('provider_id', '=', providerId)
			.where('held_at', 'is not', null)
			.orderBy('held_at', 'desc')
			.limit(20)
			.execute(),
		ctx.db
			.selectFrom('benchmarks.plan_review')
			.select('due_on')
			.where('provider_id', '=', providerId)
			.where('held_at', 'is', null)
			.executeTakeFirst(),
		ownersOf(ctx, providerId, access),
		newestResult(ctx, providerId),
	]);
	const today = dayOf(ctx.now());
	const actions = await describeActions(ctx, providerId, rows);
	const counts = { planned: 0, running: 0, late: 0, done: 0, stopped: 0, open: 0 };
	for (const { shown } of actions) {
		counts[shown]++;
		if (shown !== 'done' && shown !== 'stopped') counts.open++;
	}
	const names = await namesOf(ctx, [...new Set(reviews.flatMap(({ held_by }) => held_by ?? []))]);
	const actionNames = Object.keys(planPolicy.table) as PlanAction[];
	return {
		providerId,
		actions,
		counts,
		advice:
			actions.length === 0
				? null
				: counts.open > wiseNumber.most
					? 'many'
					: counts.open > 0 && counts.open < wiseNumber.least
						? 'few'
						: null,
		review: waiting ? { dueOn: waiting.due_on, overdue: waiting.due_on <= today } : null,
		reviewable: rows.length > 0 || result !== null,
		reviews: reviews.map((row) => ({
			heldAt: row.held_at!,
			by: (row.held_by && names.get(row.held_by)) || null,
			done: row.done,
			blocks: row.blocks,
			change: row.change,
		})),
		colleagues,
		allowed: Object.fromEntries(actionNames.map((action) => [action, access.allows(action)])) as Record<PlanAction, boolean>,
	};
}

/** Colleagues who can own an action, for whoever may edit the plan; nobody for others. @throws AppError not_signed_in, not_found */
export async function planColleagues(ctx: Ctx, providerId: string): Promise<Colleague[]> {
	return ownersOf(ctx, providerId, await accessPlan(ctx, providerId));
}

async function ownersOf(ctx: Ctx, providerId: string, { allows }: PlanAccess): Promise<Colleague[]> {
	if (!allows('edit plan')) return [];
	const colleagues = await colleaguesOf(ctx, providerId, (ids) => namesOf(ctx, ids));
	return colleagues.map(({ personId, name }) => ({ personId, name }));
}

/** One action for its page. @throws AppError not_signed_in, not_found */
export async function readAction(
	ctx: Ctx,
	id: string,
): Promise<{ action: ActionBesideOthers; providerId: string; mayEdit: boolean; mayReport: boolean }> {
	const row = await findAction(ctx.db, id);
	const access = await accessPlan(ctx, row.provider_id);
	const [action] = await besideOthers(ctx, row.provider_id, [row]);
	return {
		action: action!,
		providerId: row.provider_id,
		mayEdit: access.allows('edit plan'),
		mayReport: access.allows('report on action', { personId: row.owner_id }),
	};
}

/** Actions with what others changed: only where that is shown, for it takes a comparison. */
async function besideOthers(ctx: Ctx, providerId: string, rows: ActionRow[]): Promise<ActionBesideOthers[]> {
	const actions = await describeActions(ctx, providerId, rows);
	const open = actions.filter(({ state }) => state === 'planned' || state === 'running');
	const others = await changesOfOthers(ctx, providerId, open);
	return actions.map((action) => ({ ...action, others: others.get(action.id) ?? null }));
}

async function describeActions(ctx: Ctx, providerId: string, rows: ActionRow[]): Promise<PlannedAction[]> {
	const [names, newest, counted, files] = await Promise.all([
		namesOf(ctx, [...new Set(rows.flatMap(({ owner_id }) => owner_id ?? []))]),
		newestLevels(ctx, providerId),
		countedProgress(ctx, providerId, rows),
		findFiles(
			ctx.db,
			'benchmarks',
			rows.flatMap(({ proof_file_id }) => proof_file_id ?? []),
		),
	]);
	const today = dayOf(ctx.now());
	const me = 'personId' in ctx.actor ? ctx.actor.personId : null;
	return rows.map((row) => {
		const words = wordsOf(ctx, row.instrument, row.item);
		// A result shows whether an action worked when it is another one than the action came from, or newer than the action.
		const isLater = newest && (row.run_id ? newest.runId !== row.run_id : newest.on > row.created_at);
		const later = row.instrument === 'go-international' && row.item && isLater ? newest : null;
		const file = row.proof_file_id ? files.get(row.proof_file_id) : undefined;
		return {
			id: row.id,
			instrument: row.instrument,
			item: row.item,
			itemTitle: words?.title ?? null,
			sectionName: words?.section ?? null,
			runId: row.run_id,
			counted: counted.get(row.id) ?? null,
			recommendation: row.recommendation,
			goal: row.goal,
			fromLevel: row.from_level,
			toLevel: row.to_level,
			levelNow: later?.levels.get(row.item!) ?? null,
			resultSince: later && { runId: later.runId, on: later.on },
			action: row.action,
			owner: { personId: row.owner_id, name: (row.owner_id && names.get(row.owner_id)) || row.owner_name, email: row.owner_email },
			helpers: row.helpers,
			deadline: row.deadline,
			indicator: row.indicator,
			baseline: row.baseline,
			aim: row.aim,
			hours: row.hours,
			moneyCents: row.money_cents === null ? null : Number(row.money_cents),
			moneySource: row.money_source,
			support: row.support as { title: string; url: string | null }[],
			risk: row.risk,
			state: row.status as ActionState,
			shown: shownState(row.status as ActionState, row.deadline, today),
			stoppedReason: row.stopped_reason,
			proof: {
				file: file ? { name: file.name, mediaType: file.mediaType, size: file.size } : null,
				url: row.proof_url,
				note: row.proof_note,
			},
			version: row.version,
			doneAt: row.done_at,
			mine: me !== null && row.owner_id === me,
		};
	});
}

/** Title and section (or axis) of what caused an action, in the reader's words; each instrument in its own. */
function wordsOf(ctx: Ctx, instrument: string | null, item: string | null): { title: string; section: string } | null {
	if (!item) return null;
	if (instrument === 'solity') {
		const edition = currentEdition(instrument);
		const axis = edition.instrument.indicators.find(({ code }) => code === item)?.axis;
		if (!axis) return null;
		const text = textsOf(edition, ctx.locale);
		return { title: text(`su.${item}.name`), section: text(`su.${axis}.name`) };
	}
	if (instrument !== 'go-international') return null;
	const edition = editionOf(instrument, 'GI-1.0');
	const section = edition.instrument.items.find(({ code }) => code === item)?.section;
	if (!section) return null;
	const text = textsOf(edition, ctx.locale);
	return { title: text(`gi.${item}.title`), section: text(`gi.${section}.name`) };
}

/** The provider's newest finished Go International run, for callers who have asked the policy; null without one. */
export async function newestResult(ctx: Ctx, providerId: string): Promise<{ runId: string; on: Date } | null> {
	const run = await ctx.db
		.selectFrom('benchmarks.run')
		.select(['id', 'finished_at'])
		.where('provider_id', '=', providerId)
		.where('instrument', '=', 'go-international')
		.where('mode', 'in', ['full', 'group'])
		.where('status', '=', 'finished')
		.where('deleted_at', 'is', null)
		.orderBy('finished_at', 'desc')
		.limit(1)
		.executeTakeFirst();
	return run ? { runId: run.id, on: run.finished_at! } : null;
}

/** The levels of that run. */
export async function newestLevels(ctx: Ctx, providerId: string): Promise<{ runId: string; on: Date; levels: Map<string, number> } | null> {
	const run = await newestResult(ctx, providerId);
	if (!run) return null;
	const answers = await ctx.db
		.selectFrom('benchmarks.answer')
		.select(['item', 'value'])
		.where('run_id', '=', run.runId)
		.where('participant_id', '=', ownAnswers)
		.where('value', 'in', ['1', '2', '3', '4'])
		.limit(500)
		.execute();
	return { ...run, levels: new Map(answers.map(({ item, value }) => [item, Number(value)])) };
}

/** One page of a provider's actions after a position, in the order they were added; for the API. */
export async function actionsAfter(ctx: Ctx, providerId: string, after: string | undefined, limit: number): Promise<ActionBesideOthers[]> {
	await accessPlan(ctx, providerId);
	const rows = await ctx.db
		.selectFrom('benchmarks.action')
		.selectAll()
		.where('provider_id', '=', providerId)
		.where('deleted_at', 'is', null)
		.$if(!!after, (query) => query.where('id', '>', after!))
		.orderBy('id')
		.limit(limit)
		.execute();
	return besideOthers(ctx, providerId, rows);
}

/**
 * Actions that go with a report: those it and earlier results caused, and those of no result. For callers who have asked
 * the policy.
 * @param causes the run of the report and earlier ones
 * @param values its answers, to show whether earlier actions worked
 */
export async function actionsForReport(
	ctx: Ctx,
	run: { id: string; providerId: string; instrument: string; createdAt: Date },
	{ causes, values }: { causes: readonly string[]; values: ReadonlyMap<string, AnswerValue> },
): Promise<ReportAction[]> {
	const rows = await ctx.db
		.selectFrom('benchmarks.action')
		.selectAll()
		.where('provider_id', '=', run.providerId)
		.where('deleted_at', 'is', null)
		.where((where) => where.or([where('run_id', 'is', null), where('run_id', 'in', [...causes])]))
		.where((where) => where.or([where('instrument', 'is', null), where('instrument', '=', run.instrument)]))
		.orderBy('deadline', (order) => order.asc().nullsLast())
		.orderBy('created_at')
		.limit(most)
		.execute();
	return reportActions(ctx, rows, (row) => {
		const came = row.run_id ? row.run_id !== run.id : row.created_at < run.createdAt;
		const value = came && row.item ? values.get(row.item) : undefined;
		return { fromLevel: row.from_level, toLevel: row.to_level, levelNow: typeof value === 'number' ? value : null, counted: null };
	});
}

/** Actions that go with the report of a return: those it and earlier years caused, and those of no result. For callers who have asked the policy. */
export async function actionsOfReturn(
	ctx: Ctx,
	{ providerId, centreId, year }: { providerId: string; centreId: string | null; year: number },
): Promise<ReportAction[]> {
	const rows = await ctx.db
		.selectFrom('benchmarks.action')
		.selectAll()
		.where('provider_id', '=', providerId)
		.where('deleted_at', 'is', null)
		.where('run_id', 'is', null)
		.where((where) =>
			where.or([
				where.and([where('return_id', 'is', null), where('instrument', 'is', null)]),
				where('return_id', 'in', (select) =>
					select
						.selectFrom('benchmarks.return')
						.select('id')
						.where('provider_id', '=', providerId)
						.where('centre_id', 'is not distinct from', centreId)
						.where('year', '<=', year)
						.where('deleted_at', 'is', null),
				),
			]),
		)
		.orderBy('deadline', (order) => order.asc().nullsLast())
		.orderBy('created_at')
		.limit(most)
		.execute();
	// A report of a year tells of no later one: whoever has a link to it has none to the next.
	const counted = await countedProgress(ctx, providerId, rows, year);
	return reportActions(ctx, rows, ({ id }) => ({ fromLevel: null, toLevel: null, levelNow: null, counted: counted.get(id) ?? null }));
}

/** Actions as a report shows them, each with what it set out to change. */
async function reportActions(
	ctx: Ctx,
	rows: readonly ActionRow[],
	progressOf: (row: ActionRow) => Pick<ReportAction, 'fromLevel' | 'toLevel' | 'levelNow' | 'counted'>,
): Promise<ReportAction[]> {
	const names = await namesOf(ctx, [...new Set(rows.flatMap(({ owner_id }) => owner_id ?? []))]);
	const today = dayOf(ctx.now());
	return rows.map((row) => ({
		id: row.id,
		item: row.item,
		itemTitle: wordsOf(ctx, row.instrument, row.item)?.title ?? null,
		action: row.action,
		goal: row.goal,
		owner: (row.owner_id && names.get(row.owner_id)) || row.owner_name,
		deadline: row.deadline,
		state: shownState(row.status as ActionState, row.deadline, today),
		...progressOf(row),
		proof: row.proof_note,
	}));
}
