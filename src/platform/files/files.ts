import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { audit } from '../audit.ts';
import type { App, Ctx } from '../context.ts';
import type { DatabaseTransaction } from '../database/connect.ts';
import { AppError } from '../errors.ts';
import { isFull } from '../disk.ts';
import { announce } from '../events.ts';
import { isId, newId } from '../ids.ts';
import { megabytes } from '../megabytes.ts';
import { createSampler, kindOf, kinds, type Kind } from './kinds.ts';
import { extensionOf, safeName } from './name.ts';
import './events.ts';

/** Bytes one file may have unless the room asks for less; the web server takes bodies up to 25 MB. */
export const largestFile = 20_000_000;

/** A file whose bytes are safe, but which nobody holds yet. */
export type ReceivedFile = {
	id: string;
	room: string;
	organisationId: string | null;
	name: string;
	mediaType: string;
	size: number;
	sha256: string;
};
export type StoredFile = ReceivedFile & { createdBy: string | null; createdAt: Date };

/** Where the bytes of a file are in the store; spread over 256 folders a room. */
const keyOf = (room: string, id: string) => `${room}/${id.slice(-2)}/${id}`;

/**
 * Takes the bytes of an upload, checks size and kind while they stream by, and makes them durable. Nothing refers to
 * them before `keepFile`; bytes that are never kept are removed by the purge job.
 * @throws AppError too_large, unsupported_media_type, invalid_input for an empty file, unavailable when the disk is full;
 * all with the field `file`
 */
export async function receiveFile(
	ctx: Ctx,
	file: { room: string; name: string; organisationId?: string; limit?: number },
	bytes: AsyncIterable<Uint8Array>,
): Promise<ReceivedFile> {
	const limit = Math.min(file.limit ?? largestFile, largestFile);
	const id = newId();
	const key = keyOf(file.room, id);
	const hash = createHash('sha256');
	const sampler = createSampler();
	let size = 0;
	let refused: AppError | undefined;
	async function* checked() {
		for await (const chunk of bytes) {
			size += chunk.length;
			if (size > limit) throw (refused = tooLarge(limit));
			hash.update(chunk);
			sampler.take(chunk);
			yield chunk;
		}
	}
	try {
		await ctx.files.write(key, Readable.from(checked(), { objectMode: false }));
		if (size === 0)
			throw new AppError('invalid_input', {
				message: 'The file is empty',
				help: 'Choose another one.',
				field: 'file',
				values: { fault: 'empty' },
			});
		const kind = kindOf(sampler.sample(), extensionOf(file.name));
		if (!kind) throw otherKind();
		return {
			id,
			room: file.room,
			organisationId: file.organisationId ?? null,
			name: safeName(file.name, kind),
			mediaType: kinds[kind].mediaType,
			size,
			sha256: hash.digest('hex'),
		};
	} catch (error) {
		await ctx.files
			.remove(key)
			.catch((fault) => ctx.log.warn({ err: fault, file: id }, 'the bytes of a refused file stay until the purge'));
		if (refused) throw refused;
		if (isFull(error)) {
			ctx.log.error({ err: error }, 'a file could not be kept: the disk is full');
			throw new AppError('unavailable', { message: 'The disk of the platform is full; nothing was kept', field: 'file' });
		}
		throw error;
	}
}

/** Gives received bytes a row, in the transaction in which the room refers to the file. @returns the file */
export async function keepFile(ctx: Ctx, tx: DatabaseTransaction, received: ReceivedFile): Promise<StoredFile> {
	const createdBy = ctx.actor.kind === 'person' || ctx.actor.kind === 'token' ? ctx.actor.personId : null;
	const createdAt = ctx.now();
	await tx
		.insertInto('platform.file')
		.values({
			id: received.id,
			room: received.room,
			organisation_id: received.organisationId,
			name: received.name,
			media_type: received.mediaType,
			size: received.size,
			sha256: received.sha256,
			created_by: createdBy,
			created_at: createdAt,
		})
		.execute();
	await audit(ctx, tx, {
		action: 'platform.file.kept',
		subject: { kind: 'file', id: received.id },
		organisationId: received.organisationId ?? undefined,
		details: { room: received.room, mediaType: received.mediaType, size: received.size },
	});
	return { ...received, createdBy, createdAt };
}

/**
 * Deletes a file in the transaction in which the room lets go of it. The row goes first, the bytes after the commit:
 * a crash in between leaves bytes without a row, never a row without bytes. One that is gone already is no fault.
 */
export async function dropFile(ctx: Ctx, tx: DatabaseTransaction, room: string, id: string): Promise<void> {
	const row = await tx
		.deleteFrom('platform.file')
		.where('id', '=', id)
		.where('room', '=', room)
		.returning('organisation_id')
		.executeTakeFirst();
	if (!row) return;
	await audit(ctx, tx, {
		action: 'platform.file.dropped',
		subject: { kind: 'file', id },
		organisationId: row.organisation_id ?? undefined,
		details: { room },
	});
	await announce(tx, 'platform.file.dropped', { key: keyOf(room, id) });
}

/** So many files are looked for in one query. */
const slice = 500;

/** Those of these files that exist in the room, by id; however many, some hundreds a query. */
export async function findFiles(
	db: App['db'] | DatabaseTransaction,
	room: string,
	ids: readonly string[],
): Promise<Map<string, StoredFile>> {
	const wanted = [...new Set(ids.filter(isId))];
	const found = new Map<string, StoredFile>();
	for (let from = 0; from < wanted.length; from += slice) {
		const rows = await db
			.selectFrom('platform.file')
			.selectAll()
			.where('id', 'in', wanted.slice(from, from + slice))
			.where('room', '=', room)
			.limit(slice)
			.execute();
		for (const row of rows)
			found.set(row.id, {
				id: row.id,
				room: row.room,
				organisationId: row.organisation_id,
				name: row.name,
				mediaType: row.media_type,
				size: row.size,
				sha256: row.sha256,
				createdBy: row.created_by,
				createdAt: row.created_at,
			});
	}
	return found;
}

/** The bytes of a file. Whether the reader may have them is the room's question, asked before. */
export async function openFile(ctx: Pick<App, 'files'>, file: Pick<ReceivedFile, 'room' | 'id'>): Promise<Readable> {
	const key = keyOf(file.room, file.id);
	if (!(await ctx.files.has(key))) throw new Error(`The bytes of the file ${file.id} are missing; restore them from a backup`);
	return ctx.files.read(key);
}

/**
 * A number for pg_advisory locks: who removes bytes holds it shared and briefly, a running backup holds it alone, so
 * that no file disappears between the backup of the rows and that of the bytes.
 */
export const bytesLock = 0x66_69_6c_65;

/**
 * Removes the bytes of dropped files, unless a backup is being made: then the purge job does it later.
 * @returns whether it did
 */
export async function removeBytes(app: Pick<App, 'db' | 'files'>, keys: readonly string[]): Promise<boolean> {
	return app.db.transaction().execute(async (tx) => {
		const { rows } = await sql<{ free: boolean }>`select pg_try_advisory_xact_lock_shared(${bytesLock}) as free`.execute(tx);
		if (!rows[0]!.free) return false;
		for (const key of keys) await app.files.remove(key);
		return true;
	});
}

/** Bytes without a row are orphans only after this time: the transaction that keeps them may still be running. */
const orphanMilliseconds = 24 * 3_600_000;
const fileBatch = 500;

/** Removes bytes that no row refers to: uploads that were never kept, and drops a crash interrupted. @returns how many */
export async function removeOrphans(app: Pick<App, 'db' | 'files' | 'now'>): Promise<number> {
	const before = app.now().getTime() - orphanMilliseconds;
	let count = 0;
	let batch: string[] = [];
	const flush = async () => {
		const ids = batch.map((key) => key.split('/').at(-1)!).filter(isId);
		const { rows } = await sql<{ id: string }>`select id from platform.file where id = any(${ids}::uuid[])`.execute(app.db);
		const known = new Set(rows.map(({ id }) => id));
		const orphans = batch.filter((key) => !known.has(key.split('/').at(-1)!));
		if (orphans.length > 0 && (await removeBytes(app, orphans))) count += orphans.length;
		batch = [];
	};
	for await (const { key, writtenAt } of app.files.list()) {
		if (writtenAt.getTime() > before) continue;
		batch.push(key);
		if (batch.length === fileBatch) await flush();
	}
	if (batch.length > 0) await flush();
	return count;
}

/** Ids of files whose bytes are not in the store, at most ten: a fault only a backup can mend. */
export async function missingBytes(app: Pick<App, 'db' | 'files'>): Promise<string[]> {
	const there = new Set<string>();
	for await (const { key } of app.files.list()) there.add(key);
	const missing: string[] = [];
	for (let after = '00000000-0000-0000-0000-000000000000'; missing.length < 10;) {
		const rows = await app.db
			.selectFrom('platform.file')
			.select(['id', 'room'])
			.where('id', '>', after)
			.orderBy('id')
			.limit(fileBatch)
			.execute();
		missing.push(...rows.filter(({ id, room }) => !there.has(keyOf(room, id))).map(({ id }) => id));
		if (rows.length < fileBatch) break;
		after = rows.at(-1)!.id;
	}
	return missing.slice(0, 10);
}

/** Forgets who uploaded what; the files stay with their rooms. */
export async function forgetUploader(db: App['db'], personId: string): Promise<void> {
	await db.updateTable('platform.file').set({ created_by: null }).where('created_by', '=', personId).execute();
}

function tooLarge(limit: number): AppError {
	const most = megabytes(limit);
	return new AppError('too_large', {
		message: `The file is larger than ${most} MB`,
		help: 'Send a smaller one.',
		field: 'file',
		values: { fault: 'large', megabytes: most },
	});
}

function otherKind(): AppError {
	return new AppError('unsupported_media_type', {
		message: `The file is none of: ${(Object.keys(kinds) as Kind[]).join(', ')}`,
		help: 'Save it as one of these, texts in UTF-8 and documents without macros.',
		field: 'file',
		values: { fault: 'kind' },
	});
}
