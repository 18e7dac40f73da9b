import type { Ctx } from '#platform/context.ts';
import type { LiveMessage } from '#platform/live.ts';
import { AppError } from '#platform/errors.ts';
import { personOf } from '#platform/policy.ts';
import { authoriseReturn } from './access.ts';

/** What is said about a return is said here. */
export const returnTopic = (id: string): string => `return:${id}`;

/** Where in a return an open page is: the unit whose numbers it shows, and the axis or indicator. */
export function returnPlace(unit: string, shown: string): string {
	return `${unit} ${shown}`;
}

export type ReturnListener = {
	topic: string;
	/** Whether the reader may know that somebody is there: only at numbers they may read themselves. */
	meets: (place: string | null) => boolean;
	/** What a page is told of a message, so that it looks again; null where it concerns none of its reader's numbers, or is its own. */
	tells: (message: LiveMessage) => { kind: 'changed' } | null;
};

/**
 * What an open page of a return may hear of those at work in it. Nobody hears the name of another's device.
 * @param device where the reader saves from, as named when saving: what they save there is no news to them
 * @throws AppError not_signed_in, not_found, forbidden for who reads no numbers
 */
export async function listenToReturn(ctx: Ctx, id: string, device = ''): Promise<ReturnListener> {
	const { row, allows } = await authoriseReturn(ctx, id, 'read numbers');
	const reads = (unit: string) => allows('read numbers', { centre: unit });
	return {
		topic: returnTopic(row.id),
		meets: (place) => place !== null && reads(place.split(' ')[0]!),
		tells({ kind, client, by, units }) {
			if (kind === 'numbers' && !(units as string[]).some(reads)) return null;
			const own = device !== '' && client === device && by === personOf(ctx.actor);
			return own ? null : { kind: 'changed' };
		},
	};
}

/** The topic to say on that a page is open at a place. @throws AppError forbidden for a place whose numbers are not read */
export async function presentAtReturn(ctx: Ctx, id: string, place: string | null): Promise<string> {
	const { topic, meets } = await listenToReturn(ctx, id);
	if (!meets(place)) throw new AppError('forbidden', 'Your roles do not allow "read numbers" there');
	return topic;
}
