import { fail, redirect } from '@sveltejs/kit';
import {
	accessRun,
	authoriseRun,
	chooseFocus,
	compareRun,
	focusNumber,
	ownNeeds,
	planFromResult,
	planRights,
	readRun,
	reportOf,
	runsOf,
	takeNeedBack,
	tellNeed,
} from '#modules/benchmarks/index.ts';
import { shownComparison, shownReport } from '#modules/benchmarks/report/print.ts';
import { AppError } from '#platform/errors.ts';
import { rememberPart } from '#platform/pages/index.ts';
import { personOf } from '#platform/policy.ts';
import { requireSession } from '../../../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

/** Read, printed and clicked through, with plain forms: nothing here needs a script, and a report is a lot to send twice. */
export const csr = false;

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const { run, allows } = await accessRun(ctx, params.id);
	if (run.status !== 'finished') redirect(303, `/${ctx.locale}/runs/${run.id}`);
	await authoriseRun(ctx, run.id, 'read report');
	const allowed = { share: allows('share'), focus: allows('choose focus') };
	const rights = await planRights(ctx, run.providerId);
	const remembered = await rememberPart(ctx, ['report', run.id, ctx.locale, personOf(ctx.actor), allowed, rights], async () => {
		const [report, compared, needs, readable] = await Promise.all([
			reportOf(ctx, run.id),
			compareRun(ctx, run.id, null),
			rights.tell ? ownNeeds(ctx, run.providerId) : undefined,
			runsOf(ctx, run.providerId),
		]);
		const body = {
			report: shownReport(report, ctx),
			comparison: shownComparison(compared, ctx),
			needs,
			/** Whether the reports of all earlier checks open for the reader, too. */
			links: report.trend?.runs.every(({ runId }) => readable.some((each) => each.runId === runId)) ?? false,
			allowed,
		};
		return { head: { provider: report.provider.name }, body };
	});
	return { ...remembered, messages: ctx.texts.group(ctx.locale, 'report', 'planned', 'spread', 'charts', 'comparison') };
};

export const actions: Actions = {
	/** Chooses two or three of the priorities as focus. */
	focus: async ({ locals, params, request, url }) => {
		requireSession(locals, url);
		const { ctx } = locals;
		const items = (await request.formData()).getAll('item').map(String);
		const refuse = (message: string) => fail(422, { fault: 'focus' as const, message });
		if (items.length > focusNumber.most) return refuse(ctx.t('report.focus.tooMany'));
		try {
			await chooseFocus(ctx, params.id, items);
		} catch (error) {
			if (error instanceof AppError && error.code === 'invalid_input') return refuse(ctx.t('report.focus.tooFew'));
			throw error;
		}
		redirect(303, `/${ctx.locale}/runs/${params.id}/report#priorities`);
	},
	/** Says that something is needed on a theme, or takes it back. */
	need: async ({ locals, params, request, url }) => {
		requireSession(locals, url);
		const { ctx } = locals;
		const form = await request.formData();
		const { providerId } = await readRun(ctx, params.id);
		const change = form.get('told') ? takeNeedBack : tellNeed;
		await change(ctx, providerId, String(form.get('theme') ?? ''));
		redirect(303, `/${ctx.locale}/runs/${params.id}/report#${encodeURIComponent(String(form.get('back') ?? ''))}`);
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
			const { added, providerId } = await planFromResult(ctx, { runId: params.id, items });
			redirect(303, `/${ctx.locale}/plan?provider=${providerId}&added=${added}#added`);
		} catch (error) {
			if (error instanceof AppError && error.code === 'forbidden')
				return fail(403, { fault: 'plan' as const, message: ctx.t('report.plan.forbidden') });
			throw error;
		}
	},
};
