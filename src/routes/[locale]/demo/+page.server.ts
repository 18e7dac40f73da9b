import { error, redirect } from '@sveltejs/kit';
import { demoPeople } from '#modules/network/index.ts';
import { signInAs } from '#platform/auth/index.ts';
import { sessionCookie } from '#platform/auth/cookie.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { ctx } }) => {
	if (!ctx.config.demo) error(404);
	return { people: await demoPeople(ctx), messages: ctx.texts.group(ctx.locale, 'demo') };
};

export const actions: Actions = {
	default: async (event) => {
		const { ctx } = event.locals;
		const person = String((await event.request.formData()).get('person') ?? '');
		const people = await demoPeople(ctx);
		// Only the invented people: an account made by a visitor of the demo stays that visitor's.
		if (!people.some(({ id }) => id === person)) error(404);
		const { token } = await signInAs(ctx, person, event.request.headers.get('user-agent'));
		sessionCookie.keep(event, token);
		redirect(303, `/${ctx.locale}/home`);
	},
};
