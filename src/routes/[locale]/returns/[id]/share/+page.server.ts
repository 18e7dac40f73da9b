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
import { requireSession } from '../../../../forms.ts';
import { makeLink, shownLinks } from '../../../../share-form.ts';
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
		parts: returnReportParts.filter((part) => part !== 'centres' || head.level === 'centres'),
		usual: usualParts,
		days: shareDays,
		links: shownLinks(links, ctx.locale),
		messages: ctx.texts.group(ctx.locale, 'report', 'utility'),
	};
};

export const actions: Actions = {
	make: async ({ locals, params, request, url }) => {
		requireSession(locals, url);
		const { ctx } = locals;
		return makeLink(ctx, request, 'shared/return', (input: Parameters<typeof shareReturn>[2]) => shareReturn(ctx, params.id, input));
	},
	end: async ({ locals: { ctx }, params, request }) => {
		await endReturnLink(ctx, params.id, String((await request.formData()).get('link') ?? ''));
		redirect(303, `/${ctx.locale}/returns/${params.id}/share`);
	},
};
