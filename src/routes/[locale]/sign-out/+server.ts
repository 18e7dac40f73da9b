import { redirect } from '@sveltejs/kit';
import { isKept } from '#modules/benchmarks/index.ts';
import { endSession } from '#platform/auth/index.ts';
import { sessionCookie } from '#platform/auth/cookie.ts';
import { dropToken, readToken } from '../benchmarks/go-international/quick/session.ts';
import type { RequestHandler } from './$types';

/** Ends this session. */
export const POST: RequestHandler = async (event) => {
	const { ctx } = event.locals;
	if (ctx.actor.kind === 'person') await endSession(ctx, ctx.actor.personId, ctx.actor.sessionId);
	sessionCookie.drop(event);
	// A result kept in the account goes with it: the next person at this device must not read it.
	const token = readToken(event);
	if (token && (await isKept(ctx, token))) dropToken(event);
	redirect(303, `/${ctx.locale}`);
};
