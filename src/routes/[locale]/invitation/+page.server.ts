import { redirect } from '@sveltejs/kit';
import { acceptInvitation, declineInvitation, readInvitation } from '#modules/network/index.ts';
import { createAccount, findAccountByEmail, namesOf } from '#platform/auth/index.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import { enterInvited } from '../../invited.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
	const token = url.searchParams.get('token') ?? '';
	if (url.searchParams.has('declined'))
		return { token: null, invitation: null, inviter: '', ends: '', isNew: false, messages: ctx.texts.group(ctx.locale, 'organisations') };
	const { expiresAt, sentAt: _, ...invitation } = await readInvitation(ctx, token);
	const inviter = (await namesOf(ctx, [invitation.invitedBy])).get(invitation.invitedBy) ?? '';
	const isNew = !(await findAccountByEmail(ctx.db, invitation.email));
	return {
		token,
		invitation,
		inviter,
		ends: formatDay(expiresAt, ctx.locale),
		isNew,
		messages: ctx.texts.group(ctx.locale, 'organisations'),
	};
};

export const actions: Actions = {
	accept: async (event) => {
		const { ctx } = event.locals;
		const form = await event.request.formData();
		const name = String(form.get('name') ?? '');
		const { personId } = await acceptInvitation(ctx, String(form.get('token') ?? ''), (tx, email) =>
			createAccount(ctx, tx, { email, name }),
		);
		return enterInvited(event, personId, '/home');
	},
	decline: async ({ locals: { ctx }, request }) => {
		await declineInvitation(ctx, String((await request.formData()).get('token') ?? ''));
		redirect(303, `/${ctx.locale}/invitation?declined`);
	},
};
