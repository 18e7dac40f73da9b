import { listenToMeeting } from '#modules/benchmarks/index.ts';
import { openScreen } from '../../../../../live.ts';
import { readSecret } from '../../../../participate/session.ts';
import type { RequestHandler } from './$types';

/** Tells the screens of a meeting that something changed; what, they read from the page. */
export const GET: RequestHandler = (event) =>
	openScreen(event.locals.ctx, (now) => listenToMeeting(now, event.params.id, readSecret(event)));
