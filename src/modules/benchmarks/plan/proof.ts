import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { dropFile, findFiles, keepFile, receiveFile, type ReceivedFile, type StoredFile } from '#platform/files/index.ts';
import { accessPlan, authorisePlan } from './access.ts';
import { auditAction, findAction, onAction } from './rows.ts';

type Arriving = { name: string; bytes: AsyncIterable<Uint8Array> };

/** Keeps a file as evidence at the end; an earlier one is replaced. It is durable when this returns. */
export async function addActionProof(ctx: Ctx, id: string, file: Arriving): Promise<void> {
	await keepActionProof(ctx, id, await receiveActionProof(ctx, id, file));
}

/** Takes the bytes of an action's evidence. @throws AppError not_found, forbidden, too_large, unsupported_media_type */
export async function receiveActionProof(ctx: Ctx, id: string, file: Arriving): Promise<ReceivedFile> {
	const action = await findAction(ctx.db, id);
	await authorisePlan(ctx, action.provider_id, 'report on action', { owner: { personId: action.owner_id } });
	return receiveFile(ctx, { room: 'benchmarks', name: file.name, organisationId: action.provider_id }, file.bytes);
}

/** Keeps a received file as an action's evidence. */
export async function keepActionProof(ctx: Ctx, id: string, received: ReceivedFile): Promise<void> {
	await onAction(ctx, id, async (tx, row) => {
		await authorisePlan(ctx, row.provider_id, 'report on action', { tx, owner: { personId: row.owner_id } });
		const kept = await keepFile(ctx, tx, received);
		if (row.proof_file_id) await dropFile(ctx, tx, 'benchmarks', row.proof_file_id);
		await tx.updateTable('benchmarks.action').set({ proof_file_id: kept.id, changed_at: ctx.now() }).where('id', '=', id).execute();
		await auditAction(ctx, tx, 'proof-added', id, row.provider_id);
	});
}

/** Takes the file away; where there is none, nothing changes. */
export async function removeActionProof(ctx: Ctx, id: string): Promise<void> {
	await onAction(ctx, id, async (tx, row) => {
		await authorisePlan(ctx, row.provider_id, 'report on action', { tx, owner: { personId: row.owner_id } });
		if (!row.proof_file_id) return;
		await dropFile(ctx, tx, 'benchmarks', row.proof_file_id);
		await tx.updateTable('benchmarks.action').set({ proof_file_id: null, changed_at: ctx.now() }).where('id', '=', id).execute();
		await auditAction(ctx, tx, 'proof-removed', id, row.provider_id);
	});
}

/** The file of an action, for those who may read the plan. @throws AppError not_found */
export async function actionProof(ctx: Ctx, id: string): Promise<StoredFile> {
	const { provider_id, proof_file_id } = await findAction(ctx.db, id);
	await accessPlan(ctx, provider_id);
	const file = proof_file_id ? (await findFiles(ctx.db, 'benchmarks', [proof_file_id])).get(proof_file_id) : undefined;
	if (!file) throw new AppError('not_found', 'There is no file here');
	return file;
}
