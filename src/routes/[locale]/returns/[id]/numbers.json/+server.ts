import { returnJson } from '#modules/benchmarks/index.ts';
import { returnFile } from '../../files.ts';
import type { RequestHandler } from './$types';

/** Everything that was entered, for machines. */
export const GET: RequestHandler = async ({ locals: { ctx }, params }) =>
	returnFile(ctx, params.id, 'numbers', 'application/json; charset=utf-8', JSON.stringify(await returnJson(ctx, params.id), null, '\t'));
