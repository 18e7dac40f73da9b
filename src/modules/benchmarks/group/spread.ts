import type { Ctx } from '#platform/context.ts';
import { sharedView, type Agreement, type SharedView } from '../go-international/disagreement.ts';
import { movementOf, widestItems, type Movement } from '../go-international/meeting.ts';
import type { RoleGroup } from '../go-international/role-groups.ts';
import { editionOf } from '../instruments.ts';
import type { AnswerValue, Level } from '../model.ts';
import { findRun } from '../runs/access.ts';
import { countRoles } from './people.ts';
import { agreedItems } from './views.ts';

/** What the report of a group check says about the spread of views (specification, section 15). */
export type GroupSpread = {
	/** People whose answers were counted. */
	people: number;
	/** Their role groups, in the specification's order. */
	roles: { role: RoleGroup; people: number }[];
	/** Items seen the same or close, of those at least three people chose a level for. */
	shared: SharedView;
	/** The five items whose views lay furthest apart. */
	widest: {
		item: string;
		range: number;
		agreement: Agreement;
		/** The group's median before the meeting. */
		first: Level | null;
		agreed: AnswerValue;
		/** Why this level. */
		reason: string | null;
	}[];
	/** Why the group chose a level, where it said so; in the instrument's order. */
	reasons: { item: string; reason: string }[];
	/** How often the agreed level lies above, below and at the first median. */
	movement: Movement;
	/** Items whose agreed level differs from the first median, in the instrument's order. */
	moved: { item: string; first: Level; agreed: Level }[];
	/** What somebody finds out, until which ISO day. */
	parked: { item: string; with: string; until: string }[];
	/** How items were settled. */
	ways: { together: number; meeting: number };
};

/**
 * The spread of a group check, from its decisions: it stays when the views themselves are deleted. Null for a check of
 * one voice and before anything is settled. For callers who have asked the policy.
 */
export async function groupSpread(ctx: Ctx, runId: string): Promise<GroupSpread | null> {
	const run = await findRun(ctx.db, runId);
	if (run?.mode !== 'group') return null;
	const [agreed, participants] = await Promise.all([
		agreedItems(ctx.db, runId),
		ctx.db
			.selectFrom('benchmarks.participant')
			.select('role_group')
			.where('run_id', '=', runId)
			.where('submitted_at', 'is not', null)
			.limit(100)
			.execute(),
	]);
	if (agreed.size === 0) return null;
	const { instrument } = editionOf(run.instrument, run.edition);
	const all = instrument.items.flatMap(({ code }) => agreed.get(code) ?? []);
	const first = new Map(all.map((each) => [each.item, each.first]));
	const moves = all.flatMap(({ item, value, first: { median } }) =>
		median !== null && typeof value === 'number' ? [{ item, first: median, agreed: value }] : [],
	);
	return {
		people: participants.length,
		roles: [...countRoles(participants.map(({ role_group }) => ({ roleGroup: role_group as RoleGroup })))].map(([role, people]) => ({
			role,
			people,
		})),
		shared: sharedView(first.values()),
		widest: widestItems(instrument, first).map((item) => {
			const { value, reason, first: seen } = agreed.get(item)!;
			return { item, range: seen.range!, agreement: seen.agreement, first: seen.median, agreed: value, reason };
		}),
		reasons: all.flatMap(({ item, reason }) => (reason ? [{ item, reason }] : [])),
		movement: movementOf(moves),
		moved: moves.filter((move) => move.first !== move.agreed),
		parked: all.flatMap(({ item, parked }) => (parked ? [{ item, ...parked }] : [])),
		ways: { together: all.filter(({ way }) => way === 'together').length, meeting: all.filter(({ way }) => way === 'meeting').length },
	};
}
