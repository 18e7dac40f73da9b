import type { ReturnReport, ReturnReportPart } from '#modules/benchmarks/index.ts';
import { reportPrint, type PrintVersion } from '#modules/benchmarks/ui/utility/print-report.ts';
import type { Ctx } from '#platform/context.ts';
import { fromRoot } from '#platform/paths.ts';
import { printedNow } from '#platform/pdf/printed-now.ts';
import { printPdf } from '#platform/pdf/print.ts';
import { shownReport } from './shown.ts';

/** The report of a return as a PDF download: the whole one, or one page for the director. */
export async function reportPdf(
	ctx: Ctx,
	report: ReturnReport,
	version: PrintVersion,
	parts: readonly ReturnReportPart[],
): Promise<Response> {
	const { data, images } = reportPrint(ctx.t, shownReport(report, ctx), { parts, printed: printedNow(ctx) });
	const template = version === 'director' ? 'solity-director.typ' : 'solity.typ';
	const pdf = await printPdf({ template: fromRoot('src', 'modules', 'benchmarks', 'report', template), data, images });
	const name = version === 'director' ? ctx.t('utility.print.fileDirector') : ctx.t('utility.print.file');
	return new Response(Uint8Array.from(pdf), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `attachment; filename="${name}-${report.year}.pdf"`,
			'cache-control': 'private, no-store',
		},
	});
}
