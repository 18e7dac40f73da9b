import { redirect } from '@sveltejs/kit';
import {
	editionOfReturn,
	inviteToReturns,
	nameForReturns,
	peopleOfReturns,
	readReturn,
	removeFromReturns,
	returnNamedRoles,
	withdrawReturnInvitation,
	wordsIn,
	type ReachInput,
	type ReturnNamedRole,
} from '#modules/benchmarks/index.ts';
import { administratorsOf, colleaguesOf } from '#modules/network/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import { AppError } from '#platform/errors.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import { attempt, requireSession, signedForm } from '../../../../forms.ts';
import { addressIn, inviteWords, nameWords } from '../../../../people-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const session = requireSession(locals, url);
	const { ctx } = locals;
	const head = await readReturn(ctx, params.id);
	const mayName = head.allowed['name people'];
	const [found, admins, colleagues] = await Promise.all([
		peopleOfReturns(ctx, params.id),
		administratorsOf(ctx.db, head.providerId),
		mayName ? colleaguesOf(ctx, head.providerId, (ids) => namesOf(ctx, ids)) : [],
	]);
	const adminNames = await namesOf(ctx, admins);
	const edition = editionOfReturn(head);
	const { text } = wordsIn(edition, ctx.locale);
	const axes = edition.instrument.axes.map(({ code }) => ({ value: code, label: text(`su.${code}.name`) }));
	const list = new Intl.ListFormat(ctx.locale, { type: 'conjunction' });
	/** What a role reaches, in words: limits of an editor, numbers for a viewer. */
	const reachOf = ({ role, centres, axes: own, readsNumbers }: (typeof found.people)[number] | (typeof found.invitations)[number]) => {
		if (role === 'approver') return ctx.t('returns.people.reach.approver');
		if (role === 'viewer') return ctx.t(readsNumbers ? 'returns.people.reach.numbers' : 'returns.people.reach.reports');
		const named = (codes: readonly string[], names: { value: string; label: string }[]) =>
			list.format(codes.flatMap((code) => names.find(({ value }) => value === code)?.label ?? []));
		const limits = [
			centres && ctx.t('returns.people.reach.centres', { centres: named(centres, places) }),
			own && ctx.t('returns.people.reach.axes', { axes: named(own, axes) }),
		].filter((limit) => limit !== null);
		return limits.length > 0 ? limits.join(' · ') : ctx.t('returns.people.reach.all');
	};
	const places = found.centres.map(({ id, name }) => ({ value: id, label: name }));
	return {
		head: { id: head.id, year: head.year, level: head.level, unit: head.unit, state: head.state, enters: head.allowed['enter numbers'] },
		provider: head.provider,
		mayName,
		me: session.personId,
		admins: admins.flatMap((id) => adminNames.get(id) ?? []),
		people: found.people.map((person) => ({
			personId: person.personId,
			name: person.name,
			role: person.role,
			about: reachOf(person),
		})),
		invitations: found.invitations.map((invitation) => ({
			id: invitation.id,
			email: invitation.email,
			role: invitation.role,
			ends: formatDay(invitation.expiresAt, ctx.locale),
			about: reachOf(invitation),
		})),
		/** Also those who have a role: naming them again changes what it reaches. */
		colleagues: colleagues
			.filter(({ personId }) => !admins.includes(personId))
			.map(({ personId, name }) => ({ value: personId, label: name })),
		centres: places,
		axes,
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		messages: ctx.texts.group(ctx.locale, 'returns', 'people'),
	};
};

const isRole = (role: unknown): role is ReturnNamedRole => returnNamedRoles.includes(role as ReturnNamedRole);

/** The limits of a form; nothing ticked means no limit. */
function reachIn(form: FormData): ReachInput {
	const ticked = (name: string) => {
		const values = form.getAll(name).map(String);
		return values.length > 0 ? values : null;
	};
	return { centres: ticked('centres'), axes: ticked('axes'), readsNumbers: form.get('readsNumbers') === 'on' };
}

const limitWords = { centres: 'returns.people.limit.gone', axes: 'returns.people.limit.gone' } as const;

export const actions: Actions = {
	invite: async ({ locals, params, request, url }) => {
		const { session, ctx, form } = await signedForm({ locals, request, url });
		return attempt(ctx.t, form, { ...inviteWords, ...limitWords }, async () => {
			const to = addressIn(form);
			const role = String(form.get('role')) as ReturnNamedRole;
			await inviteToReturns(ctx, params.id, { ...to, role, ...reachIn(form) }, session.name);
			return { invited: to.email };
		});
	},
	name: async ({ locals, params, request, url }) => {
		const { ctx, form } = await signedForm({ locals, request, url });
		return attempt(ctx.t, form, { ...nameWords, ...limitWords }, async () => {
			const [person, role] = [String(form.get('person') ?? ''), form.get('role')];
			if (!isRole(role)) throw new AppError('invalid_input', { message: 'Choose a role', field: 'person' });
			await nameForReturns(ctx, params.id, person, role, reachIn(form));
			return { named: (await namesOf(ctx, [person])).get(person) ?? '' };
		});
	},
	remove: async ({ locals, params, request, url }) => {
		const { session, ctx, form } = await signedForm({ locals, request, url });
		const [person, role] = [String(form.get('person') ?? ''), form.get('role')];
		if (isRole(role)) await removeFromReturns(ctx, params.id, person, role);
		// Whoever left may see nothing here any more.
		const stays = person !== session.personId || (await readReturn(ctx, params.id).catch(() => null));
		redirect(303, stays ? `${url.pathname}#people` : `/${ctx.locale}/home`);
	},
	withdraw: async ({ locals: { ctx }, params, request, url }) => {
		await withdrawReturnInvitation(ctx, params.id, String((await request.formData()).get('invitation') ?? ''));
		redirect(303, `${url.pathname}#people`);
	},
};
