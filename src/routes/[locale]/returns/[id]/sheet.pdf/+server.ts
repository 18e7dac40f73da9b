import { collectionSheet } from '#modules/benchmarks/report/collection-sheet.ts';
import type { RequestHandler } from './$types';

/** The collection sheet, to print and hand round. */
export const GET: RequestHandler = async ({ locals: { ctx }, params }) => {
	const { bytes, name } = await collectionSheet(ctx, params.id);
	return new Response(Uint8Array.from(bytes), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'private, no-store',
		},
	});
};
