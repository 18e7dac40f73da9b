import { listenToRun } from '#modules/benchmarks/index.ts';
import { openPage, stillOpen } from '../../../../live.ts';
import type { RequestHandler } from './$types';

/** Tells an open page who else is here (`people`), and that something changed (`changed`). */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) =>
	openPage(ctx, url, (now) => listenToRun(now, params.id, url.searchParams.get('window') ?? ''));

/** The page says that it is open, and which question it shows. */
export const POST: RequestHandler = ({ locals, params, request }) => stillOpen(locals, request, () => listenToRun(locals.ctx, params.id));
