import type { QuickCheckResult } from '#modules/benchmarks/index.ts';
import { printQuickCheck } from '#modules/benchmarks/report/quick-check.ts';
import type { Ctx } from '#platform/context.ts';

/** The one-page PDF of a quick check as a download. */
export async function quickPdf(ctx: Ctx, result: QuickCheckResult, note?: string): Promise<Response> {
	const { bytes, name } = await printQuickCheck(ctx, result, note);
	return new Response(Uint8Array.from(bytes), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'private, no-store',
		},
	});
}
