import { meetingOf, meetingWords, minutesAnItem, mostItems, viewsInWords } from '#modules/benchmarks/index.ts';
import type { MeetingShown } from '#modules/benchmarks/ui/meeting/shown.ts';
import { headOf } from '../head.ts';
import { enterMeeting } from './enter.ts';

/** The meeting as its screens show it; the page gets it, and its script reads it anew whenever something changed. */
export async function meetingShown(event: Parameters<typeof enterMeeting>[0]): Promise<MeetingShown> {
	const { ctx } = event.locals;
	const now = ctx.now().toISOString();
	const state = await enterMeeting(event, (token) => meetingOf(ctx, event.params.id, token));
	const { run } = state;
	const words = viewsInWords(ctx, state);
	return {
		...(await headOf(ctx, run)),
		status: run.status,
		leads: state.leads && run.status === 'closed',
		finishes: state.finishes,
		member: state.member,
		submitted: state.submitted,
		deleted: state.deleted,
		meeting: meetingWords(state.meeting, ctx.locale),
		agenda: state.agenda,
		proposed: state.plan.proposed.length,
		most: mostItems,
		acceptable: words.items.filter(({ place, agreed }) => place === 'accept' && !agreed).length,
		current: state.current && { item: state.current.item, since: state.current.since.toISOString() },
		minutes: minutesAnItem,
		now,
		today: now.slice(0, 10),
		...words,
	};
}
