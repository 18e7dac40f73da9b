import { quickPrint } from '#modules/benchmarks/ui/print-quick.ts';
import type { QuickCheckResult } from '#modules/benchmarks/index.ts';
import type { Ctx } from '#platform/context.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import { fromRoot } from '#platform/paths.ts';
import { printPdf } from '#platform/pdf/print.ts';

/** The one-page PDF of a quick check as a download. */
export async function quickPdf(ctx: Ctx, result: QuickCheckResult): Promise<Response> {
	const { madeAt, ...shown } = result;
	const { data, images } = quickPrint(ctx.t, shown, formatDay(madeAt, ctx.locale));
	const pdf = await printPdf({ template: fromRoot('src', 'modules', 'benchmarks', 'report', 'quick-check.typ'), data, images });
	return new Response(Uint8Array.from(pdf), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `attachment; filename="${ctx.t('quick.pdf.file')}.pdf"`,
			'cache-control': 'private, no-store',
		},
	});
}
