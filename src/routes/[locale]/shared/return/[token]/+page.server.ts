import { readSharedReturn } from '#modules/benchmarks/index.ts';
import { shownReturnComparison, shownReturnReport } from '#modules/benchmarks/report/print-return.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import type { PageServerLoad } from './$types';

/** What a link shows; the link itself is the right to look, so nothing here is cached or indexed. */
export const load: PageServerLoad = async ({ locals: { ctx }, params, setHeaders }) => {
	const { report, comparison, parts, endsAt } = await readSharedReturn(ctx, params.token);
	setHeaders({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex', 'referrer-policy': 'no-referrer' });
	return {
		report: shownReturnReport(report, ctx),
		comparison: comparison && shownReturnComparison(comparison, ctx),
		parts,
		ends: formatDay(endsAt, ctx.locale),
		messages: ctx.texts.group(ctx.locale, 'utility', 'charts', 'comparison', 'peers', 'panels', 'planned'),
	};
};
