import type { QuickCheckResult } from '#modules/benchmarks/index.ts';
import { printQuickCheck } from '#modules/benchmarks/report/quick-check.ts';
import type { Ctx } from '#platform/context.ts';
import { fileDownload } from '../../../downloads.ts';

/** The one-page PDF of a quick check as a download. */
export async function quickPdf(ctx: Ctx, result: QuickCheckResult, note?: string): Promise<Response> {
	return fileDownload('application/pdf', await printQuickCheck(ctx, result, note));
}
