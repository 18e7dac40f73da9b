import type { Ctx } from '#platform/context.ts';
import { formatDay, formatPlannedDay } from '#platform/i18n/dates.ts';
import { fromRoot } from '#platform/paths.ts';
import { printPdf } from '#platform/pdf/print.ts';
import { printedNow } from '#platform/pdf/printed-now.ts';
import type { ReturnComparison } from '../comparison/return.ts';
import { editionOf } from '../instruments.ts';
import { shownFingerprint } from '../solity/report/card.ts';
import { describeCard, type CardInWords } from '../solity/report/card-words.ts';
import type { Report, ReportPart } from '../solity/report/model.ts';
import { toShownReturn } from '../ui/comparison/shown.ts';
import type { ShownReturnComparison } from '../ui/comparison/return-words.ts';
import { cardPrint } from '../ui/solity/report/print-card.ts';
import { reportPrint, type PrintVersion } from '../ui/solity/report/print-report.ts';
import { toShown, type ShownReport } from '../ui/solity/report/shown.ts';
import type { PublicCard } from '../returns/cards.ts';

const template = (name: string) => fromRoot('src', 'modules', 'benchmarks', 'report', name);

/** The report of a return as pages and prints get it: its moments in the reader's words. */
export function shownReturnReport(report: Report, { locale }: Pick<Ctx, 'locale'>): ShownReport {
	return toShown(report, { day: (moment) => formatDay(moment, locale), plannedDay: (day) => formatPlannedDay(day, locale) });
}

/** The comparison of a return as pages and prints get it: its moments, groups and variables in the reader's words. */
export function shownReturnComparison(compared: ReturnComparison, { t, locale }: Pick<Ctx, 't' | 'locale'>): ShownReturnComparison {
	return toShownReturn(compared, { t, locale, day: (moment) => formatDay(moment, locale) });
}

/** The report of a return as a tagged PDF: the whole one, or one page for the director. */
export async function printReturnReport(
	ctx: Ctx,
	report: Report,
	compared: ReturnComparison | null,
	version: PrintVersion,
	parts: readonly ReportPart[],
): Promise<{ bytes: Uint8Array; name: string }> {
	const comparison = compared && shownReturnComparison(compared, ctx);
	const print = reportPrint(ctx.t, shownReturnReport(report, ctx), { parts, printed: printedNow(ctx), comparison });
	const bytes = await printPdf({ template: template(version === 'director' ? 'solity-director.typ' : 'solity.typ'), ...print });
	return { bytes, name: `${ctx.t(version === 'director' ? 'utility.print.fileDirector' : 'utility.print.file')}-${report.year}.pdf` };
}

/** A card's numbers in the reader's language; null once it is withdrawn. */
export function cardInWords({ locale }: Pick<Ctx, 'locale'>, { content }: Pick<PublicCard, 'content'>): CardInWords | null {
	return content && describeCard(editionOf('solity', content.edition), locale, content);
}

/** Where a card is checked; with the fingerprint of a copy, what a photographed code leads to. */
export function addressOfCard({ origin, locale }: Pick<Ctx, 'origin' | 'locale'>, code: string, fingerprint?: string): string {
	return `${origin}/${locale}/cards/${code}${fingerprint ? `?fingerprint=${fingerprint}` : ''}`;
}

/**
 * The card as one page that leads back to where it can be checked.
 * @param qr a drawing of the address with the fingerprint
 * @returns null once the card is withdrawn
 */
export async function printCard(ctx: Ctx, card: PublicCard, qr: string): Promise<{ bytes: Uint8Array; name: string } | null> {
	const words = cardInWords(ctx, card);
	if (!words) return null;
	const print = cardPrint(ctx.t, words, {
		address: addressOfCard(ctx, card.code),
		fingerprint: shownFingerprint(card.fingerprint),
		qr,
		published: formatDay(card.publishedAt, ctx.locale),
		printedOn: printedNow(ctx).date,
	});
	const bytes = await printPdf({ template: template('solity-card.typ'), ...print });
	return { bytes, name: `${ctx.t('cards.print.file')}-${card.code}.pdf` };
}
