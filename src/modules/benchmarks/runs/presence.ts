import type { Ctx } from '#platform/context.ts';
import type { LiveMessage } from '#platform/live.ts';
import { personOf } from '#platform/policy.ts';
import { whoIsThere } from '#platform/presence.ts';
import { accessRun } from './access.ts';
import type { AnswerNews } from './answer-writer.ts';

export type RunListener = {
	topic: string;
	/** Another word as soon as the reader's roles are others, or over. */
	rights: string;
	/** What a page is told of a message, so that it looks again; null where it is only what was saved there. */
	tells: (message: LiveMessage) => { kind: 'changed' } | null;
};

/**
 * What an open page of a run may hear of those at work in it: whoever opens the run hears of everything. Nobody hears the
 * name of another's window.
 * @param window where the reader saves from, as named when saving: what they save there is no news to them
 * @throws AppError not_signed_in, not_found
 */
export async function listenToRun(ctx: Ctx, id: string, window = ''): Promise<RunListener> {
	const { run, roles } = await accessRun(ctx, id);
	const held = roles.filter(({ held: { endsAt } }) => endsAt === null || endsAt > ctx.now()).map(({ role }) => role);
	const own = ({ by, window: from, outcome }: AnswerNews) =>
		window !== '' && from === window && by === personOf(ctx.actor) && outcome === 'saved';
	return {
		topic: `run:${run.id}`,
		rights: held.toSorted().join(' '),
		tells: ({ kind, answers }) => (kind === 'answers' && (answers as AnswerNews[]).every(own) ? null : { kind: 'changed' }),
	};
}

/** Somebody who has a page of a run open. */
export type PresentAtRun = { personId: string; name: string; item: string | null };

/** Who has a run open at this moment; somebody with windows on two questions is there twice. @throws AppError not_signed_in, not_found, unavailable */
export async function whoIsAtRun(ctx: Ctx, id: string): Promise<PresentAtRun[]> {
	const { topic } = await listenToRun(ctx, id);
	const there = await whoIsThere(ctx, topic);
	return there.map(({ personId, name, place }) => ({ personId, name, item: place }));
}
