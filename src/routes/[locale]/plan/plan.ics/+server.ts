import { authorisePlan, planCalendar, readPlan } from '#modules/benchmarks/index.ts';
import { providerOfPlan } from '../provider.ts';
import type { RequestHandler } from './$types';

/** Deadlines of open actions and the next review, for a calendar. */
export const GET: RequestHandler = async ({ locals: { ctx }, url }) => {
	const provider = await providerOfPlan(ctx, url.searchParams.get('provider'));
	await authorisePlan(ctx, provider.id, 'export plan');
	const calendar = planCalendar(await readPlan(ctx, provider.id), {
		name: `${ctx.t('plan.title')} · ${provider.name}`,
		review: ctx.t('plan.review'),
		addressOf: (id) => `${ctx.origin}/${ctx.locale}/plan/${id}`,
		now: ctx.now(),
	});
	return new Response(calendar, {
		headers: {
			'content-type': 'text/calendar; charset=utf-8',
			'content-disposition': 'attachment; filename="action-plan.ics"',
			'cache-control': 'private, no-store',
		},
	});
};
