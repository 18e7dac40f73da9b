import { returnTemplate } from '#modules/benchmarks/index.ts';
import { returnFile, separatorOf } from '../../files.ts';
import type { RequestHandler } from './$types';

/** A blank file for collecting. */
export const GET: RequestHandler = async ({ locals: { ctx }, params, url }) =>
	returnFile(ctx, params.id, 'template', 'text/csv; charset=utf-8', await returnTemplate(ctx, params.id, separatorOf(url)));
