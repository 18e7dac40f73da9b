import { returnNumbersFile } from '#modules/benchmarks/index.ts';
import { returnFile, separatorOf } from '../../files.ts';
import type { RequestHandler } from './$types';

/** Everything that was entered; it can be imported again. */
export const GET: RequestHandler = async ({ locals: { ctx }, params, url }) =>
	returnFile(ctx, params.id, 'numbers', 'text/csv; charset=utf-8', await returnNumbersFile(ctx, params.id, separatorOf(url)));
