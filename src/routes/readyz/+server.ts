import { json } from '@sveltejs/kit';
import { readiness } from '#platform/health.ts';
import type { RequestHandler } from './$types';

/** This node can serve requests now; 503 while it can't. */
export const GET: RequestHandler = async ({ locals }) => {
	const state = await readiness(locals.ctx);
	// What exactly a database says is for the log, not for strangers.
	if (state.database !== 'ok') locals.ctx.log.error({ database: state.database }, 'not ready');
	return json(
		{ ...state, database: state.database === 'ok' ? 'ok' : 'not answering' },
		{ status: state.ready ? 200 : 503, headers: { 'cache-control': 'no-store' } },
	);
};
