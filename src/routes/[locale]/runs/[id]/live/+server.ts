import { accessRun } from '#modules/benchmarks/index.ts';
import { openPage, stillOpen } from '../../../../live.ts';
import type { RequestHandler } from './$types';

const topicOf = async (...of: Parameters<typeof accessRun>) => `run:${(await accessRun(...of)).run.id}`;

/** Tells an open page who else is here (`people`) and that something changed (`changed`, `look-again`). */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) =>
	openPage(ctx, url, async () => ({ topic: await topicOf(ctx, params.id) }));

/** The page says that it is open, and which question it shows. */
export const POST: RequestHandler = ({ locals, params, request }) => stillOpen(locals, request, () => topicOf(locals.ctx, params.id));
