import { redirect } from '@sveltejs/kit';
import {
	endReturnLink,
	linksOfReturn,
	readReturn,
	returnReportParts,
	shareDays,
	shareReturn,
	type ReturnReportPart,
} from '#modules/benchmarks/index.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import { attempt, requireSession } from '../../../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

/** What others usually get: everything but the numbers that were typed and the plan's details. */
const usualParts: ReturnReportPart[] = ['summary', 'axes', 'indicators', 'trend', 'trust', 'gaps', 'method'];

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const head = await readReturn(ctx, params.id);
	const settled = head.state === 'submitted' || head.state === 'locked';
	if (!settled || !head.allowed.share) redirect(303, `/${ctx.locale}/returns/${head.id}`);
	const links = await linksOfReturn(ctx, head.id);
	return {
		returnId: head.id,
		parts: returnReportParts.filter((part) => part !== 'comparison' && part !== 'plan' && (part !== 'centres' || head.level === 'centres')),
		usual: usualParts,
		days: shareDays,
		links: links.map(({ id, label, parts, endsAt, opened }) => ({ id, label, parts, opened, ends: formatDay(endsAt, ctx.locale) })),
		messages: ctx.texts.group(ctx.locale, 'report', 'utility'),
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
				const { token, endsAt } = await shareReturn(ctx, params.id, {
					label: String(form.get('label') ?? ''),
					parts: form.getAll('parts').map(String) as ReturnReportPart[],
					days: String(form.get('days') ?? '') as unknown as number,
				});
				return { link: `${ctx.origin}/${ctx.locale}/shared/return/${token}`, ends: formatDay(endsAt, ctx.locale) };
			},
		);
	},
	end: async ({ locals: { ctx }, params, request }) => {
		await endReturnLink(ctx, params.id, String((await request.formData()).get('link') ?? ''));
		redirect(303, `/${ctx.locale}/returns/${params.id}/share`);
	},
};
