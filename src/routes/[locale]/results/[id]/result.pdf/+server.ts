import { quickCheckResult } from '#modules/benchmarks/index.ts';
import { requirePerson } from '#platform/policy.ts';
import { quickPdf } from '../../../benchmarks/go-international/print.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals: { ctx }, params }) => {
	requirePerson(ctx);
	return quickPdf(ctx, await quickCheckResult(ctx, { runId: params.id }));
};
