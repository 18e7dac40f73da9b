import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import {
	disagreementOf,
	sharedView,
	type Disagreement,
	type RoleGap,
	type SharedView,
	type View,
} from '../go-international/disagreement.ts';
import { planMeeting, type MeetingPlan } from '../go-international/meeting.ts';
import type { KeptRole } from '../go-international/role-groups.ts';
import { editionOf } from '../instruments.ts';
import type { Evidence, LevelInstrument } from '../model.ts';
import { ownAnswers } from '../runs/answer-writer.ts';
import { toValue } from '../runs/inputs.ts';
import { accessViews, type ViewsAccess } from './access.ts';
import { isCompared } from './settled.ts';

type Db = Ctx['db'] | DatabaseTransaction;

/** So many answers a group can give at most: far above 40 people and an edition's items. */
const mostViews = 20_000;

/** The views of a closed group on each item, without names. Empty once they were deleted. */
export async function viewsByItem(db: Db, runId: string): Promise<Map<string, (View & { reason: string | null })[]>> {
	const rows = await db
		.selectFrom('benchmarks.group_view')
		.select(['item', 'value', 'reason', 'role_group'])
		.where('run_id', '=', runId)
		.limit(mostViews)
		.execute();
	const views = new Map<string, (View & { reason: string | null })[]>();
	for (const { item, value, reason, role_group } of rows) {
		const view = { value: toValue(value), role: (role_group as KeptRole | null) ?? 'others', reason };
		const list = views.get(item);
		if (list) list.push(view);
		else views.set(item, [view]);
	}
	return views;
}

/** How far apart the views lie on every item of the instrument. */
export async function measuresOf(db: Db, runId: string, instrument: LevelInstrument): Promise<Map<string, Disagreement>> {
	const views = await viewsByItem(db, runId);
	return new Map(instrument.items.map((item) => [item.code, disagreementOf(item, views.get(item.code) ?? [])]));
}

/** The figures of an item as they may be shown. */
function measure(item: { notApplicableAllowed: boolean }, views: readonly View[]): Pick<ItemView, 'measured' | 'roleGap'> {
	const { roleGap, ...measured } = disagreementOf(item, views);
	if (!roleGap?.marked) return { measured, roleGap: null };
	const { higher, lower, levels } = roleGap;
	return { measured, roleGap: { higher, lower, levels: Math.round(levels * 2) / 2 } };
}

/** What the group settled on for an item. */
export type AgreedItem = {
	item: string;
	/** `DK` while it is parked. */
	value: ReturnType<typeof toValue>;
	/** Why this level. */
	reason: string | null;
	notApplicable: { reason: string | null; reasonText: string | null } | null;
	evidence: Evidence | null;
	/** Who finds out, and until which ISO day. */
	parked: { with: string; until: string } | null;
	way: 'together' | 'meeting';
	first: Pick<Disagreement, 'range' | 'agreement' | 'median' | 'notVisible'>;
	version: number;
	at: Date;
};

/** What is settled so far, item → decision. */
export async function agreedItems(db: Db, runId: string): Promise<Map<string, AgreedItem>> {
	const rows = await db
		.selectFrom('benchmarks.agreed_item as agreed')
		.innerJoin('benchmarks.answer as answer', (join) =>
			join
				.onRef('answer.run_id', '=', 'agreed.run_id')
				.onRef('answer.item', '=', 'agreed.item')
				.on('answer.participant_id', '=', ownAnswers),
		)
		.select([
			'agreed.item',
			'agreed.value',
			'agreed.reason',
			'agreed.parked_with',
			'agreed.parked_until',
			'agreed.way',
			'agreed.first_range',
			'agreed.first_agreement',
			'agreed.first_median',
			'agreed.first_not_visible',
			'agreed.version',
			'agreed.decided_at',
			'answer.reason as na_reason',
			'answer.reason_text as na_text',
			'answer.evidence',
		])
		.where('agreed.run_id', '=', runId)
		.limit(500)
		.execute();
	return new Map(
		rows.map((row) => [
			row.item,
			{
				item: row.item,
				value: toValue(row.value),
				reason: row.reason,
				notApplicable: row.value === 'NA' ? { reason: row.na_reason, reasonText: row.na_text } : null,
				evidence: row.evidence as Evidence | null,
				parked: row.parked_with !== null && row.parked_until !== null ? { with: row.parked_with, until: row.parked_until } : null,
				way: row.way as AgreedItem['way'],
				first: {
					range: row.first_range,
					agreement: row.first_agreement as Disagreement['agreement'],
					median: row.first_median as Disagreement['median'],
					notVisible: row.first_not_visible,
				},
				version: row.version,
				at: row.decided_at,
			},
		]),
	);
}

export type ItemView = {
	item: string;
	section: string;
	weight: 1 | 2;
	notApplicableAllowed: boolean;
	measured: Omit<Disagreement, 'roleGap'>;
	/**
	 * A gap of one level or more between two role groups, in half levels: means as they are would tell more about few
	 * people than a meeting needs.
	 */
	roleGap: Omit<RoleGap, 'marked'> | null;
	/** Why people said that it does not apply: reason code → people. */
	reasons: Map<string, number>;
	/** Without names, in an order that says nothing. */
	notes: string[];
	agreed: AgreedItem | null;
};

export type GroupViews = ViewsAccess & {
	/** People whose answers are counted. */
	submitted: number;
	/** True when the views were deleted, 12 months after the end; figures of the first views stay with each decision. */
	deleted: boolean;
	items: ItemView[];
	shared: SharedView;
	plan: MeetingPlan;
};

/**
 * What the group said, item by item, for people with a role in the run and for participants with their secret.
 * @throws AppError not_signed_in, not_found, forbidden, conflict before the answering was closed with enough people
 */
export async function viewsOf(ctx: Ctx, runId: string, token?: string): Promise<GroupViews> {
	const access = await accessViews(ctx, runId, token);
	const { run } = access;
	const { db } = ctx;
	if (!(await isCompared(db, runId)))
		throw new AppError('conflict', {
			message: 'The answering ended before three people had submitted; there is nothing to compare',
			values: { fault: 'nothing', status: run.status },
		});
	const [views, agreed, notes] = await Promise.all([
		viewsByItem(db, runId),
		agreedItems(db, runId),
		access.readsNotes
			? db
					.selectFrom('benchmarks.group_note')
					.select(['item', 'text'])
					.where('run_id', '=', runId)
					.orderBy('item')
					.orderBy('id')
					.limit(mostViews)
					.execute()
			: [],
	]);
	const { instrument } = editionOf(run.instrument, run.edition);
	const items = instrument.items.map((item) => {
		const said = views.get(item.code) ?? [];
		const reasons = new Map<string, number>();
		for (const { reason } of said) if (reason) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
		return {
			item: item.code,
			section: item.section,
			weight: item.weight,
			notApplicableAllowed: item.notApplicableAllowed,
			...measure(item, said),
			reasons,
			notes: notes.filter((note) => note.item === item.code).map(({ text }) => text),
			agreed: agreed.get(item.code) ?? null,
		};
	});
	const measured = new Map(items.map(({ item, measured }) => [item, measured]));
	return {
		...access,
		submitted: items[0]?.measured.submitted ?? 0,
		deleted: views.size === 0,
		items,
		shared: sharedView(measured.values()),
		plan: planMeeting(instrument, measured),
	};
}
