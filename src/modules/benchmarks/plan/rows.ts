import { sql } from 'kysely';
import { audit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { isId } from '#platform/ids.ts';

export type ActionRow = Awaited<ReturnType<typeof findAction>>;

/** @throws AppError not_found */
export async function findAction(db: Ctx['db'] | DatabaseTransaction, id: string, removed = false) {
	const row = isId(id)
		? await db
				.selectFrom('benchmarks.action')
				.selectAll()
				.where('id', '=', id)
				.$if(!removed, (query) => query.where('deleted_at', 'is', null))
				.executeTakeFirst()
		: undefined;
	if (!row) throw new AppError('not_found', 'There is no such action');
	return row;
}

/** Changes an action while nobody else can. @throws AppError not_found */
export async function onAction<T>(ctx: Ctx, id: string, work: (tx: DatabaseTransaction, row: ActionRow) => Promise<T>): Promise<T> {
	return inTransaction(ctx, async (tx) => {
		await sql`select 1 from benchmarks.action where id = ${isId(id) ? id : null} for update`.execute(tx);
		return work(tx, await findAction(tx, id));
	});
}

export async function auditAction(
	ctx: Ctx,
	tx: DatabaseTransaction,
	verb: string,
	id: string,
	providerId: string,
	details: Record<string, unknown> = {},
): Promise<void> {
	await audit(ctx, tx, { action: `benchmarks.action.${verb}`, subject: { kind: 'action', id }, organisationId: providerId, details });
}
