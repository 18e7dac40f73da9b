import { fail, redirect } from '@sveltejs/kit';
import { createToken, endToken, listTokens, longestTokenDays, scopes, usualTokenDays, type Scope } from '#platform/auth/index.ts';
import { formatDay, formatMoment } from '#platform/i18n/dates.ts';
import { attempt, requireSession, signedForm } from '../../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

const lifetimes = [7, 30, usualTokenDays, 180, longestTokenDays];

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
	const session = requireSession(locals, url);
	const { ctx } = locals;
	// The answer to the form shows the token: no copy of it stays in a cache.
	setHeaders({ 'cache-control': 'private, no-store' });
	const tokens = await listTokens(ctx, session.personId);
	return {
		tokens: tokens.map(({ id, name, beginning, scopes: held, createdAt, lastUsedAt, expiresAt, over }) => ({
			id,
			name,
			beginning,
			scopes: held,
			over,
			created: formatDay(createdAt, ctx.locale),
			used: lastUsedAt && formatMoment(lastUsedAt, ctx.locale),
			ends: formatDay(expiresAt, ctx.locale),
		})),
		scopes,
		lifetimes,
		usual: usualTokenDays,
		longest: longestTokenDays,
		origin: ctx.origin,
		ended: url.searchParams.has('ended'),
		messages: ctx.texts.group(ctx.locale, 'tokens'),
	};
};

export const actions: Actions = {
	create: async ({ locals, request, url }) => {
		const { ctx, form } = await signedForm({ locals, request, url });
		const chosen = form.getAll('scopes').map(String);
		const words = {
			name: 'tokens.error.name',
			scopes: 'tokens.error.scopes',
			days: 'tokens.error.days',
			conflict: 'tokens.error.many',
			other: 'tokens.error.other',
		} as const;
		const made = await attempt(ctx.t, form, words, async () => {
			const name = String(form.get('name') ?? '').trim();
			const { token } = await createToken(ctx, { name, scopes: chosen as Scope[], days: Number(form.get('days')) });
			return { token, name };
		});
		if (!('data' in made)) return made;
		const { faults, values } = made.data;
		return fail(made.status, { faults, values, chosen });
	},
	end: async ({ locals, request, url }) => {
		const session = requireSession(locals, url);
		const { ctx } = locals;
		await endToken(ctx, session.personId, String((await request.formData()).get('token') ?? ''));
		redirect(303, `/${ctx.locale}/account/tokens?ended`);
	},
};
