import { z } from 'zod';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { eventStream } from '#platform/event-stream.ts';
import type { LiveMessage } from '#platform/live.ts';
import { sayPresent, watchPresence } from '#platform/presence.ts';
import { answerScript, readScript } from './scripts.ts';

const clientName = z.string().regex(/^[\w-]{8,60}$/);

/** What an open page hears of a thing. */
export type Heard = {
	topic: string;
	/** Whether its reader may know of somebody at a place. */
	meets?: (place: string | null) => boolean;
	/** What the page is told of a message; null for nothing. */
	tells?: (message: LiveMessage) => object | null;
};

/**
 * Tells an open page at once who else is at the thing it shows (`people`), and what happens to it. The page has to say
 * every ten seconds that it is still open; otherwise its stream ends.
 * @param access what the reader may hear; refuses whoever may not open the thing
 */
export async function openPage(ctx: Ctx, url: URL, access: () => Promise<Heard>): Promise<Response> {
	const client = clientName.safeParse(url.searchParams.get('client'));
	if (!client.success) throw new AppError('invalid_input', { message: 'Name the open page', field: 'client' });
	const { topic, meets = () => true, tells = (message) => message } = await access();
	return eventStream(({ send, end }) =>
		watchPresence(ctx, topic, {
			client: client.data,
			onChange: (people) => send({ kind: 'people', people: people.filter(({ place }) => meets(place)) }),
			onSilence: end,
			onMessage(message) {
				if (message.kind === 'stopping') return end();
				const told = tells(message);
				if (told) send(told);
			},
		}),
	);
}

const heartbeat = z.strictObject({
	client: clientName,
	/** Where in the thing the page is. */
	place: z.string().max(60).nullable().default(null),
	first: z.boolean().default(false),
});

/**
 * The page says that it is open.
 * @param topicAt what it is said on; refuses whoever may not be there
 */
export function stillOpen({ ctx, session }: App.Locals, request: Request, topicAt: (place: string | null) => Promise<string>) {
	return answerScript(
		async () => {
			const { client, place, first } = heartbeat.parse(await readScript(request));
			const topic = await topicAt(place);
			if (session) await sayPresent(ctx, topic, { client, place, personId: session.personId, name: session.name }, first);
		},
		({ code }) => ctx.t(code === 'not_signed_in' ? 'runs.blocked.signedOut' : 'runs.blocked.noAccess'),
	);
}
