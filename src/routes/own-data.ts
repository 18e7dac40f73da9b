import { quickChecksOf } from '#modules/benchmarks/index.ts';
import { positionsOf } from '#modules/network/index.ts';
import { findAccount, listSessions, listTokens, ownLog } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';

/** Everything stored about a person; each room adds its part. */
export async function readOwnData(ctx: Ctx, personId: string) {
	const [account, sessions, tokens, positions, quickChecks, log] = await Promise.all([
		findAccount(ctx.db, personId),
		listSessions(ctx, personId),
		listTokens(ctx, personId),
		positionsOf(ctx, personId),
		quickChecksOf(ctx, personId, 1000),
		ownLog(ctx, personId, 10_000),
	]);
	return { madeAt: ctx.now(), account: account!, positions, quickChecks, sessions, tokens, log };
}
