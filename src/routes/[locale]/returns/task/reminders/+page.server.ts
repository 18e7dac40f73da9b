import { redirect } from '@sveltejs/kit';
import { readReminders, setReminders } from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

/** What a link in a mail leads to; it changes nothing by itself, for mails are opened by machines on their way. */
export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
	const secret = url.searchParams.get('for') ?? '';
	const messages = ctx.texts.group(ctx.locale, 'returns');
	try {
		return { reminders: await readReminders(ctx, secret), secret, messages };
	} catch (error) {
		if (!(error instanceof AppError) || error.code !== 'gone') throw error;
		return { reminders: null, secret, messages };
	}
};

export const actions: Actions = {
	default: async ({ locals: { ctx }, request, url }) => {
		const form = await request.formData();
		const secret = String(form.get('for') ?? '');
		await setReminders(ctx, secret, form.get('wanted') === 'yes');
		redirect(303, `${url.pathname}?for=${encodeURIComponent(secret)}`);
	},
};
