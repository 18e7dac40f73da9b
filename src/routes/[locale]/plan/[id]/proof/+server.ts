import { actionProof } from '#modules/benchmarks/index.ts';
import { downloadFile } from '#platform/files/index.ts';
import type { RequestHandler } from './$types';

/** The evidence of an action, for those who may read the plan. */
export const GET: RequestHandler = async ({ locals: { ctx }, params }) => downloadFile(ctx, await actionProof(ctx, params.id));
