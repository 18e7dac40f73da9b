import { z } from 'zod';
import { accessRun } from '#modules/benchmarks/index.ts';
import { eventStream } from '#platform/event-stream.ts';
import { AppError } from '#platform/errors.ts';
import { sayPresent, watchPresence } from '#platform/presence.ts';
import { answerScript, readScript } from '../../../../scripts.ts';
import type { RequestHandler } from './$types';

const clientName = z.string().regex(/^[\w-]{8,60}$/);

/**
 * Tells an open page at once who else is here (`people`) and that something changed (`changed`, `look-again`). The page
 * has to say every ten seconds that it is still open; otherwise its stream ends.
 */
export const GET: RequestHandler = async ({ locals: { ctx }, params, url }) => {
	const client = clientName.safeParse(url.searchParams.get('client'));
	if (!client.success) throw new AppError('invalid_input', { message: 'Name the open page', field: 'client' });
	const { run } = await accessRun(ctx, params.id);
	return eventStream(({ send, end }) =>
		watchPresence(ctx, `run:${run.id}`, {
			client: client.data,
			onChange: (people) => send({ kind: 'people', people }),
			onSilence: end,
			onMessage: (message) => (message.kind === 'stopping' ? end() : send(message)),
		}),
	);
};

const heartbeat = z.strictObject({
	client: clientName,
	/** Code of the question the page shows. */
	place: z.string().max(20).nullable().default(null),
	first: z.boolean().default(false),
});

/** The page says that it is open. */
export const POST: RequestHandler = ({ locals: { ctx, session }, params, request }) =>
	answerScript(
		async () => {
			const { client, place, first } = heartbeat.parse(await readScript(request));
			const { run } = await accessRun(ctx, params.id);
			if (session) await sayPresent(ctx, `run:${run.id}`, { client, place, personId: session.personId, name: session.name }, first);
		},
		({ code }) => ctx.t(code === 'not_signed_in' ? 'runs.blocked.signedOut' : 'runs.blocked.noAccess'),
	);
