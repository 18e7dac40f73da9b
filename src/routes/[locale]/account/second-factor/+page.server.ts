import { redirect } from '@sveltejs/kit';
import { beginTotp, confirmTotp, findAccount, removeTotp } from '#platform/auth/index.ts';
import { attempt, requireSession } from '../../../forms.ts';
import { qrOf } from '../../../qr.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const session = requireSession(locals, url);
	const { ctx } = locals;
	const account = (await findAccount(ctx.db, session.personId))!;
	const messages = ctx.texts.group(ctx.locale, 'account');
	if (account.hasTotp) return { has: true as const, administrator: account.administrator, messages };
	const { secret, address } = await beginTotp(ctx, session.personId);
	return {
		has: false as const,
		administrator: account.administrator,
		secret: secret.match(/.{4}/g)!.join(' '),
		qr: qrOf(address),
		messages,
	};
};

export const actions: Actions = {
	confirm: async ({ locals, request, url }) => {
		const session = requireSession(locals, url);
		const form = await request.formData();
		const { ctx } = locals;
		return attempt(ctx.t, form, { other: 'account.error.code' }, async () => ({
			codes: await confirmTotp(ctx, session.personId, session.id, String(form.get('code') ?? '')),
		}));
	},
	remove: async ({ locals, request, url }) => {
		const session = requireSession(locals, url);
		const form = await request.formData();
		const { ctx } = locals;
		return attempt(ctx.t, form, { forbidden: 'account.error.factorNeeded', other: 'account.error.code' }, async () => {
			await removeTotp(ctx, session.personId, String(form.get('code') ?? ''));
			redirect(303, `/${ctx.locale}/account?done=factor`);
		});
	},
};
