import type { Ctx } from '#platform/context.ts';
import { formatDay, formatPlannedDay, formatShortDay, formatMonth } from '#platform/i18n/dates.ts';
import { fromRoot } from '#platform/paths.ts';
import { printPdf } from '#platform/pdf/print.ts';
import { printedNow } from '#platform/pdf/printed-now.ts';
import type { RunComparison } from '../comparison/run.ts';
import { peersIn } from '../ui/comparison/comparison-words.ts';
import { runPrint } from '../ui/comparison/print-comparison.ts';
import type { ShownRunComparison } from '../ui/comparison/run-words.ts';
import { toShownRun } from '../ui/comparison/shown.ts';
import { reportPrint, type PrintVersion } from '../ui/report/print-report.ts';
import { toShown, type ShownReport } from '../ui/report/shown.ts';
import type { Report, ReportPart } from './model.ts';

/** A report as pages and prints get it: its moments in the reader's words. */
export function shownReport(report: Report, { locale }: Pick<Ctx, 'locale'>): ShownReport {
	return toShown(report, {
		day: (moment) => formatDay(moment, locale),
		shortDay: (moment) => formatShortDay(moment, locale),
		month: (moment) => formatMonth(moment, locale),
		plannedDay: (day) => formatPlannedDay(day, locale),
	});
}

/** A comparison as pages and prints get it: its moments and groups in the reader's words. */
export function shownComparison(compared: RunComparison, { t, locale }: Pick<Ctx, 't' | 'locale'>): ShownRunComparison {
	return toShownRun(compared, { t, locale, day: (moment) => formatDay(moment, locale) });
}

/** A report as a tagged PDF: the whole one, or one page for the director. */
export async function printReport(
	ctx: Ctx,
	report: Report,
	compared: RunComparison | null,
	version: PrintVersion,
	parts: readonly ReportPart[],
): Promise<{ bytes: Uint8Array; name: string }> {
	const comparison = compared && shownComparison(compared, ctx);
	const { data, images } = reportPrint(ctx.t, shownReport(report, ctx), {
		version,
		parts,
		printed: printedNow(ctx),
		...(comparison && { peers: peersIn(comparison.parts), extra: { comparison: runPrint(ctx.t, comparison) } }),
	});
	const template = version === 'director' ? 'director.typ' : 'go-international.typ';
	const bytes = await printPdf({ template: fromRoot('src', 'modules', 'benchmarks', 'report', template), data, images });
	return { bytes, name: `${ctx.t(version === 'director' ? 'report.pdf.fileDirector' : 'report.pdf.file')}.pdf` };
}
