import type { Ctx } from '#platform/context.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import { possibleActions } from '../solity/states.ts';
import { accessReturn } from './access.ts';
import type { Return } from './model.ts';
import { stateRoleOf } from './policy.ts';
import { returnsSeen, type ListedReturn } from './queries.ts';

/** A return as lists of a person's returns show it. */
export type ReturnLine = {
	id: string;
	year: number;
	/** The centre it is about, or the provider where that is not the one the person acts for; null for their own as a whole. */
	unit: string | null;
	state: Return['state'];
	/** When it was locked, else when it was last changed, in the reader's words. */
	day: string;
	/** Overall score, unrounded; null without one, and while numbers may still change. */
	score: number | null;
	/** What the viewer can do to bring it further; told of the first that are not locked. */
	duty: 'enter' | 'approve' | null;
};

/** What is shown in one list, and of how many it is asked what the viewer can do. */
const [most, asked] = [20, 3];

/** Returns a person may see: what is open first, then the newest year first. */
export async function returnLines(ctx: Ctx): Promise<ReturnLine[]> {
	const acting = ctx.actor.kind === 'person' ? ctx.actor.actingFor : undefined;
	const returns = (await returnsSeen(ctx, most)).toSorted((a, b) => Number(a.state === 'locked') - Number(b.state === 'locked'));
	const duties = await Promise.all(returns.map((each, n) => (each.state === 'locked' || n >= asked ? null : dutyIn(ctx, each))));
	return returns.map(({ id, year, centre, provider, providerId, state, overall, lockedAt, changedAt }, n) => ({
		id,
		year,
		unit: centre ?? (providerId === acting ? null : provider),
		state,
		day: formatDay(state === 'locked' && lockedAt ? lockedAt : changedAt, ctx.locale),
		score: overall?.score ?? null,
		duty: duties[n]!,
	}));
}

async function dutyIn(ctx: Ctx, { id, state }: ListedReturn): Promise<ReturnLine['duty']> {
	const { roles, allows } = await accessReturn(ctx, id);
	const steps = possibleActions(
		state,
		roles.map(({ role }) => stateRoleOf[role]),
	);
	if (state === 'submitted') return steps.includes('lock') ? 'approve' : null;
	return allows('enter numbers') || steps.includes('submit') ? 'enter' : null;
}
