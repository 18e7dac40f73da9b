import type { ReturnReport } from '#modules/benchmarks/index.ts';
import { toShown, type ShownReport } from '#modules/benchmarks/ui/utility/shown.ts';
import type { Ctx } from '#platform/context.ts';
import { formatDay } from '#platform/i18n/dates.ts';

/** The report of a return as pages and prints get it: its moments in the reader's words. */
export function shownReport(report: ReturnReport, ctx: Pick<Ctx, 'locale'>): ShownReport {
	return toShown(report, (moment) => formatDay(moment, ctx.locale));
}
