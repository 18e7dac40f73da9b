import type { Ctx } from '#platform/context.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import { fromRoot } from '#platform/paths.ts';
import { printedNow } from '#platform/pdf/printed-now.ts';
import { printPdf } from '#platform/pdf/print.ts';
import type { QuickCheckResult } from '../quick-check/queries.ts';
import { quickPrint } from '../ui/print-quick.ts';

/** The one page for the director, in the reader's language. */
export async function printQuickCheck(
	ctx: Ctx,
	result: QuickCheckResult,
	/** Said in place of the day, for a result that is nobody's. */
	note?: string,
): Promise<{ bytes: Uint8Array; name: string }> {
	const { madeAt, ...shown } = result;
	const { data, images } = quickPrint(
		ctx.t,
		shown,
		note ?? ctx.t('quick.result.made', { date: formatDay(madeAt, ctx.locale) }),
		printedNow(ctx),
	);
	const bytes = await printPdf({ template: fromRoot('src', 'modules', 'benchmarks', 'report', 'quick-check.typ'), data, images });
	return { bytes, name: `${ctx.t('quick.pdf.file')}.pdf` };
}
