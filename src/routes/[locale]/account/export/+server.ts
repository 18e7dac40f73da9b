import { quickChecksOf } from '#modules/benchmarks/index.ts';
import { positionsOf } from '#modules/network/index.ts';
import { findAccount, listSessions, ownLog } from '#platform/auth/index.ts';
import { requireSession } from '../../../forms.ts';
import type { RequestHandler } from './$types';

/** Everything stored about the person who asks, as one JSON file. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const { personId } = requireSession(locals, url);
	const { ctx } = locals;
	const [account, sessions, positions, quickChecks, log] = await Promise.all([
		findAccount(ctx.db, personId),
		listSessions(ctx, personId),
		positionsOf(ctx, personId),
		quickChecksOf(ctx, personId, 1000),
		ownLog(ctx, personId, 10_000),
	]);
	return new Response(JSON.stringify({ madeAt: ctx.now(), account, positions, quickChecks, sessions, log }, null, '\t'), {
		headers: {
			'content-type': 'application/json',
			'content-disposition': 'attachment; filename="venhans-my-data.json"',
			'cache-control': 'private, no-store',
		},
	});
};
