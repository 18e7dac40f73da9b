import { fewestProviders, monthsNeedsCount, needsIn } from '#modules/benchmarks/index.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import { requireSession } from '../../../forms.ts';
import { circleFor } from './circle.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const messages = ctx.texts.group(ctx.locale, 'needs');
	const { circle, circles } = await circleFor(ctx, url.searchParams.get('of'));
	if (!circle) return { counts: null, messages };
	const { since, themes, hidden } = await needsIn(ctx, circle.id);
	return {
		counts: { circle, circles, since: formatDay(since, ctx.locale), themes, hidden, least: fewestProviders, months: monthsNeedsCount },
		messages,
	};
};
