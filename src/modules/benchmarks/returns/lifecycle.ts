import { sql } from 'kysely';
import { audit } from '#platform/audit.ts';
import type { App, Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { announce, inTransaction } from '#platform/events.ts';
import { dropFile } from '#platform/files/index.ts';
import { publishLive } from '#platform/live.ts';
import { cohortFault, type CohortBasis } from '../solity/cohort.ts';
import { daysUntilLocked, step, type Action } from '../solity/states.ts';
import { accessReturn, authoriseReturn, editionOfReturn, type ReturnAccess } from './access.ts';
import { unconfirmed } from './confirmations.ts';
import { evaluate } from './evaluation.ts';
import { leaveComparisons } from './comparing.ts';
import { record } from './history.ts';
import { noteInput, type Return } from './model.ts';
import { stateRoleOf } from './policy.ts';
import { returnTopic } from './presence.ts';
import { refuse, type UnitFault } from './refuse.ts';
import { inputsOf, storeResult, yearBefore } from './result.ts';
import { forgetSilences } from './task-silence.ts';
import { requireFree } from './start.ts';

/** A deleted return can be taken back for so many days. */
export const daysToRestoreReturn = 14;

/**
 * Submits a return and keeps its figures. Everything that is wrong is told at once.
 * @throws AppError forbidden, conflict (state, cohort, warnings without a comment), invalid_input with all errors
 */
export async function submitReturn(ctx: Ctx, id: string): Promise<{ revision: number }> {
	return onReturn(ctx, id, 'submit', async (tx, access) => {
		const { row } = access;
		const edition = editionOfReturn(row);
		const inputs = await inputsOf(tx, row);
		const found = evaluate(edition.instrument, inputs.file, 'submit', await yearBefore(tx, row));
		const waiting = await unconfirmed(tx, row.id, found.warnings);
		const early = cohortOf(row, ctx.now());
		const { revision } = take(ctx, access, 'submit', '', [...found.faults, ...(early ? [early] : [])], waiting.length);
		await storeResult(tx, { ...row, revision }, inputs, found, ctx.now());
		return { to: 'submitted', revision, changes: { submitted_at: ctx.now() }, note: '' } as const;
	});
}

/** Gives a submitted return back for corrections. @throws AppError invalid_input without a note */
export async function sendBackReturn(ctx: Ctx, id: string, input: { note: string }): Promise<void> {
	const { note } = noteInput.parse(input);
	await onReturn(ctx, id, 'send-back', async (_, access) => {
		const { to, revision } = take(ctx, access, 'send-back', note);
		return { to, revision, changes: { submitted_at: null }, note };
	});
}

/** Makes a submitted return official: its figures stay as they are for ever. */
export async function lockReturn(ctx: Ctx, id: string): Promise<void> {
	await onReturn(ctx, id, 'lock', async (tx, access) => {
		const { to, revision } = take(ctx, access, 'lock', '');
		await lockResult(tx, [access.row.id], ctx.now());
		return { to, revision, changes: { locked_at: ctx.now() }, note: '' };
	});
}

/**
 * Opens a locked return for corrections; its figures stay in the history and it leaves comparisons at once.
 * @throws AppError invalid_input without a reason
 */
export async function reopenReturn(ctx: Ctx, id: string, input: { note: string }): Promise<void> {
	const { note } = noteInput.parse(input);
	await onReturn(ctx, id, 'reopen', async (tx, access) => {
		const { to, revision } = take(ctx, access, 'reopen', note);
		await leaveComparisons(ctx, tx, access.row);
		return { to, revision, changes: { submitted_at: null, locked_at: null }, note };
	});
}

type Changed = { to: Return['state']; revision: number; changes: object; note: string };

/** One step of a return's states, with its row held. */
async function onReturn(
	ctx: Ctx,
	id: string,
	action: Action,
	work: (tx: DatabaseTransaction, access: ReturnAccess) => Promise<Changed>,
): Promise<{ revision: number }> {
	return inTransaction(ctx, async (tx) => {
		const access = await accessReturn(ctx, id, { tx, lock: true });
		const { row } = access;
		const { to, revision, changes, note } = await work(tx, access);
		await tx
			.updateTable('benchmarks.return')
			.set({ state: to, revision, version: sql`version + 1`, changed_at: ctx.now(), ...changes })
			.where('id', '=', id)
			.execute();
		await record(ctx, tx, { id, revision }, [{ kind: 'state', before: row.state, after: to, note }]);
		await audit(ctx, tx, {
			action: `benchmarks.return.${action}`,
			subject: { kind: 'return', id },
			organisationId: row.providerId,
			details: { revision },
		});
		await announce(tx, 'benchmarks.return.moved', {
			returnId: id,
			providerId: row.providerId,
			year: row.year,
			from: row.state,
			to,
			revision,
		});
		await publishLive(tx, returnTopic(id), { kind: 'state', state: to });
		return { revision };
	});
}

/** The step of the table of states, or the refusal in the edition's words. */
function take(ctx: Ctx, { row, roles }: ReturnAccess, action: Action, note: string, faults: readonly UnitFault[] = [], waiting = 0) {
	const taken = step({
		from: row.state,
		action,
		roles: roles.map(({ role }) => stateRoleOf[role]),
		revision: row.revision,
		faults,
		unconfirmed: waiting,
		note,
	});
	if ('faults' in taken) refuse(ctx, editionOfReturn(row), taken.faults);
	return taken;
}

/** E_COHORT_NOT_READY on a day that is too early; the provider's day is taken as the one in UTC. */
export function cohortOf({ year, settings }: Return, now: Date): UnitFault | null {
	const today = Temporal.PlainDate.from(now.toISOString().slice(0, 10));
	return cohortFault(today, year, Number(settings.year_start_month ?? 1), (settings.cohort_basis ?? 'Y') as CohortBasis);
}

async function lockResult(tx: DatabaseTransaction, ids: readonly string[], at: Date): Promise<void> {
	await sql`
		update benchmarks.return_result as result set locked_at = ${at} from benchmarks.return as own
		where own.id = result.return_id and own.revision = result.revision and own.id = any(${ids}::uuid[])`.execute(tx);
}

/** Locks what was submitted 30 days ago, at night. @returns how many */
export async function lockDueReturns(ctx: Ctx): Promise<number> {
	const limit = new Date(ctx.now().getTime() - daysUntilLocked * 86_400_000);
	const due = await ctx.db
		.selectFrom('benchmarks.return')
		.select('id')
		.where('state', '=', 'submitted')
		.where('submitted_at', '<=', limit)
		.where('deleted_at', 'is', null)
		.orderBy('submitted_at')
		.limit(500)
		.execute();
	for (const { id } of due) await lockReturn(ctx, id);
	return due.length;
}

/** Deletes a return: hidden at once, gone for good after 14 days; until then it can be restored. */
export async function deleteReturn(ctx: Ctx, id: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const { row } = await authoriseReturn(ctx, id, 'delete', { tx, lock: true });
		await tx.updateTable('benchmarks.return').set({ deleted_at: ctx.now() }).where('id', '=', id).execute();
		await leaveComparisons(ctx, tx, row);
		await record(ctx, tx, row, [{ kind: 'state', before: row.state, after: 'deleted' }]);
		await audit(ctx, tx, { action: 'benchmarks.return.deleted', subject: { kind: 'return', id }, organisationId: row.providerId });
		await announce(tx, 'benchmarks.return.deleted', { returnId: id, providerId: row.providerId, year: row.year });
		await publishLive(tx, returnTopic(id), { kind: 'state', state: 'deleted' });
	});
}

/** Takes a deletion back. @throws AppError conflict with E_DUP_RETURN when another one was started meanwhile */
export async function restoreReturn(ctx: Ctx, id: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const { row } = await authoriseReturn(ctx, id, 'delete', { tx, lock: true, deleted: true });
		if (!row.deletedAt) return;
		await requireFree(ctx, tx, row);
		await tx.updateTable('benchmarks.return').set({ deleted_at: null }).where('id', '=', id).execute();
		await record(ctx, tx, row, [{ kind: 'state', before: 'deleted', after: row.state }]);
		await audit(ctx, tx, { action: 'benchmarks.return.restored', subject: { kind: 'return', id }, organisationId: row.providerId });
	});
}

/** Deletes for good what was deleted 14 days ago, files included. @returns how many returns */
export async function purgeDeletedReturns(ctx: Ctx): Promise<number> {
	const limit = new Date(ctx.now().getTime() - daysToRestoreReturn * 86_400_000);
	const gone = await ctx.db
		.selectFrom('benchmarks.return')
		.select(['id', 'provider_id'])
		.where('deleted_at', '<', limit)
		.limit(500)
		.execute();
	for (const { id, provider_id } of gone)
		await inTransaction(ctx, async (tx) => {
			const files = await tx
				.selectFrom('benchmarks.return_evidence')
				.select('file_id')
				.where('return_id', '=', id)
				.where('file_id', 'is not', null)
				.limit(5000)
				.execute();
			for (const { file_id } of files) await dropFile(ctx, tx, 'benchmarks', file_id!);
			await tx.deleteFrom('benchmarks.return').where('id', '=', id).where('deleted_at', '<', limit).execute();
			await forgetSilences(tx, provider_id);
		});
	return gone.length;
}

/** Deletes files that were looked at and never imported. @returns how many */
export async function deleteOldImports(app: Pick<App, 'db' | 'now'>): Promise<number> {
	const limit = new Date(app.now().getTime() - 86_400_000);
	const { numDeletedRows } = await app.db.deleteFrom('benchmarks.return_import').where('created_at', '<', limit).executeTakeFirst();
	return Number(numDeletedRows);
}
