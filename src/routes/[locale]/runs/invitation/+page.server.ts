import { redirect } from '@sveltejs/kit';
import { acceptRunInvitation, declineRunInvitation, readRunInvitation } from '#modules/benchmarks/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import { enterInvited } from '../../../invited.ts';
import type { Actions, PageServerLoad } from './$types';

/** The link of a mail. Opening it changes nothing: mail scanners open links. */
export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
	const messages = ctx.texts.group(ctx.locale, 'runs', 'people');
	if (url.searchParams.has('declined')) return { invitation: null, messages };
	const token = url.searchParams.get('token') ?? '';
	const { expiresAt, invitedBy, provider, email, role, mentorDays } = await readRunInvitation(ctx, token);
	const inviter = (await namesOf(ctx, [invitedBy])).get(invitedBy) ?? ctx.t('runs.somebody');
	return { invitation: { token, provider, email, role, mentorDays, inviter, ends: formatDay(expiresAt, ctx.locale) }, messages };
};

export const actions: Actions = {
	accept: async (event) => {
		const { ctx } = event.locals;
		const token = String((await event.request.formData()).get('token') ?? '');
		const { personId, runId } = await acceptRunInvitation(ctx, token);
		return enterInvited(event, personId, `/runs/${runId}`);
	},
	decline: async ({ locals: { ctx }, request }) => {
		await declineRunInvitation(ctx, String((await request.formData()).get('token') ?? ''));
		redirect(303, `/${ctx.locale}/runs/invitation?declined`);
	},
};
