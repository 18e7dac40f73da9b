import { sql } from 'kysely';
import { z } from 'zod';
import { positionsOf } from '#modules/network/index.ts';
import { audit } from '#platform/audit.ts';
import type { App, Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { announce, inTransaction } from '#platform/events.ts';
import { dropFile } from '#platform/files/index.ts';
import { isId, newId } from '#platform/ids.ts';
import { publishLive } from '#platform/live.ts';
import { requirePerson } from '#platform/policy.ts';
import { leavePool } from '../comparison/leave.ts';
import { numbersInput, profileInput } from '../go-international/profile.ts';
import { isCompared, requireAllSettled } from '../group/settled.ts';
import { currentEdition, editionOf } from '../instruments.ts';
import { authoriseRun, requireOpen, type Run } from './access.ts';
import { inputsOf } from './inputs.ts';
import { hashOfInputs, makeResult, type FullResult } from './result.ts';

/** A run is closed after so many days without a change (section 7, rule 11). */
export const daysUntilClosed = 90;
/** A new run is wise so many months after a result (section 16). */
export const monthsToNextRun = 12;
/** A deleted run can be taken back for so many days. */
export const daysToRestore = 14;

export const startInput = z.strictObject({
	providerId: z.uuid(),
	mode: z.enum(['full', 'group']),
	profile: profileInput,
	numbers: numbersInput.default({}),
	/** The same key again gives the same run: a form sent twice starts one. */
	key: z.uuid().optional(),
});
export type StartInput = z.input<typeof startInput>;

/**
 * Starts a full or group check of a provider; its administrators may. A second one of the same instrument cannot be
 * open at the same time: two would split the answers.
 * @throws AppError forbidden, conflict naming the open run
 */
export async function startRun(ctx: Ctx, input: StartInput): Promise<{ runId: string }> {
	const { providerId, mode, profile, numbers, key } = startInput.parse(input);
	const personId = requirePerson(ctx);
	await requireAdministrator(ctx, personId, providerId);
	const { instrument, edition } = currentEdition('go-international').instrument;
	return inTransaction(ctx, async (tx) => {
		// One start at a time for a provider, also from two tabs.
		await sql`select pg_advisory_xact_lock(hashtextextended(${`benchmarks.start ${instrument} ${providerId}`}, 0))`.execute(tx);
		const known = key && (await tx.selectFrom('benchmarks.run').select('provider_id').where('id', '=', key).executeTakeFirst());
		if (known && known.provider_id !== providerId)
			throw new AppError('conflict', { message: 'This key was used for another run; use a new one', field: 'key' });
		if (known) return { runId: key };
		const open = await tx
			.selectFrom('benchmarks.run')
			.select('id')
			.where('provider_id', '=', providerId)
			.where('instrument', '=', instrument)
			.where('status', 'in', ['draft', 'open', 'closed'])
			.where('deleted_at', 'is', null)
			.executeTakeFirst();
		if (open)
			throw new AppError('conflict', {
				message: 'A run of this provider is not finished yet; go on with that one, or delete it first',
				values: { runId: open.id },
			});
		const runId = key ?? newId();
		await tx
			.insertInto('benchmarks.run')
			.values({
				id: runId,
				instrument,
				edition,
				mode,
				status: 'open',
				provider_id: providerId,
				started_by: personId,
				locale: ctx.locale,
				profile: JSON.stringify(profile),
				numbers: JSON.stringify(numbers),
				created_at: ctx.now(),
				changed_at: ctx.now(),
			})
			.execute();
		await audit(ctx, tx, {
			action: 'benchmarks.run.started',
			subject: { kind: 'run', id: runId },
			organisationId: providerId,
			details: { mode },
		});
		await announce(tx, 'benchmarks.run.started', { runId, providerId, instrument, mode });
		return { runId };
	});
}

/** @throws AppError forbidden for anybody but an administrator of the provider */
export async function requireAdministrator(ctx: Ctx, personId: string, providerId: string): Promise<void> {
	const position = (await positionsOf(ctx, personId)).find(({ organisationId }) => organisationId === providerId);
	if (position?.kind !== 'provider' || !position.roles.includes('provider-admin'))
		throw new AppError('forbidden', 'Only an administrator of the provider may do this');
}

/**
 * Ends a run and keeps its result, made from the answers as they are, with the edition and a hash of the inputs.
 * A full check ends from `open`; a group check from `closed`, when its levels are agreed.
 * @throws AppError conflict, invalid_input when nothing was answered
 */
export async function finishRun(ctx: Ctx, runId: string): Promise<FullResult> {
	return inTransaction(ctx, async (tx) => {
		const run = await authoriseRun(ctx, runId, 'finish', { tx, lock: true });
		if (run.mode === 'full') requireOpen(run);
		else await requireAllSettled(tx, run);
		return storeResult(ctx, tx, run);
	});
}

/** Makes and stores the result and sets the run to finished; part of a transaction that holds the run. */
export async function storeResult(ctx: Ctx, tx: DatabaseTransaction, run: Run): Promise<FullResult> {
	const inputs = await inputsOf(tx, run.id);
	if (inputs.answers.size === 0) throw new AppError('invalid_input', { message: 'Answer at least one question first', field: 'item' });
	const result = makeResult(editionOf(run.instrument, run.edition).instrument, inputs);
	const row = { edition: run.edition, inputs_hash: hashOfInputs(run.edition, inputs), result: JSON.stringify(result), made_at: ctx.now() };
	await tx
		.insertInto('benchmarks.result')
		.values({ run_id: run.id, ...row })
		.onConflict((conflict) => conflict.column('run_id').doUpdateSet(row))
		.execute();
	await setStatus(ctx, tx, run, 'finished', { finished_at: ctx.now() });
	await audit(ctx, tx, { action: 'benchmarks.run.finished', subject: { kind: 'run', id: run.id }, organisationId: run.providerId });
	await announce(tx, 'benchmarks.run.finished', { runId: run.id, instrument: run.instrument, mode: run.mode, providerId: run.providerId });
	return result;
}

/** Makes the stored result anew from what it is made of now; part of a transaction that holds the run. */
export async function remakeResult(tx: DatabaseTransaction, run: Run): Promise<void> {
	const inputs = await inputsOf(tx, run.id);
	const result = makeResult(editionOf(run.instrument, run.edition).instrument, inputs);
	await tx
		.updateTable('benchmarks.result')
		.set({ inputs_hash: hashOfInputs(run.edition, inputs), result: JSON.stringify(result) })
		.where('run_id', '=', run.id)
		.execute();
}

/**
 * Opens a finished or closed run again, so that answers can be corrected; its result is gone until it is finished again.
 * A group check goes back to its meeting; people answer again only where the answering ended before it was compared.
 */
export async function reopenRun(ctx: Ctx, runId: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const run = await authoriseRun(ctx, runId, 'reopen', { tx, lock: true });
		const compared = run.mode === 'group' && (await isCompared(tx, runId));
		if (run.status !== 'finished' && (run.status !== 'closed' || compared))
			throw new AppError('conflict', { message: 'This run is open already', values: { status: run.status } });
		await tx.deleteFrom('benchmarks.result').where('run_id', '=', runId).execute();
		await leavePool(ctx, tx, runId);
		await setStatus(ctx, tx, run, compared ? 'closed' : 'open', {
			finished_at: null,
			closed_reason: null,
			changed_at: ctx.now(),
		});
		await audit(ctx, tx, { action: 'benchmarks.run.reopened', subject: { kind: 'run', id: runId }, organisationId: run.providerId });
		await announce(tx, 'benchmarks.run.reopened', { runId, providerId: run.providerId, instrument: run.instrument });
	});
}

/** Moves a run to another state and tells open pages. */
export async function setStatus(ctx: Ctx, tx: DatabaseTransaction, run: Run, status: Run['status'], more: object = {}): Promise<void> {
	await tx
		.updateTable('benchmarks.run')
		.set({
			status,
			version: sql`version + 1`,
			changed_at: ctx.now(),
			closed_at: status === 'closed' ? ctx.now() : null,
			...more,
		})
		.where('id', '=', run.id)
		.execute();
	await publishLive(tx, `run:${run.id}`, { kind: 'status', status });
}

/** Deletes a run: hidden at once, gone for good after 14 days; until then it can be restored. */
export async function deleteRun(ctx: Ctx, runId: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const run = await authoriseRun(ctx, runId, 'delete', { tx, lock: true });
		await tx.updateTable('benchmarks.run').set({ deleted_at: ctx.now() }).where('id', '=', runId).execute();
		await leavePool(ctx, tx, runId);
		await publishLive(tx, `run:${runId}`, { kind: 'status', status: 'deleted' });
		await audit(ctx, tx, { action: 'benchmarks.run.deleted', subject: { kind: 'run', id: runId }, organisationId: run.providerId });
		await announce(tx, 'benchmarks.run.deleted', { runId, providerId: run.providerId, instrument: run.instrument });
	});
}

/** Takes a deletion back. @throws AppError conflict when another run was started meanwhile */
export async function restoreRun(ctx: Ctx, runId: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const run = await authoriseRun(ctx, runId, 'delete', { tx, lock: true, deleted: true });
		if (!run.deletedAt) return;
		if (run.status !== 'finished') {
			const open = await tx
				.selectFrom('benchmarks.run')
				.select('id')
				.where('provider_id', '=', run.providerId)
				.where('instrument', '=', run.instrument)
				.where('status', 'in', ['draft', 'open', 'closed'])
				.where('deleted_at', 'is', null)
				.executeTakeFirst();
			if (open)
				throw new AppError('conflict', {
					message: 'Another run was started meanwhile; finish or delete that one first',
					values: { runId: open.id },
				});
		}
		await tx.updateTable('benchmarks.run').set({ deleted_at: null }).where('id', '=', runId).execute();
		await audit(ctx, tx, { action: 'benchmarks.run.restored', subject: { kind: 'run', id: runId }, organisationId: run.providerId });
	});
}

/** Closes full checks nobody changed for 90 days; groups have their own way (group/closing.ts). @returns how many */
export async function closeStaleRuns(app: Pick<App, 'db' | 'now'>): Promise<number> {
	const limit = new Date(app.now().getTime() - daysUntilClosed * 86_400_000);
	const { numUpdatedRows } = await app.db
		.updateTable('benchmarks.run')
		.set({ status: 'closed', closed_reason: 'stale', closed_at: app.now() })
		.where('status', '=', 'open')
		.where('mode', '=', 'full')
		.where('changed_at', '<', limit)
		.executeTakeFirst();
	return Number(numUpdatedRows);
}

/** Deletes for good what was deleted 14 days ago, files included. @returns how many runs */
export async function purgeDeletedRuns(ctx: Ctx): Promise<number> {
	const limit = new Date(ctx.now().getTime() - daysToRestore * 86_400_000);
	const gone = await ctx.db.selectFrom('benchmarks.run').select('id').where('deleted_at', '<', limit).limit(500).execute();
	for (const { id } of gone)
		await inTransaction(ctx, async (tx) => {
			const files = await tx
				.selectFrom('benchmarks.evidence')
				.select('file_id')
				.where('run_id', '=', id)
				.where('file_id', 'is not', null)
				.execute();
			for (const { file_id } of files) await dropFile(ctx, tx, 'benchmarks', file_id!);
			await tx.deleteFrom('benchmarks.run').where('id', '=', id).where('deleted_at', '<', limit).execute();
		});
	return gone.length;
}

/** The id of the provider's run that is not finished yet, if there is one. */
export async function openRunOf(db: Ctx['db'], providerId: string, instrument: string): Promise<string | null> {
	if (!isId(providerId)) return null;
	const row = await db
		.selectFrom('benchmarks.run')
		.select('id')
		.where('provider_id', '=', providerId)
		.where('instrument', '=', instrument)
		.where('status', 'in', ['draft', 'open', 'closed'])
		.where('deleted_at', 'is', null)
		.executeTakeFirst();
	return row?.id ?? null;
}
