import { accessViews } from '#modules/benchmarks/index.ts';
import { eventStream } from '#platform/event-stream.ts';
import { readSecret } from '../../../../participate/session.ts';
import type { RequestHandler } from './$types';

/** Kinds of messages that change what the screens of a meeting show. */
const heard = new Set(['meeting', 'agreed', 'status', 'look-again']);

/** Tells the screens of a meeting that something changed; what, they read from the page. */
export const GET: RequestHandler = async (event) => {
	const { ctx } = event.locals;
	const { run } = await accessViews(ctx, event.params.id, readSecret(event));
	return eventStream(({ send, end }) =>
		ctx.live.subscribe(`run:${run.id}`, ({ kind }) => {
			if (kind === 'stopping') end();
			else if (heard.has(kind)) send({ kind });
		}),
	);
};
