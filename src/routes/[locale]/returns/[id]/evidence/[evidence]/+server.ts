import { downloadEvidence } from '#modules/benchmarks/index.ts';
import type { RequestHandler } from './$types';

/** The file of a piece of evidence. */
export const GET: RequestHandler = ({ locals: { ctx }, params }) => downloadEvidence(ctx, params.id, params.evidence);
