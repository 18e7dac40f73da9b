import { redirect } from '@sveltejs/kit';
import { confirmClaim, readClaim } from '#modules/benchmarks/index.ts';
import { begin, createAccount, findAccountByEmail } from '#platform/auth/index.ts';
import { sessionCookie } from '#platform/auth/cookie.ts';
import { inTransaction } from '#platform/events.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
	const token = url.searchParams.get('token') ?? '';
	const { email } = await readClaim(ctx, token);
	return { token, email, isNew: !(await findAccountByEmail(ctx.db, email)), messages: ctx.texts.group(ctx.locale, 'quick') };
};

export const actions: Actions = {
	/** The link proves the address, as a link to sign in does: the account is its owner's, and so is the result. */
	default: async (event) => {
		const { ctx } = event.locals;
		const form = await event.request.formData();
		const token = String(form.get('token') ?? '');
		const { email } = await readClaim(ctx, token);
		const name = String(form.get('name') ?? '');
		const signedIn = await inTransaction(ctx, async (tx) =>
			begin(ctx, tx, await createAccount(ctx, tx, { email, name }), event.request.headers.get('user-agent'), 'claim'),
		);
		await confirmClaim(ctx, token, signedIn.personId);
		sessionCookie.keep(event, signedIn.token);
		redirect(303, signedIn.waits ? `/${ctx.locale}/sign-in/code` : `/${ctx.locale}/home?kept`);
	},
};
