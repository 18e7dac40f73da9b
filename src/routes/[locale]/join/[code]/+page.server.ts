import { fail, redirect } from '@sveltejs/kit';
import { joinByCode, meetingWords, readJoinCode, readParticipation, roleGroups, shownCode, tidyCode } from '#modules/benchmarks/index.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { attempt } from '../../../forms.ts';
import { keepParticipation, readSecret } from '../../participate/session.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx } = event.locals;
	const messages = ctx.texts.group(ctx.locale, 'join', 'group');
	const code = shownCode(tidyCode(event.params.code));
	const secret = readSecret(event);
	const here = secret ? await placeOf(ctx, secret) : null;
	try {
		const offer = await readJoinCode(ctx, event.params.code);
		return {
			code,
			provider: offer.provider,
			meeting: meetingWords(offer.meeting, ctx.locale),
			/** This device answers for somebody already, in this group or in another one. */
			here: here && { name: here.name, same: here.runId === offer.runId },
			roleGroups,
			// The form sent twice joins once.
			place: newId(),
			fault: null,
			messages,
		};
	} catch (error) {
		if (!(error instanceof AppError) || error.status >= 500) throw error;
		const wait = error.code === 'too_many_requests';
		return { code, provider: null, fault: wait ? ctx.t('errors.tooMany.text') : ctx.t('join.error.code'), messages };
	}
};

async function placeOf(ctx: Ctx, secret: string): Promise<{ name: string | null; runId: string } | null> {
	try {
		const { participant, run } = await readParticipation(ctx, secret);
		return { name: participant.name, runId: run.id };
	} catch (error) {
		if (error instanceof AppError && error.code === 'not_found') return null;
		throw error;
	}
}

export const actions: Actions = {
	default: async (event) => {
		const { ctx } = event.locals;
		const form = await event.request.formData();
		const field = (name: string) => String(form.get(name) ?? '');
		const words = {
			name: 'join.error.name',
			roleGroup: 'group.role.error',
			email: 'join.error.email',
			'email.invited': 'join.error.invited',
			not_found: 'join.error.code',
			conflict: 'join.error.full',
			other: 'join.error.name',
		} as const;
		const joined = await attempt(ctx.t, form, words, () =>
			joinByCode(ctx, event.params.code, {
				name: field('name'),
				roleGroup: field('roleGroup') as (typeof roleGroups)[number],
				email: field('email'),
				key: field('place'),
			}),
		);
		if (!('token' in joined)) return fail(joined.status, joined.data);
		keepParticipation(event, joined.token);
		redirect(303, `/${ctx.locale}/participate`);
	},
};
