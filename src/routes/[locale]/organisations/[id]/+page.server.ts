import { redirect } from '@sveltejs/kit';
import {
	allowedOn,
	colleaguesOf,
	invitationsOf,
	invite,
	organisationLog,
	readOrganisation,
	roles,
	rolesOf,
	takeRole,
	verifyOrganisation,
	withdrawInvitation,
	type Role,
} from '#modules/network/index.ts';
import { formatDay, formatMoment } from '#platform/i18n/dates.ts';
import { attempt, signedForm } from '../../../forms.ts';
import { actionWords } from '../../../log-words.ts';
import { namesOf } from '#platform/auth/index.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { ctx } = locals;
	const organisation = await readOrganisation(ctx, params.id);
	const allowed = await allowedOn(ctx, organisation.id);
	const [colleagues, invitations, log, above] = await Promise.all([
		colleaguesOf(ctx, organisation.id, (ids) => namesOf(ctx, ids)),
		allowed['invite people'] ? invitationsOf(ctx, organisation.id) : [],
		allowed['read organisation log'] ? organisationLog(ctx, organisation.id, 20) : [],
		organisation.parentId ? readOrganisation(ctx, organisation.parentId).catch(() => null) : null,
	]);
	const names = await namesOf(ctx, [...new Set(log.flatMap(({ actorId }) => actorId ?? []))]);
	return {
		organisation,
		above: above && above.kind !== 'network' ? { id: above.id, name: above.name } : null,
		allowed: {
			edit: allowed['edit organisation'],
			invite: allowed['invite people'],
			verify: allowed['verify organisation'] && organisation.state === 'pending',
		},
		me: locals.session?.personId ?? null,
		roles: rolesOf[organisation.kind],
		colleagues,
		invitations: invitations.map(({ id, email, role, state, sentAt, expiresAt }) => ({
			id,
			email,
			role,
			state,
			sent: formatDay(sentAt, ctx.locale),
			ends: formatDay(expiresAt, ctx.locale),
		})),
		log: log.map(({ id, at, action, actorId }) => ({
			id,
			at: formatMoment(at, ctx.locale),
			action: actionWords(ctx, action),
			who: (actorId && names.get(actorId)) || null,
		})),
		messages: ctx.texts.group(ctx.locale, 'organisations'),
	};
};

const isRole = (role: unknown): role is Role => roles.includes(role as Role);

export const actions: Actions = {
	invite: async ({ locals, params, request, url }) => {
		const { session, ctx, form } = await signedForm({ locals, request, url });
		return attempt(
			ctx.t,
			form,
			{ email: 'organisations.invite.invalid', too_many_requests: 'errors.tooMany.text', other: 'organisations.invite.invalid' },
			async () => {
				const email = String(form.get('email') ?? '');
				await invite(
					ctx,
					params.id,
					{ email, role: String(form.get('role')) as Role, locale: String(form.get('locale') ?? ctx.locale) },
					session.name,
				);
				return { invited: email };
			},
		);
	},
	withdraw: async ({ locals: { ctx }, params, request }) => {
		await withdrawInvitation(ctx, params.id, String((await request.formData()).get('invitation') ?? ''));
		redirect(303, `/${ctx.locale}/organisations/${params.id}#invite`);
	},
	take: async ({ locals: { ctx }, params, request }) => {
		const form = await request.formData();
		return attempt(ctx.t, form, { role: 'organisations.lastAdmin', other: 'organisations.error.other' }, async () => {
			const role = form.get('role');
			if (isRole(role)) await takeRole(ctx, params.id, String(form.get('person') ?? ''), role);
			redirect(303, `/${ctx.locale}/organisations/${params.id}#people`);
		});
	},
	verify: async ({ locals: { ctx }, params }) => {
		await verifyOrganisation(ctx, params.id);
		redirect(303, `/${ctx.locale}/organisations/${params.id}`);
	},
};
