import { quickCheckResult } from '#modules/benchmarks/index.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import { requireSession } from '../../../forms.ts';
import type { PageServerLoad } from './$types';

/** A quick check that was kept in an account. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const { madeAt, ...result } = await quickCheckResult(ctx, { runId: params.id });
	return { result, madeOn: formatDay(madeAt, ctx.locale), messages: ctx.texts.group(ctx.locale, 'quick') };
};
