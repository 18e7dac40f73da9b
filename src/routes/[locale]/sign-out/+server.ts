import { redirect } from '@sveltejs/kit';
import { endSession } from '#platform/auth/index.ts';
import { sessionCookie } from '#platform/auth/cookie.ts';
import type { RequestHandler } from './$types';

/** Ends this session. */
export const POST: RequestHandler = async (event) => {
	const { ctx } = event.locals;
	if (ctx.actor.kind === 'person') await endSession(ctx, ctx.actor.personId, ctx.actor.sessionId);
	sessionCookie.drop(event);
	redirect(303, `/${ctx.locale}`);
};
