import type { Report, ReportPart, RunComparison } from '#modules/benchmarks/index.ts';
import { printReport } from '#modules/benchmarks/report/print.ts';
import type { PrintVersion } from '#modules/benchmarks/ui/report/print-report.ts';
import type { Ctx } from '#platform/context.ts';
import { fileDownload } from '../../../../downloads.ts';

/** A report as a PDF download: the whole one, or one page for the director. */
export async function reportPdf(
	ctx: Ctx,
	report: Report,
	compared: RunComparison | null,
	version: PrintVersion,
	parts: readonly ReportPart[],
): Promise<Response> {
	return fileDownload('application/pdf', await printReport(ctx, report, compared, version, parts));
}
