import { reportPrint, type PrintVersion } from '#modules/benchmarks/ui/report/print-report.ts';
import type { Report, ReportPart } from '#modules/benchmarks/index.ts';
import type { Ctx } from '#platform/context.ts';
import { fromRoot } from '#platform/paths.ts';
import { printedNow } from '#platform/pdf/printed-now.ts';
import { printPdf } from '#platform/pdf/print.ts';
import { shownReport } from './shown.ts';

/** A report as a PDF download: the whole one, or one page for the director. */
export async function reportPdf(ctx: Ctx, report: Report, version: PrintVersion, parts: readonly ReportPart[]): Promise<Response> {
	const { data, images } = reportPrint(ctx.t, shownReport(report, ctx), { version, parts, printed: printedNow(ctx) });
	const template = version === 'director' ? 'director.typ' : 'go-international.typ';
	const pdf = await printPdf({ template: fromRoot('src', 'modules', 'benchmarks', 'report', template), data, images });
	const name = version === 'director' ? ctx.t('report.pdf.fileDirector') : ctx.t('report.pdf.file');
	return new Response(Uint8Array.from(pdf), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `attachment; filename="${name}.pdf"`,
			'cache-control': 'private, no-store',
		},
	});
}
