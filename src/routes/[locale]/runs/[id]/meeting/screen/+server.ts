import { z } from 'zod';
import { showItem } from '#modules/benchmarks/index.ts';
import { answerScript, readScript } from '../../../../../scripts.ts';
import type { RequestHandler } from './$types';

const shown = z.strictObject({ item: z.string().max(20).nullable(), again: z.boolean().default(false) });

/** Puts an item on all screens of the meeting, for the script of whoever leads. */
export const POST: RequestHandler = ({ locals: { ctx }, params, request }) =>
	answerScript(
		async () => {
			const { item, again } = shown.parse(await readScript(request));
			return { ...(await showItem(ctx, params.id, item, { again })), at: ctx.now() };
		},
		({ code }) => ctx.t(code === 'not_signed_in' ? 'runs.blocked.signedOut' : 'runs.blocked.noAccess'),
	);
