import type { Ctx } from '#platform/context.ts';
import type { LiveMessage } from '#platform/live.ts';
import { accessViews } from './access.ts';

/** Kinds of messages that change what the screens of a meeting show. */
const heard = new Set(['meeting', 'agreed', 'status', 'look-again']);

export type MeetingListener = {
	topic: string;
	/** Another word as soon as the screen may show something else. */
	rights: string;
	/** What a screen is told of a message, so that it looks again; null where nothing it shows changed. */
	tells: (message: LiveMessage) => { kind: string } | null;
};

/**
 * What a screen of a group's meeting may hear.
 * @param token of a participant
 * @throws AppError not_signed_in, not_found, forbidden, conflict while people answer
 */
export async function listenToMeeting(ctx: Ctx, runId: string, token?: string): Promise<MeetingListener> {
	const { run, member, readsNotes, leads, finishes } = await accessViews(ctx, runId, token);
	return {
		topic: `run:${run.id}`,
		rights: JSON.stringify({ member, readsNotes, leads, finishes }),
		tells: ({ kind }) => (heard.has(kind) ? { kind } : null),
	};
}
