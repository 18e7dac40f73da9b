import { redirect } from '@sveltejs/kit';
import { endLink, linksOf, readRun, reportParts, shareDays, shareReport, type ReportPart } from '#modules/benchmarks/index.ts';
import { requireSession } from '../../../../forms.ts';
import { makeLink, shownLinks } from '../../../../share-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** What a mentor usually gets: everything but private notes and the plan with its names. */
const usualParts: ReportPart[] = ['summary', 'sections', 'answers', 'findOut', 'readiness', 'progress', 'method'];

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const run = await readRun(ctx, params.id);
	if (run.status !== 'finished' || !run.allowed.share) redirect(303, `/${ctx.locale}/runs/${run.id}`);
	const links = await linksOf(ctx, run.id);
	return {
		runId: run.id,
		parts: reportParts.filter((part) => part !== 'spread' || run.mode === 'group'),
		usual: usualParts,
		days: shareDays,
		links: shownLinks(links, ctx.locale),
		messages: ctx.texts.group(ctx.locale, 'report'),
	};
};

export const actions: Actions = {
	make: async ({ locals, params, request, url }) => {
		requireSession(locals, url);
		const { ctx } = locals;
		return makeLink(ctx, request, 'shared', (input: Parameters<typeof shareReport>[2]) => shareReport(ctx, params.id, input));
	},
	end: async ({ locals: { ctx }, params, request }) => {
		await endLink(ctx, params.id, String((await request.formData()).get('link') ?? ''));
		redirect(303, `/${ctx.locale}/runs/${params.id}/share`);
	},
};
