import { readShared } from '#modules/benchmarks/index.ts';
import { shownComparison, shownReport } from '#modules/benchmarks/report/print.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import { unsent } from '#platform/pages/index.ts';
import type { PageServerLoad } from './$types';

/** What a link shows; the link itself is the right to look, so nothing here is cached or indexed. */
/** Read, printed and clicked through, with plain forms: nothing here needs a script, and a report is a lot to send twice. */
export const csr = false;

export const load: PageServerLoad = async ({ locals: { ctx }, params, setHeaders, isDataRequest }) => {
	const { report, comparison, parts, endsAt } = await readShared(ctx, params.token);
	setHeaders({ 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex', 'referrer-policy': 'no-referrer' });
	const shown = { report: shownReport(report, ctx), comparison: comparison && shownComparison(comparison, ctx), parts };
	return {
		shown: isDataRequest ? shown : unsent(shown),
		ends: formatDay(endsAt, ctx.locale),
		messages: ctx.texts.group(ctx.locale, 'report', 'planned', 'spread', 'charts', 'comparison'),
	};
};
