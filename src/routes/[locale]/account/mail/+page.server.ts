import { agreeToMailChange } from '#platform/auth/index.ts';
import { attempt } from '../../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url }) => ({
	token: url.searchParams.get('token') ?? '',
	messages: ctx.texts.group(ctx.locale, 'account'),
});

export const actions: Actions = {
	default: async ({ locals: { ctx }, request }) => {
		const form = await request.formData();
		return attempt(ctx.t, form, { gone: 'errors.gone.text', conflict: 'account.error.mailTaken', other: 'errors.gone.text' }, async () => ({
			outcome: await agreeToMailChange(ctx, String(form.get('token') ?? '')),
		}));
	},
};
