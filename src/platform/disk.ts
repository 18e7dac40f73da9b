import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Writes a new file, readable by its owner only. It is durable after `syncFile`, or `syncTree` for many at once.
 * @returns size and checksum of what was written
 */
export async function writeNew(target: string, content: AsyncIterable<Uint8Array>): Promise<{ size: number; sha256: string }> {
	await mkdir(dirname(target), { recursive: true, mode: 0o700 });
	const hash = createHash('sha256');
	let size = 0;
	const handle = await open(target, 'wx', 0o600);
	try {
		for await (const chunk of content) {
			hash.update(chunk);
			size += chunk.length;
			await handle.writeFile(chunk);
		}
	} catch (error) {
		await rm(target, { force: true });
		throw error;
	} finally {
		await handle.close();
	}
	return { size, sha256: hash.digest('hex') };
}

const pieceBytes = 1024 * 1024;

/** The bytes of a file in pieces of at most a megabyte, up to where it ends when we get there. */
export async function* readInPieces(path: string): AsyncGenerator<Buffer> {
	const handle = await open(path, 'r');
	try {
		const { size } = await handle.stat();
		for (;;) {
			const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(Math.min(size + 1, pieceBytes)));
			if (bytesRead === 0) return;
			yield buffer.subarray(0, bytesRead);
		}
	} finally {
		await handle.close();
	}
}

/** Forces the bytes of a file to the medium. */
export async function syncFile(path: string): Promise<void> {
	const handle = await open(path, 'r+');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** Makes the names in a folder durable; Windows does this by itself. */
export async function syncFolder(folder: string): Promise<void> {
	if (process.platform === 'win32') return;
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** Forces everything in a folder to the medium: side by side, because the system then does many in one go. */
export async function syncTree(folder: string): Promise<void> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const waiting = entries.map((entry) => ({ path: join(entry.parentPath, entry.name), sync: entry.isDirectory() ? syncFolder : syncFile }));
	const work = async () => {
		for (let next = waiting.pop(); next; next = waiting.pop()) await next.sync(next.path);
	};
	await Promise.all(Array.from({ length: 16 }, work));
	await syncFolder(folder);
}

/** Whether a fault means that there is no room left. */
export function isFull(error: unknown): boolean {
	for (let fault = error; fault instanceof Error; fault = fault.cause)
		if (['ENOSPC', 'EDQUOT'].includes((fault as NodeJS.ErrnoException).code ?? '')) return true;
	return false;
}

/** "143 MB", "82 GB" */
export function sizeText(bytes: number): string {
	return bytes < 10e9 ? `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB` : `${Math.floor(bytes / 1e9).toLocaleString('en')} GB`;
}
