import { redirect } from '@sveltejs/kit';
import { becomeAdministrator, readAdministratorLink } from '#platform/auth/index.ts';
import { sessionCookie } from '#platform/auth/cookie.ts';
import { attempt } from '../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
	const token = url.searchParams.get('token') ?? '';
	await readAdministratorLink(ctx, token);
	return { token, messages: ctx.texts.group(ctx.locale, 'auth') };
};

export const actions: Actions = {
	default: async (event) => {
		const { ctx } = event.locals;
		const form = await event.request.formData();
		return attempt(
			ctx.t,
			form,
			{ email: 'auth.email.invalid', name: 'auth.name.missing', conflict: 'auth.welcome.taken', other: 'auth.email.invalid' },
			async () => {
				const done = await becomeAdministrator(
					ctx,
					String(form.get('token') ?? ''),
					{ email: String(form.get('email') ?? ''), name: String(form.get('name') ?? '') },
					event.request.headers.get('user-agent'),
				);
				sessionCookie.keep(event, done.token);
				redirect(303, `/${ctx.locale}/account/second-factor`);
			},
		);
	},
};
