import { redirect } from '@sveltejs/kit';
import { acceptTogether, minutesAnItem, mostItems, takeBack, viewsInWords, viewsOf } from '#modules/benchmarks/index.ts';
import { attempt } from '../../../../forms.ts';
import { headOf } from '../head.ts';
import { enterMeeting } from '../meeting/enter.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx } = event.locals;
	const views = await enterMeeting(event, (token) => viewsOf(ctx, event.params.id, token));
	const { run, leads, submitted, deleted, shared, plan } = views;
	return {
		...(await headOf(ctx, run)),
		status: run.status,
		leads: leads && run.status === 'closed',
		/** Somebody with a role in the run, who has its other pages. */
		member: views.member,
		submitted,
		deleted,
		shared: shared.percent === null ? null : { ...shared, percent: Math.round(shared.percent) },
		talk: { items: plan.order.length, proposed: plan.proposed.length, minutes: plan.proposed.length * minutesAnItem, most: mostItems },
		order: [...plan.order, ...plan.afterwards],
		...viewsInWords(ctx, views),
		messages: ctx.texts.group(ctx.locale, 'runs', 'group', 'views'),
	};
};

export const actions: Actions = {
	accept: async ({ locals: { ctx }, params, request }) => {
		const form = await request.formData();
		return attempt(ctx.t, form, { items: 'views.accept.error', conflict: 'views.error.notOpen', other: 'views.accept.error' }, async () => {
			const accepted = await acceptTogether(ctx, params.id, { items: form.getAll('item').map(String) });
			return { accepted };
		});
	},
	back: async ({ locals: { ctx }, params, request }) => {
		const form = await request.formData();
		return attempt(ctx.t, form, { conflict: 'views.error.notOpen', other: 'views.error.notOpen' }, async () => {
			await takeBack(ctx, params.id, String(form.get('back') ?? ''));
			redirect(303, `/${ctx.locale}/runs/${params.id}/views#accept`);
		});
	},
};
