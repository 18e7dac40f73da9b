import { redirect } from '@sveltejs/kit';
import { requestLink, signInByPassword } from '#platform/auth/index.ts';
import { browserCookie, sessionCookie } from '#platform/auth/cookie.ts';
import { attempt, safeBack } from '../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const { ctx } = locals;
	const back = safeBack(url.searchParams.get('back'), ctx.locale);
	if (locals.session) redirect(303, back);
	return { back, oidc: ctx.config.oidc?.name ?? null, messages: ctx.texts.group(ctx.locale, 'auth') };
};

export const actions: Actions = {
	link: async (event) => {
		const { ctx } = event.locals;
		const form = await event.request.formData();
		const email = String(form.get('email') ?? '');
		return attempt(ctx.t, form, { email: 'auth.email.invalid', other: 'auth.email.invalid' }, async () => {
			const { browser } = await requestLink(ctx, { email, back: safeBack(String(form.get('back') ?? ''), ctx.locale) });
			browserCookie.keep(event, browser);
			return { sent: email };
		});
	},
	password: async (event) => {
		const { ctx } = event.locals;
		const form = await event.request.formData();
		return attempt(ctx.t, form, { other: 'auth.password.wrong' }, async () => {
			const signedIn = await signInByPassword(
				ctx,
				{ email: String(form.get('email') ?? ''), password: String(form.get('password') ?? '') },
				event.request.headers.get('user-agent'),
			);
			sessionCookie.keep(event, signedIn.token);
			const back = safeBack(String(form.get('back') ?? ''), ctx.locale);
			redirect(303, signedIn.waits ? `/${ctx.locale}/sign-in/code?back=${encodeURIComponent(back)}` : back);
		});
	},
};
