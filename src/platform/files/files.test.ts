import { createHash } from 'node:crypto';
import { readdir, rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useTestApp } from '../../../tests/support/app.ts';
import type { Actor, Ctx } from '../context.ts';
import { inTransaction } from '../events.ts';
import { newId } from '../ids.ts';
import { downloadFile, dropFile, findFiles, forgetUploader, keepFile, receiveFile, removeBytes, removeOrphans } from './index.ts';
import { bytesLock } from './files.ts';
import { filesFolder } from './store.ts';
import { samples } from './samples.fixture.ts';

const app = useTestApp();

const ana: Actor = { kind: 'person', personId: newId(), sessionId: newId() };
async function* inPieces(bytes: Uint8Array, piece = 7) {
	for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
}
const receive = (ctx: Ctx, name = 'plan.pdf', bytes: Buffer = samples.pdf) =>
	receiveFile(ctx, { room: 'benchmarks', name }, inPieces(bytes));
const keep = async (ctx: Ctx) => inTransaction(ctx, async (tx) => keepFile(ctx, tx, await receive(ctx)));

/** Every file on disk, whoever refers to it. */
async function onDisk(): Promise<string[]> {
	const entries = await readdir(filesFolder(app.config.dataDirectory), { recursive: true, withFileTypes: true }).catch(() => []);
	return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** As if everything on disk had been written two days ago. */
async function age(): Promise<void> {
	const folder = filesFolder(app.config.dataDirectory);
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const then = new Date(Date.now() - 2 * 86_400_000);
	for (const entry of entries) if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), then, then);
}

test('a file comes back as it was, with its name, under headers that make it harmless', async () => {
	const ctx = app.as(ana);
	const received = await receive(ctx, 'Übersicht "2026".pdf');
	const kept = await inTransaction(ctx, (tx) => keepFile(ctx, tx, received));
	expect(kept).toMatchObject({
		name: 'Übersicht 2026.pdf',
		mediaType: 'application/pdf',
		size: samples.pdf.length,
		sha256: createHash('sha256').update(samples.pdf).digest('hex'),
		createdBy: ana.personId,
	});
	const found = (await findFiles(app.db, 'benchmarks', [kept.id])).get(kept.id);
	expect(found).toEqual(kept);
	const response = await downloadFile(app, found!);
	expect(Buffer.from(await response.arrayBuffer()).equals(samples.pdf)).toBe(true);
	expect(Object.fromEntries(response.headers)).toMatchObject({
		'content-type': 'application/pdf',
		'content-length': String(samples.pdf.length),
		'content-disposition': `attachment; filename="Ubersicht 2026.pdf"; filename*=UTF-8''%C3%9Cbersicht%202026.pdf`,
		'content-security-policy': "sandbox; default-src 'none'",
		'x-content-type-options': 'nosniff',
	});
});

test('the bytes are on disk before anything refers to them', async () => {
	const received = await receive(app.as(ana));
	expect(await onDisk()).toContain(received.id);
	expect(await findFiles(app.db, 'benchmarks', [received.id])).toEqual(new Map());
});

test('a change that fails leaves no row, and its bytes go after a day, not before', async () => {
	const ctx = app.as(ana);
	const received = await receive(ctx);
	await expect(
		inTransaction(ctx, async (tx) => {
			await keepFile(ctx, tx, received);
			throw new Error('changed my mind');
		}),
	).rejects.toThrow('changed my mind');
	const kept = await keep(ctx);
	await removeOrphans(app);
	expect(await onDisk()).toContain(received.id);
	await age();
	expect(await removeOrphans(app)).toBeGreaterThan(0);
	expect(await onDisk()).not.toContain(received.id);
	expect(await onDisk()).toContain(kept.id);
});

test('dropping removes the row at once and the bytes after the commit, also when the process died in between', async () => {
	const ctx = app.as(ana);
	const kept = await keep(ctx);
	// What keeping set off must be over: nobody listens yet, and it would take the event along.
	await app.bus.idle();
	await ctx.db.transaction().execute((tx) => dropFile(ctx, tx, 'benchmarks', kept.id));
	expect(await findFiles(app.db, 'benchmarks', [kept.id])).toEqual(new Map());
	expect(await onDisk()).toContain(kept.id);
	// The next start finds the event waiting.
	app.bus.on('platform.file.dropped', async ({ key }) => void (await removeBytes(app, [key])));
	await app.bus.deliver(app.db);
	expect(await onDisk()).not.toContain(kept.id);
	await ctx.db.transaction().execute((tx) => dropFile(ctx, tx, 'benchmarks', kept.id));
});

test('a drop that is taken back keeps row and bytes', async () => {
	const ctx = app.as(ana);
	const kept = await keep(ctx);
	await expect(
		inTransaction(ctx, async (tx) => {
			await dropFile(ctx, tx, 'benchmarks', kept.id);
			throw new Error('changed my mind');
		}),
	).rejects.toThrow();
	await app.bus.deliver(app.db);
	expect((await findFiles(app.db, 'benchmarks', [kept.id])).size).toBe(1);
	expect(await onDisk()).toContain(kept.id);
});

test('no bytes disappear while a backup is being made', async () => {
	const kept = await keep(app.as(ana));
	const key = `benchmarks/${kept.id.slice(-2)}/${kept.id}`;
	const backup = await app.pool.connect();
	try {
		await backup.query('select pg_advisory_lock($1)', [bytesLock]);
		expect(await removeBytes(app, [key])).toBe(false);
		expect(await onDisk()).toContain(kept.id);
	} finally {
		await backup.query('select pg_advisory_unlock($1)', [bytesLock]);
		backup.release();
	}
	expect(await removeBytes(app, [key])).toBe(true);
	expect(await onDisk()).not.toContain(kept.id);
});

test('another room does not find the file, nor can it drop it', async () => {
	const ctx = app.as(ana);
	const kept = await keep(ctx);
	expect(await findFiles(app.db, 'network', [kept.id])).toEqual(new Map());
	await inTransaction(ctx, (tx) => dropFile(ctx, tx, 'network', kept.id));
	expect((await findFiles(app.db, 'benchmarks', [kept.id, 'no id'])).size).toBe(1);
});

test('more files than one query looks for are found all the same', async () => {
	const ids = Array.from({ length: 501 }, () => newId());
	await app.db
		.insertInto('platform.file')
		.values(
			ids.map((id) => ({ id, room: 'benchmarks', name: 'proof.pdf', media_type: 'application/pdf', size: 1, sha256: 'a'.repeat(64) })),
		)
		.execute();
	const found = await findFiles(app.db, 'benchmarks', [...ids, ids[0]!, newId()]);
	expect(found.size).toBe(501);
	expect(ids.every((id) => found.get(id)?.id === id)).toBe(true);
	await app.db.deleteFrom('platform.file').where('id', 'in', ids).execute();
});

test('too large: reading ends at the limit and nothing stays', async () => {
	const before = await onDisk();
	let read = 0;
	async function* endless() {
		yield samples.pdf;
		for (;;) {
			read += 64 * 1024;
			yield Buffer.alloc(64 * 1024);
		}
	}
	const limit = 1024 * 1024;
	await expect(receiveFile(app.as(ana), { room: 'benchmarks', name: 'plan.pdf', limit }, endless())).rejects.toMatchObject({
		code: 'too_large',
		details: { field: 'file', values: { megabytes: 1 } },
	});
	expect(read).toBeLessThan(2 * limit);
	expect(await onDisk()).toEqual(before);
});

test.each([
	['a kind that is not allowed', 'page.pdf', Buffer.from('<html>'), 'unsupported_media_type'],
	['an empty file', 'plan.pdf', Buffer.alloc(0), 'invalid_input'],
])('%s is refused and nothing stays', async (_, name, bytes, code) => {
	const before = await onDisk();
	await expect(receive(app.as(ana), name, bytes)).rejects.toMatchObject({ code, details: { field: 'file' } });
	expect(await onDisk()).toEqual(before);
});

test('an upload that breaks off leaves nothing', async () => {
	const before = await onDisk();
	async function* broken() {
		yield samples.pdf;
		throw new Error('the line went dead');
	}
	await expect(receiveFile(app.as(ana), { room: 'benchmarks', name: 'plan.pdf' }, broken())).rejects.toThrow();
	expect(await onDisk()).toEqual(before);
});

test('a row whose bytes were lost is a fault of ours, not an empty download', async () => {
	const kept = await keep(app.as(ana));
	await rm(join(filesFolder(app.config.dataDirectory), 'benchmarks', kept.id.slice(-2), kept.id));
	await expect(downloadFile(app, kept)).rejects.toThrow('are missing');
});

test('keeping and dropping are in the audit log, without the name', async () => {
	const ctx = app.as(ana);
	const kept = await keep(ctx);
	await inTransaction(ctx, (tx) => dropFile(ctx, tx, 'benchmarks', kept.id));
	const { rows } = await sql<{ action: string; details: object }>`
		select action, details from platform.audit_entry where subject_id = ${kept.id} order by id`.execute(app.db);
	expect(rows.map(({ action }) => action)).toEqual(['platform.file.kept', 'platform.file.dropped']);
	expect(JSON.stringify(rows)).not.toContain('plan');
});

test('an erased account is forgotten as uploader; the file stays', async () => {
	const kept = await keep(app.as(ana));
	await forgetUploader(app.db, ana.personId);
	const found = (await findFiles(app.db, 'benchmarks', [kept.id])).get(kept.id);
	expect(found).toMatchObject({ createdBy: null, sha256: kept.sha256 });
});
