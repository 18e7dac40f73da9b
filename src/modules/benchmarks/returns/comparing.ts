import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { leavePool } from '../comparison/leave.ts';
import type { Return } from './model.ts';

/**
 * Takes a return out of comparisons at once, as part of the change that made it leave: its own result, and that of the
 * year after, which says how much changed since. The year after counts again from the next night on.
 */
export async function leaveComparisons(
	ctx: Pick<Ctx, 'log'>,
	tx: DatabaseTransaction,
	{ id, providerId, centreId, year }: Pick<Return, 'id' | 'providerId' | 'centreId' | 'year'>,
): Promise<void> {
	await leavePool(ctx, tx, id);
	const after = await tx
		.selectFrom('benchmarks.return')
		.select('id')
		.where('provider_id', '=', providerId)
		.where('centre_id', 'is not distinct from', centreId)
		.where('year', '=', year + 1)
		.where('deleted_at', 'is', null)
		.executeTakeFirst();
	if (after) await leavePool(ctx, tx, after.id);
}
