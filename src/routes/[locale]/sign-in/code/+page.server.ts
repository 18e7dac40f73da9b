import { redirect } from '@sveltejs/kit';
import { completeSignIn, readWaitingSession } from '#platform/auth/index.ts';
import { sessionCookie } from '#platform/auth/cookie.ts';
import { attempt, safeBack } from '../../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx } = event.locals;
	const token = sessionCookie.read(event);
	if (!token || !(await readWaitingSession(ctx, token))) redirect(303, `/${ctx.locale}/sign-in`);
	return { messages: ctx.texts.group(ctx.locale, 'auth') };
};

export const actions: Actions = {
	default: async (event) => {
		const { ctx } = event.locals;
		const form = await event.request.formData();
		const token = sessionCookie.read(event);
		const waiting = token && (await readWaitingSession(ctx, token));
		if (!waiting) redirect(303, `/${ctx.locale}/sign-in`);
		return attempt(ctx.t, form, { other: 'auth.code.wrong' }, async () => {
			const done = await completeSignIn(ctx, waiting, String(form.get('code') ?? ''), event.request.headers.get('user-agent'));
			sessionCookie.keep(event, done.token);
			redirect(303, safeBack(event.url.searchParams.get('back'), ctx.locale));
		});
	},
};
