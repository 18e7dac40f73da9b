import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { editionOf } from '../instruments.ts';
import type { Run } from '../runs/access.ts';

type Db = Ctx['db'] | DatabaseTransaction;

/** Whether the answering of a group ended with enough people, so that views are compared and can't be added to. */
export async function isCompared(db: Db, runId: string): Promise<boolean> {
	const row = await db.selectFrom('benchmarks.group_check').select('closed_at').where('run_id', '=', runId).executeTakeFirst();
	return Boolean(row?.closed_at);
}

/**
 * Refuses to finish a group check before its levels are agreed.
 * @throws AppError conflict, with the items that are neither decided nor parked
 */
export async function requireAllSettled(db: Db, run: Run): Promise<void> {
	if (run.status !== 'closed' || !(await isCompared(db, run.id)))
		throw new AppError('conflict', { message: 'Close the answering and agree on the levels first', values: { status: run.status } });
	const settled = await db.selectFrom('benchmarks.agreed_item').select('item').where('run_id', '=', run.id).limit(500).execute();
	const done = new Set(settled.map(({ item }) => item));
	const open = editionOf(run.instrument, run.edition).instrument.items.filter(({ code }) => !done.has(code));
	if (open.length)
		throw new AppError('conflict', {
			message: `Decide or park these items first: ${open.map(({ code }) => code).join(', ')}`,
			values: { fault: 'unsettled', open: open.length, first: open[0]!.code },
		});
}
