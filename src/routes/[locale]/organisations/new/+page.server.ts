import { redirect } from '@sveltejs/kit';
import { createProvider } from '#modules/network/index.ts';
import { attempt, requireSession, safeBack, signedForm } from '../../../forms.ts';
import { organisationWords, readOrganisationForm } from '../../../organisation-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	requireSession(locals, url);
	return { messages: locals.ctx.texts.group(locals.ctx.locale, 'organisations') };
};

export const actions: Actions = {
	default: async ({ locals, request, url }) => {
		const { session, ctx, form } = await signedForm({ locals, request, url });
		return attempt(ctx.t, form, organisationWords, async () => {
			const { id } = await createProvider(ctx, readOrganisationForm(form), session);
			// Whoever was led here from something else goes on with that.
			const back = url.searchParams.get('back');
			redirect(303, back ? safeBack(back, ctx.locale) : `/${ctx.locale}/organisations/${id}`);
		});
	},
};
