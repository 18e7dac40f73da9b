import { fail, redirect } from '@sveltejs/kit';
import { comparedReportOfReturn, isEarlier, planFromReturn, readReturn } from '#modules/benchmarks/index.ts';
import { shownReturnComparison, shownReturnReport } from '#modules/benchmarks/report/print-return.ts';
import { AppError } from '#platform/errors.ts';
import { requireSession } from '../../../../forms.ts';
import { revisionOf } from '../../files.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const head = await readReturn(ctx, params.id);
	const revision = revisionOf(url);
	const { report, comparison } = await comparedReportOfReturn(ctx, head.id, revision).catch((error: unknown) => {
		// A return that is not complete has no report yet; its own page says what is missing.
		if (error instanceof AppError && error.code === 'conflict') redirect(303, `/${ctx.locale}/returns/${head.id}`);
		throw error;
	});
	const earlier = revision !== undefined && isEarlier(head, revision);
	return {
		earlier,
		report: shownReturnReport(report, ctx),
		comparison: comparison && shownReturnComparison(comparison, ctx),
		/** A revision as it was is only read. */
		allowed: earlier
			? { share: false, card: false, plan: false }
			: { share: head.allowed.share && !report.draft, card: head.allowed['publish card'], plan: head.allowed.share },
		messages: ctx.texts.group(ctx.locale, 'utility', 'charts', 'comparison', 'peers', 'panels', 'planned'),
	};
};

export const actions: Actions = {
	/** Puts one recommendation into the action plan. */
	plan: async ({ locals, params, request, url }) => {
		requireSession(locals, url);
		const { ctx } = locals;
		const indicators = (await request.formData()).getAll('indicator').map((indicator) => ({ indicator: String(indicator) }));
		try {
			const { added } = await planFromReturn(ctx, { returnId: params.id, indicators });
			redirect(303, `/${ctx.locale}/plan?added=${added}#added`);
		} catch (error) {
			if (error instanceof AppError && (error.code === 'forbidden' || error.code === 'not_found'))
				return fail(403, { fault: 'plan' as const, message: ctx.t('utility.plan.forbidden') });
			throw error;
		}
	},
};
