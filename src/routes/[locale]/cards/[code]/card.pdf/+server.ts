import { readCard, shownFingerprint } from '#modules/benchmarks/index.ts';
import { cardPrint } from '#modules/benchmarks/ui/utility/print-card.ts';
import { AppError } from '#platform/errors.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import { fromRoot } from '#platform/paths.ts';
import { printedNow } from '#platform/pdf/printed-now.ts';
import { printPdf } from '#platform/pdf/print.ts';
import { qrOf } from '../../../../qr.ts';
import { cardInWords, checkAddress } from '../words.ts';
import type { RequestHandler } from './$types';

/** The card as one page, with a code that leads back to where it can be checked. */
export const GET: RequestHandler = async ({ locals: { ctx }, params }) => {
	const card = await readCard(ctx, params.code);
	const words = cardInWords(ctx, card);
	if (!words) throw new AppError('gone', 'This card is withdrawn');
	const { path, size } = qrOf(checkAddress(ctx, card));
	const print = cardPrint(ctx.t, words, {
		address: `${ctx.origin}/${ctx.locale}/cards/${card.code}`,
		fingerprint: shownFingerprint(card.fingerprint),
		qr: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 ${size + 4} ${size + 4}"><rect x="-2" y="-2" width="${size + 4}" height="${size + 4}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`,
		published: formatDay(card.publishedAt, ctx.locale),
		printedOn: printedNow(ctx).date,
	});
	const pdf = await printPdf({ template: fromRoot('src', 'modules', 'benchmarks', 'report', 'solity-card.typ'), ...print });
	return new Response(Uint8Array.from(pdf), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `attachment; filename="${ctx.t('cards.print.file')}-${card.code}.pdf"`,
			'cache-control': 'no-store',
		},
	});
};
