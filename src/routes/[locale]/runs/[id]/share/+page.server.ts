import { redirect } from '@sveltejs/kit';
import { endLink, linksOf, readRun, reportParts, shareDays, shareReport, type ReportPart } from '#modules/benchmarks/index.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import { attempt, requireSession } from '../../../../forms.ts';
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
		links: links.map(({ id, label, parts, endsAt, opened }) => ({ id, label, parts, opened, ends: formatDay(endsAt, ctx.locale) })),
		messages: ctx.texts.group(ctx.locale, 'report'),
	};
};

export const actions: Actions = {
	make: async ({ locals, params, request, url }) => {
		requireSession(locals, url);
		const { ctx } = locals;
		const form = await request.formData();
		return attempt(
			ctx.t,
			form,
			{
				parts: 'report.share.error.parts',
				days: 'report.share.error.days',
				label: 'report.share.error.label',
				other: 'report.share.error.many',
			},
			async () => {
				const { token, endsAt } = await shareReport(ctx, params.id, {
					label: String(form.get('label') ?? ''),
					parts: form.getAll('parts').map(String) as ReportPart[],
					days: String(form.get('days') ?? '') as unknown as number,
				});
				return { link: `${ctx.origin}/${ctx.locale}/shared/${token}`, ends: formatDay(endsAt, ctx.locale) };
			},
		);
	},
	end: async ({ locals: { ctx }, params, request }) => {
		await endLink(ctx, params.id, String((await request.formData()).get('link') ?? ''));
		redirect(303, `/${ctx.locale}/runs/${params.id}/share`);
	},
};
