import { redirect } from '@sveltejs/kit';
import { completeOidc } from '#platform/auth/index.ts';
import { browserCookie, sessionCookie } from '#platform/auth/cookie.ts';
import { safeBack } from '../../../forms.ts';
import type { RequestHandler } from './$types';

/** Where the provider sends the browser back to; one address for all languages, as providers want it. */
export const GET: RequestHandler = async (event) => {
	const { ctx } = event.locals;
	const query = event.url.searchParams;
	const done = await completeOidc(
		ctx,
		{ code: query.get('code'), state: query.get('state') },
		browserCookie.read(event),
		event.request.headers.get('user-agent'),
	);
	browserCookie.drop(event);
	sessionCookie.keep(event, done.token);
	const back = safeBack(done.back, done.uiLocale);
	redirect(303, done.waits ? `/${done.uiLocale}/sign-in/code?back=${encodeURIComponent(back)}` : back);
};
