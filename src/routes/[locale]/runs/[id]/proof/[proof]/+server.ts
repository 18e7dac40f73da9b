import { downloadProof } from '#modules/benchmarks/index.ts';
import type { RequestHandler } from './$types';

/** A file that was added as proof. */
export const GET: RequestHandler = ({ locals: { ctx }, params }) => downloadProof(ctx, params.id, params.proof);
