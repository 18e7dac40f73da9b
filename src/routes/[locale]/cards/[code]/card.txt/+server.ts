import { AppError } from '#platform/errors.ts';
import { cardText, readCard } from '#modules/benchmarks/index.ts';
import type { RequestHandler } from './$types';

/** The text whose SHA-256 is the card's fingerprint, byte for byte. */
export const GET: RequestHandler = async ({ locals: { ctx }, params }) => {
	const { content, code } = await readCard(ctx, params.code);
	if (!content) throw new AppError('gone', 'This card is withdrawn');
	return new Response(cardText(content), {
		headers: {
			'content-type': 'text/plain; charset=utf-8',
			'content-disposition': `attachment; filename="card-${code}.txt"`,
			'cache-control': 'no-store',
		},
	});
};
