import { fail, redirect } from '@sveltejs/kit';
import { chooseFocus, mostFocus, planFromResult, readRun, reportOf } from '#modules/benchmarks/index.ts';
import { shownReport } from '#modules/benchmarks/report/print.ts';
import { AppError } from '#platform/errors.ts';
import { requireSession } from '../../../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const run = await readRun(ctx, params.id);
	if (run.status !== 'finished') redirect(303, `/${ctx.locale}/runs/${run.id}`);
	const report = await reportOf(ctx, run.id);
	return {
		report: shownReport(report, ctx),
		allowed: { share: run.allowed.share, focus: run.allowed['choose focus'] },
		added: Number(url.searchParams.get('added') ?? -1),
		messages: ctx.texts.group(ctx.locale, 'report', 'spread'),
	};
};

export const actions: Actions = {
	/** Chooses two or three of the priorities as focus. */
	focus: async ({ locals, params, request, url }) => {
		requireSession(locals, url);
		const { ctx } = locals;
		const items = (await request.formData()).getAll('item').map(String);
		if (items.length > mostFocus) return fail(422, { fault: 'focus' as const, message: ctx.t('report.focus.tooMany') });
		await chooseFocus(ctx, params.id, items);
		redirect(303, `/${ctx.locale}/runs/${params.id}/report#priorities`);
	},
	/** Puts one priority, or the whole focus, into the action plan. */
	plan: async ({ locals, params, request, url }) => {
		requireSession(locals, url);
		const { ctx } = locals;
		const form = await request.formData();
		const items = form
			.getAll('item')
			.map((item) => ({ item: String(item), recommendations: form.getAll(`recommendation-${item}`).map(String) }));
		try {
			const { added } = await planFromResult(ctx, { runId: params.id, items });
			redirect(303, `/${ctx.locale}/plan?added=${added}`);
		} catch (error) {
			if (error instanceof AppError && error.code === 'forbidden')
				return fail(403, { fault: 'plan' as const, message: ctx.t('report.plan.forbidden') });
			throw error;
		}
	},
};
