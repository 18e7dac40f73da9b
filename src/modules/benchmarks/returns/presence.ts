import type { Ctx } from '#platform/context.ts';
import type { LiveMessage } from '#platform/live.ts';
import { AppError } from '#platform/errors.ts';
import { personOf } from '#platform/policy.ts';
import { whoIsThere } from '#platform/presence.ts';
import { authoriseReturn, type HeldRole } from './access.ts';

/** What is said about a return is said here. */
export const returnTopic = (id: string): string => `return:${id}`;

/** Where in a return an open page is: the unit whose numbers it shows, and the axis or indicator. */
export function returnPlace(unit: string, shown: string): string {
	return `${unit} ${shown}`;
}

export type ReturnListener = {
	topic: string;
	/** Another word as soon as the reader's roles reach other numbers. */
	rights: string;
	/** Whether the reader may know that somebody is there: only at numbers they may read themselves. */
	meets: (place: string | null) => boolean;
	/** What a page is told of a message, so that it looks again; null where it concerns none of its reader's numbers, or is its own. */
	tells: (message: LiveMessage) => { kind: 'changed' } | null;
};

/**
 * What an open page of a return may hear of those at work in it. Nobody hears the name of another's window.
 * @param window where the reader saves from, as named when saving: what they save there is no news to them
 * @throws AppError not_signed_in, not_found, forbidden for who reads no numbers
 */
export async function listenToReturn(ctx: Ctx, id: string, window = ''): Promise<ReturnListener> {
	const { row, roles, allows } = await authoriseReturn(ctx, id, 'read numbers');
	const reads = (unit: string) => allows('read numbers', { centre: unit });
	return {
		topic: returnTopic(row.id),
		rights: wordOf(roles),
		meets: (place) => place !== null && reads(place.split(' ')[0]!),
		tells({ kind, by, units, ...from }) {
			if ((kind === 'numbers' || kind === 'evidence') && !(units as string[]).some(reads)) return null;
			const own = window !== '' && from.window === window && by === personOf(ctx.actor);
			return own ? null : { kind: 'changed' };
		},
	};
}

/** Roles with what they reach, in whatever order they and it are read. */
function wordOf(roles: readonly HeldRole[]): string {
	const sorted = (reached: readonly string[] | null) => reached?.toSorted() ?? null;
	const words = roles.map(({ role, held: { centres, axes, readsNumbers = false } }) =>
		JSON.stringify([role, sorted(centres), sorted(axes), readsNumbers]),
	);
	return words.toSorted().join();
}

/** Where to say that a page is open at a place. @throws AppError forbidden for a place whose numbers are not read */
export async function presentAtReturn(ctx: Ctx, id: string, place: string | null): Promise<ReturnListener> {
	const listener = await listenToReturn(ctx, id);
	if (!listener.meets(place)) throw new AppError('forbidden', 'Your roles do not allow "read numbers" there');
	return listener;
}

/** Somebody who has numbers of a return open: of a unit, and which axis or indicator. */
export type PresentAtReturn = { personId: string; name: string; unit: string; shown: string };

/**
 * Who is at numbers of a return at this moment, of those at numbers the reader may read; somebody with windows on two axes is
 * there twice.
 * @throws AppError not_signed_in, not_found, forbidden for who reads no numbers, unavailable
 */
export async function whoIsAtReturn(ctx: Ctx, id: string): Promise<PresentAtReturn[]> {
	const { topic, meets } = await listenToReturn(ctx, id);
	const there = await whoIsThere(ctx, topic);
	return there.flatMap(({ personId, name, place }) => {
		if (!meets(place)) return [];
		const [unit, shown] = place!.split(' ') as [string, string];
		return [{ personId, name, unit, shown }];
	});
}
