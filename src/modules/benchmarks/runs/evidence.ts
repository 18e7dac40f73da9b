import { z } from 'zod';
import { audit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { downloadFile, dropFile, findFiles, keepFile, receiveFile, type ReceivedFile, type StoredFile } from '#platform/files/index.ts';
import { isId, newId } from '#platform/ids.ts';
import { publishLive } from '#platform/live.ts';
import { personOf } from '#platform/policy.ts';
import { webAddress } from '../web-address.ts';
import { authoriseRun, requireOpen } from './access.ts';
import { requireItem } from './notes.ts';

/** Proof of an item: a file or a link with a title. */
export type Proof = {
	id: string;
	item: string;
	kind: 'file' | 'link';
	title: string;
	url: string | null;
	file: { id: string; mediaType: string; size: number } | null;
};

/** So many pieces of proof an item may have. */
export const mostProof = 10;

export const linkInput = z.strictObject({
	item: z.string().max(20),
	title: z.string().trim().max(200).default(''),
	url: webAddress,
});

/** Adds a link as proof. @throws AppError conflict, invalid_input when the item has ten already */
export async function addLink(ctx: Ctx, runId: string, input: z.input<typeof linkInput>): Promise<{ id: string }> {
	const { item, title, url } = linkInput.parse(input);
	return addProof(ctx, runId, { item, kind: 'link', title: title || new URL(url).hostname, url });
}

/** Adds a file as proof; it is durable when this returns. */
export async function addFile(
	ctx: Ctx,
	runId: string,
	item: string,
	file: { name: string; bytes: AsyncIterable<Uint8Array> },
): Promise<{ id: string }> {
	return keepProofFile(ctx, runId, item, await receiveProofFile(ctx, runId, item, file));
}

/** Takes the bytes of proof. @throws AppError too_large, unsupported_media_type */
export async function receiveProofFile(
	ctx: Ctx,
	runId: string,
	item: string,
	file: { name: string; bytes: AsyncIterable<Uint8Array> },
): Promise<ReceivedFile> {
	const run = await authoriseRun(ctx, runId, 'answer');
	requireItem(run, item);
	return receiveFile(ctx, { room: 'benchmarks', name: file.name, organisationId: run.providerId }, file.bytes);
}

/** Keeps a received file as proof. */
export function keepProofFile(ctx: Ctx, runId: string, item: string, received: ReceivedFile): Promise<{ id: string }> {
	return addProof(ctx, runId, { item, kind: 'file', title: received.name, url: null }, received);
}

async function addProof(
	ctx: Ctx,
	runId: string,
	proof: { item: string; kind: 'file' | 'link'; title: string; url: string | null },
	received?: ReceivedFile,
): Promise<{ id: string }> {
	const id = newId();
	await inTransaction(ctx, async (tx) => {
		const run = await authoriseRun(ctx, runId, 'answer', { tx, lock: true });
		if (run.mode === 'full') requireOpen(run);
		requireItem(run, proof.item);
		const { count } = await tx
			.selectFrom('benchmarks.evidence')
			.select((select) => select.fn.countAll<number>().as('count'))
			.where('run_id', '=', runId)
			.where('item', '=', proof.item)
			.executeTakeFirstOrThrow();
		if (count >= mostProof)
			throw new AppError('invalid_input', {
				message: `An item has at most ${mostProof} pieces of proof`,
				field: 'file',
				values: { fault: 'most' },
			});
		const file = received && (await keepFile(ctx, tx, received));
		await tx
			.insertInto('benchmarks.evidence')
			.values({ id, run_id: runId, ...proof, file_id: file?.id ?? null, added_by: personOf(ctx.actor) ?? null, added_at: ctx.now() })
			.execute();
		await tx.updateTable('benchmarks.run').set({ changed_at: ctx.now() }).where('id', '=', runId).execute();
		await audit(ctx, tx, {
			action: 'benchmarks.proof.added',
			subject: { kind: 'run', id: runId },
			organisationId: run.providerId,
			details: { item: proof.item, kind: proof.kind },
		});
		await publishLive(tx, `run:${runId}`, { kind: 'proof', item: proof.item });
	});
	return { id };
}

/** Takes a piece of proof away, with its file. */
export async function removeProof(ctx: Ctx, runId: string, id: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const run = await authoriseRun(ctx, runId, 'answer', { tx, lock: true });
		if (run.mode === 'full') requireOpen(run);
		const row = isId(id)
			? await tx
					.deleteFrom('benchmarks.evidence')
					.where('id', '=', id)
					.where('run_id', '=', runId)
					.returning(['item', 'file_id'])
					.executeTakeFirst()
			: undefined;
		if (!row) throw new AppError('not_found', 'There is no such proof');
		if (row.file_id) await dropFile(ctx, tx, 'benchmarks', row.file_id);
		await tx.updateTable('benchmarks.run').set({ changed_at: ctx.now() }).where('id', '=', runId).execute();
		await audit(ctx, tx, {
			action: 'benchmarks.proof.removed',
			subject: { kind: 'run', id: runId },
			organisationId: run.providerId,
			details: { item: row.item },
		});
		await publishLive(tx, `run:${runId}`, { kind: 'proof', item: row.item });
	});
}

/** All proof of a run, oldest first; for callers who have asked the policy. */
export async function proofOf(db: Ctx['db'], runId: string): Promise<Proof[]> {
	const rows = await db
		.selectFrom('benchmarks.evidence')
		.select(['id', 'item', 'kind', 'title', 'url', 'file_id'])
		.where('run_id', '=', runId)
		.orderBy('added_at')
		.orderBy('id')
		.limit(500)
		.execute();
	const files = await findFiles(
		db,
		'benchmarks',
		rows.flatMap(({ file_id }) => file_id ?? []),
	);
	return rows.map(({ id, item, kind, title, url, file_id }) => {
		const file = file_id ? files.get(file_id) : undefined;
		return {
			id,
			item,
			kind: kind as Proof['kind'],
			title,
			url,
			file: file ? { id: file.id, mediaType: file.mediaType, size: file.size } : null,
		};
	});
}

/** The bytes of a proof's file, for those who may read the run. */
export async function downloadProof(ctx: Ctx, runId: string, id: string): Promise<Response> {
	return downloadFile(ctx, await proofFile(ctx, runId, id));
}

/** A proof's file, for those who may read the run. @throws AppError not_found */
export async function proofFile(ctx: Ctx, runId: string, id: string): Promise<StoredFile> {
	await authoriseRun(ctx, runId, 'read run');
	const row = isId(id)
		? await ctx.db.selectFrom('benchmarks.evidence').select('file_id').where('id', '=', id).where('run_id', '=', runId).executeTakeFirst()
		: undefined;
	if (!row?.file_id) throw new AppError('not_found', 'There is no such file');
	const file = (await findFiles(ctx.db, 'benchmarks', [row.file_id])).get(row.file_id);
	if (!file) throw new AppError('not_found', 'There is no such file');
	return file;
}
