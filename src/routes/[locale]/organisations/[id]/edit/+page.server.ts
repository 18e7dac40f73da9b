import { redirect } from '@sveltejs/kit';
import { allowedOn, editOrganisation, readOrganisation } from '#modules/network/index.ts';
import { AppError } from '#platform/errors.ts';
import { attempt, requireSession, signedForm } from '../../../../forms.ts';
import { organisationWords, readOrganisationForm } from '../../../../organisation-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const organisation = await readOrganisation(ctx, params.id);
	if (!(await allowedOn(ctx, params.id))['edit organisation']) throw new AppError('forbidden', 'You may not change this organisation');
	return { organisation, messages: ctx.texts.group(ctx.locale, 'organisations') };
};

export const actions: Actions = {
	default: async ({ locals, params, request, url }) => {
		const { session, ctx, form } = await signedForm({ locals, request, url });
		return attempt(ctx.t, form, organisationWords, async () => {
			await editOrganisation(ctx, params.id, Number(form.get('version')), readOrganisationForm(form), session);
			redirect(303, `/${ctx.locale}/organisations/${params.id}`);
		});
	},
};
