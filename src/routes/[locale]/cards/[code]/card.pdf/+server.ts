import { readCard } from '#modules/benchmarks/index.ts';
import { addressOfCard, printCard } from '#modules/benchmarks/report/print-return.ts';
import { AppError } from '#platform/errors.ts';
import { fileDownload } from '../../../../downloads.ts';
import { qrOf } from '../../../../qr.ts';
import type { RequestHandler } from './$types';

/** The card as one page, with a code that leads back to where it can be checked. */
export const GET: RequestHandler = async ({ locals: { ctx }, params }) => {
	const card = await readCard(ctx, params.code);
	const { path, size } = qrOf(addressOfCard(ctx, card.code, card.fingerprint));
	const box = `${size + 4}" height="${size + 4}"`;
	const printed = await printCard(
		ctx,
		card,
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 ${size + 4} ${size + 4}"><rect x="-2" y="-2" width="${box} fill="#fff"/><path d="${path}" fill="#000"/></svg>`,
	);
	if (!printed) throw new AppError('gone', 'This card is withdrawn');
	return fileDownload('application/pdf', printed);
};
