import { redirect } from '@sveltejs/kit';
import { beginOidc } from '#platform/auth/index.ts';
import { browserCookie } from '#platform/auth/cookie.ts';
import { safeBack } from '../../../forms.ts';
import type { RequestHandler } from './$types';

/** Sends the browser to the configured provider. */
export const POST: RequestHandler = async (event) => {
	const { ctx } = event.locals;
	const form = await event.request.formData();
	const { location, browser } = await beginOidc(ctx, safeBack(String(form.get('back') ?? ''), ctx.locale));
	browserCookie.keep(event, browser);
	redirect(303, location);
};
