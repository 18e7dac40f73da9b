import { returnResultsFile } from '#modules/benchmarks/index.ts';
import { returnFile, separatorOf } from '../../files.ts';
import type { RequestHandler } from './$types';

/** The figures, a line an axis or indicator. */
export const GET: RequestHandler = async ({ locals: { ctx }, params, url }) =>
	returnFile(ctx, params.id, 'results', 'text/csv; charset=utf-8', await returnResultsFile(ctx, params.id, separatorOf(url)));
