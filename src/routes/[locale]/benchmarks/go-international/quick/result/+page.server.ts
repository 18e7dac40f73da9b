import { fail, redirect } from '@sveltejs/kit';
import { claimInput, daysToClaim, keepQuickCheck, quickCheckResult, requestClaim } from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import { plainData } from '#platform/pages/index.ts';
import { readToken } from '../session.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx } = event.locals;
	const token = readToken(event);
	const start = `/${ctx.locale}/benchmarks/go-international/quick`;
	if (!token) redirect(302, start);
	try {
		const { madeAt, ...result } = await quickCheckResult(ctx, { token });
		if (result.counts.unanswered === result.counts.all) redirect(302, start);
		return {
			result: plainData(ctx.page, result),
			madeOn: formatDay(madeAt, ctx.locale),
			days: daysToClaim,
			outbox: ctx.config.demo,
			messages: ctx.texts.group(ctx.locale, 'quick'),
		};
	} catch (error) {
		if (error instanceof AppError && error.code === 'not_found') redirect(302, start);
		throw error;
	}
};

export const actions: Actions = {
	/** Somebody signed in keeps the result without a mail: the session proves who they are. */
	keep: async (event) => {
		const { ctx } = event.locals;
		const token = readToken(event);
		if (token) await keepQuickCheck(ctx, token);
		redirect(303, `/${ctx.locale}/benchmarks/go-international/quick/result#keep`);
	},
	claim: async (event) => {
		const { ctx } = event.locals;
		const token = readToken(event);
		const email = String((await event.request.formData()).get('email') ?? '');
		const parsed = claimInput.safeParse({ email });
		if (!token || !parsed.success) return fail(422, { email, message: ctx.t('quick.claim.invalid') });
		try {
			await requestClaim(ctx, token, parsed.data);
		} catch (error) {
			if (!(error instanceof AppError)) throw error;
			return fail(error.status, {
				email,
				message: error.code === 'too_many_requests' ? ctx.t('errors.tooMany.text') : ctx.t('quick.claim.taken'),
			});
		}
		return { email, sent: true };
	},
};
