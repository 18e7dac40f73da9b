import { sql } from 'kysely';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { defaultWeights, variables, weightSetsADay, type Weights } from './similar.ts';

const textOf = (weights: Weights) => variables.map((variable) => weights[variable]).join(',');

/**
 * Counts a set of weights as tried today (UTC) for a provider or centre, whoever of it asks. The usual set, and one that was
 * tried today already, are free.
 * @throws AppError too_many_requests for a sixth set on one day
 */
export async function tryWeights({ db, now }: Pick<Ctx, 'db' | 'now'>, unitId: string, weights: Weights): Promise<void> {
	const text = textOf(weights);
	if (text === textOf(defaultWeights)) return;
	const today = now().toISOString().slice(0, 10);
	const tried = await db.transaction().execute(async (tx) => {
		// One at a time for a unit, or two at once could both be the fifth.
		await sql`select pg_advisory_xact_lock(hashtextextended(${`benchmarks.comparison_weights ${unitId}`}, 0))`.execute(tx);
		await sql`
			insert into benchmarks.comparison_weights (unit_id, day, weights)
			select ${unitId}, ${today}, ${text} where (
				select count(*) from benchmarks.comparison_weights where unit_id = ${unitId} and day = ${today}
			) < ${weightSetsADay}
			on conflict do nothing`.execute(tx);
		const row = await tx
			.selectFrom('benchmarks.comparison_weights')
			.select('day')
			.where('unit_id', '=', unitId)
			.where('day', '=', today)
			.where('weights', '=', text)
			.executeTakeFirst();
		return row !== undefined;
	});
	if (!tried)
		throw new AppError('too_many_requests', {
			message: `At most ${weightSetsADay} sets of weights can be tried a day; use one of today’s, or come back tomorrow`,
			field: 'weights',
		});
}

/** @throws AppError conflict for weights that are not the usual ones and were not tried today */
export async function requireTried({ db, now }: Pick<Ctx, 'db' | 'now'>, unitId: string, weights: Weights): Promise<void> {
	const text = textOf(weights);
	if (text === textOf(defaultWeights)) return;
	const tried = await db
		.selectFrom('benchmarks.comparison_weights')
		.select('day')
		.where('unit_id', '=', unitId)
		.where('day', '=', now().toISOString().slice(0, 10))
		.where('weights', '=', text)
		.executeTakeFirst();
	if (!tried) throw new AppError('conflict', { message: 'Compare with these weights first; they were not tried today', field: 'weights' });
}

/** Forgets what was tried on days that are over. @returns how many sets */
export async function forgetWeights({ db, now }: Pick<Ctx, 'db' | 'now'>): Promise<number> {
	const today = now().toISOString().slice(0, 10);
	const { numDeletedRows } = await db.deleteFrom('benchmarks.comparison_weights').where('day', '<', today).executeTakeFirst();
	return Number(numDeletedRows);
}
