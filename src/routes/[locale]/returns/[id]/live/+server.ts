import { listenToReturn, presentAtReturn } from '#modules/benchmarks/index.ts';
import { openPage, stillOpen } from '../../../../live.ts';
import type { RequestHandler } from './$types';

/** Tells an open page who else is at numbers its reader may read (`people`), and that something changed (`changed`). */
export const GET: RequestHandler = ({ locals: { ctx }, params, url }) =>
	openPage(ctx, url, (now) => listenToReturn(now, params.id, url.searchParams.get('window') ?? ''));

/** The page says that it is open, and whose numbers it shows. */
export const POST: RequestHandler = ({ locals, params, request }) =>
	stillOpen(locals, request, (place) => presentAtReturn(locals.ctx, params.id, place));
