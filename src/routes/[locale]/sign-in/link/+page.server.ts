import { redirect, type RequestEvent } from '@sveltejs/kit';
import { readLink, signInByLink } from '#platform/auth/index.ts';
import { browserCookie, sessionCookie } from '#platform/auth/cookie.ts';
import { safeBack } from '../../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

/** In the browser that asked, opening the link is enough; elsewhere a click confirms, since mail scanners open links too. */
export const load: PageServerLoad = async (event) => {
	const { ctx } = event.locals;
	const token = event.url.searchParams.get('token') ?? '';
	const { email, sameBrowser } = await readLink(ctx, token, browserCookie.read(event));
	if (sameBrowser) await enter(event, token);
	return { email, token, messages: ctx.texts.group(ctx.locale, 'auth') };
};

export const actions: Actions = {
	default: async (event) => enter(event, String((await event.request.formData()).get('token') ?? '')),
};

async function enter(event: RequestEvent, token: string): Promise<never> {
	const { ctx } = event.locals;
	const signedIn = await signInByLink(ctx, token, event.request.headers.get('user-agent'));
	browserCookie.drop(event);
	sessionCookie.keep(event, signedIn.token);
	const back = safeBack(signedIn.back, ctx.locale);
	redirect(303, signedIn.waits ? `/${ctx.locale}/sign-in/code?back=${encodeURIComponent(back)}` : back);
}
