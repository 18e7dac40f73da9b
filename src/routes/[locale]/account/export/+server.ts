import { requireSession } from '../../../forms.ts';
import { readOwnData } from '../../../own-data.ts';
import type { RequestHandler } from './$types';

/** Everything stored about the person who asks, as one JSON file. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const { personId } = requireSession(locals, url);
	return new Response(JSON.stringify(await readOwnData(locals.ctx, personId), null, '\t'), {
		headers: {
			'content-type': 'application/json',
			'content-disposition': 'attachment; filename="venhans-my-data.json"',
			'cache-control': 'private, no-store',
		},
	});
};
