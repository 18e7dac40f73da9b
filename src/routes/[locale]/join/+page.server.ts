import { fail, redirect } from '@sveltejs/kit';
import { readJoinCode, shownCode, tidyCode } from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx }, url }) => ({
	given: url.searchParams.get('code') ?? '',
	messages: ctx.texts.group(ctx.locale, 'join'),
});

export const actions: Actions = {
	default: async ({ locals: { ctx }, request }) => {
		const code = String((await request.formData()).get('joinCode') ?? '');
		try {
			await readJoinCode(ctx, code);
		} catch (error) {
			if (!(error instanceof AppError) || error.status >= 500) throw error;
			const wait = error.code === 'too_many_requests';
			return fail(error.status, { given: code, fault: wait ? ctx.t('errors.tooMany.text') : ctx.t('join.error.code') });
		}
		redirect(303, `/${ctx.locale}/join/${shownCode(tidyCode(code))}`);
	},
};
