import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { publishLive } from '#platform/live.ts';
import { requireItem } from '../runs/notes.ts';
import { authoriseGroup, groupRow } from './access.ts';
import { meetingFrom, type Meeting } from './date.ts';
import { viewsOf, type GroupViews } from './views.ts';

/** What everybody in the meeting sees: one item at a time, chosen by whoever leads. */

/** Puts an item on every screen of the meeting and starts its minutes; null shows the overview. The same again restarts nothing. */
export async function showItem(ctx: Ctx, runId: string, item: string | null, { again = false } = {}): Promise<{ since: Date | null }> {
	return inTransaction(ctx, async (tx) => {
		const run = await authoriseGroup(ctx, runId, { tx, lock: true });
		if (run.status !== 'closed') throw new AppError('conflict', { message: 'There is no meeting now', values: { status: run.status } });
		if (item !== null) requireItem(run, item);
		const stands = await groupRow(tx, runId);
		if (stands.current_item === item && !again) return { since: stands.current_since };
		const since = item === null ? null : ctx.now();
		await tx.updateTable('benchmarks.group_check').set({ current_item: item, current_since: since }).where('run_id', '=', runId).execute();
		await publishLive(tx, `run:${runId}`, { kind: 'meeting', item, since });
		return { since };
	});
}

export type MeetingState = GroupViews & {
	meeting: Meeting | null;
	/** The item on all screens, and since when. */
	current: { item: string; since: Date } | null;
	/** What the meeting goes through, in order: what is talked about, then what needs a decision without much talk. */
	agenda: string[];
};

/** The meeting as it stands. @throws AppError as `viewsOf` */
export async function meetingOf(ctx: Ctx, runId: string, token?: string): Promise<MeetingState> {
	const views = await viewsOf(ctx, runId, token);
	const group = await ctx.db.selectFrom('benchmarks.group_check').selectAll().where('run_id', '=', runId).executeTakeFirst();
	const planned = [...views.plan.order, ...views.plan.afterwards];
	// What could be accepted together is on the agenda when others were accepted and this was left out, or was talked about.
	const accepted = views.items.some(({ agreed }) => agreed?.way === 'together');
	const rest = views.items.filter(({ item, agreed }) => !planned.includes(item) && (agreed ? agreed.way === 'meeting' : accepted));
	return {
		...views,
		meeting: group ? meetingFrom(group) : null,
		current: group?.current_item && group.current_since ? { item: group.current_item, since: group.current_since } : null,
		agenda: [...planned, ...rest.map(({ item }) => item)],
	};
}
