import { redirect } from '@sveltejs/kit';
import {
	changePassword,
	changeProfile,
	endOtherSessions,
	endSession,
	findAccount,
	listSessions,
	ownLog,
	requestErasure,
	requestMailChange,
	shortestPassword,
} from '#platform/auth/index.ts';
import { sessionCookie } from '#platform/auth/cookie.ts';
import { formatMoment } from '#platform/i18n/dates.ts';
import { attempt, requireSession } from '../../forms.ts';
import { actionWords } from '../../log-words.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const session = requireSession(locals, url);
	const { ctx } = locals;
	const [account, sessions, log] = await Promise.all([
		findAccount(ctx.db, session.personId),
		listSessions(ctx, session.personId, session.id),
		ownLog(ctx, session.personId, 20),
	]);
	return {
		account: {
			name: account!.name,
			email: account!.email,
			locale: account!.locale,
			hasPassword: account!.hasPassword,
			hasTotp: account!.hasTotp,
			administrator: account!.administrator,
		},
		sessions: sessions.map(({ id, userAgent, lastUsedAt, current }) => ({
			id,
			current,
			device: userAgent,
			used: formatMoment(lastUsedAt, ctx.locale),
		})),
		log: log.map(({ id, at, action, address }) => ({ id, at: formatMoment(at, ctx.locale), action: actionWords(ctx, action), address })),
		shortest: shortestPassword,
		done: url.searchParams.get('done'),
		messages: ctx.texts.group(ctx.locale, 'account'),
	};
};

export const actions: Actions = {
	profile: async ({ locals, request, url }) => {
		const session = requireSession(locals, url);
		const form = await request.formData();
		const { ctx } = locals;
		return attempt(ctx.t, form, { name: 'account.error.name', other: 'account.error.other' }, async () => {
			const locale = String(form.get('locale') ?? '');
			await changeProfile(ctx, session.personId, { name: String(form.get('name') ?? ''), locale });
			redirect(303, `/${ctx.locale}/account?done=profile`);
		});
	},
	mail: async ({ locals, request, url }) => {
		const session = requireSession(locals, url);
		const form = await request.formData();
		const { ctx } = locals;
		return attempt(ctx.t, form, { email: 'account.error.mail', other: 'account.error.mail' }, async () => {
			await requestMailChange(ctx, session.personId, { email: String(form.get('email') ?? '') });
			redirect(303, `/${ctx.locale}/account?done=mail`);
		});
	},
	password: async ({ locals, request, url }) => {
		const session = requireSession(locals, url);
		const form = await request.formData();
		const { ctx } = locals;
		const words = {
			current: 'account.error.current',
			'password.short': 'account.error.password.short',
			'password.long': 'account.error.password.long',
			'password.common': 'account.error.password.common',
			'password.personal': 'account.error.password.personal',
			other: 'account.error.other',
		} as const;
		return attempt(ctx.t, form, words, async () => {
			await changePassword(ctx, session.personId, session.id, {
				current: String(form.get('current') ?? ''),
				password: String(form.get('password') ?? ''),
			});
			redirect(303, `/${ctx.locale}/account?done=password`);
		});
	},
	end: async ({ locals, request, url }) => {
		const session = requireSession(locals, url);
		await endSession(locals.ctx, session.personId, String((await request.formData()).get('session') ?? ''));
		redirect(303, `/${locals.ctx.locale}/account?done=session#sessions`);
	},
	endOthers: async ({ locals, url }) => {
		const session = requireSession(locals, url);
		await endOtherSessions(locals.ctx, session.personId, session.id);
		redirect(303, `/${locals.ctx.locale}/account?done=session#sessions`);
	},
	erase: async (event) => {
		const session = requireSession(event.locals, event.url);
		const { ctx } = event.locals;
		const form = await event.request.formData();
		return attempt(ctx.t, form, { other: 'account.error.other' }, async () => {
			if (form.get('sure') !== 'on') return { erase: ctx.t('account.error.sure') };
			await requestErasure(ctx, session.personId);
			sessionCookie.drop(event);
			redirect(303, `/${ctx.locale}`);
		});
	},
};
