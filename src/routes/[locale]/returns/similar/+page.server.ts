import { redirect } from '@sveltejs/kit';
import { readStopping, stopInvitations } from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

/** What a link in a mail leads to; it changes nothing by itself, for mails are opened by machines on their way. */
export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
	const secret = url.searchParams.get('for') ?? '';
	const messages = ctx.texts.group(ctx.locale, 'returns');
	try {
		return { stopping: await readStopping(ctx, secret), secret, messages };
	} catch (error) {
		if (!(error instanceof AppError) || error.code !== 'gone') throw error;
		return { stopping: null, secret, messages };
	}
};

export const actions: Actions = {
	default: async ({ locals: { ctx }, request, url }) => {
		const secret = String((await request.formData()).get('for') ?? '');
		await stopInvitations(ctx, secret);
		redirect(303, `${url.pathname}?for=${encodeURIComponent(secret)}`);
	},
};
