import type { Ctx } from '#platform/context.ts';
import { whoIsThere } from '#platform/presence.ts';
import { accessRun } from './access.ts';

/**
 * What an open page of a run may hear of those at work in it: whoever opens the run hears everything.
 * @returns `rights` is another word as soon as the reader's roles are others, or over
 * @throws AppError not_signed_in, not_found
 */
export async function listenToRun(ctx: Ctx, id: string): Promise<{ topic: string; rights: string }> {
	const { run, roles } = await accessRun(ctx, id);
	const held = roles.filter(({ held: { endsAt } }) => endsAt === null || endsAt > ctx.now()).map(({ role }) => role);
	return { topic: `run:${run.id}`, rights: held.toSorted().join(' ') };
}

/** Somebody who has a page of a run open. */
export type PresentAtRun = { personId: string; name: string; item: string | null };

/** Who has a run open at this moment; somebody with windows on two questions is there twice. @throws AppError not_signed_in, not_found, unavailable */
export async function whoIsAtRun(ctx: Ctx, id: string): Promise<PresentAtRun[]> {
	const { topic } = await listenToRun(ctx, id);
	const there = await whoIsThere(ctx, topic);
	return there.map(({ personId, name, place }) => ({ personId, name, item: place }));
}
