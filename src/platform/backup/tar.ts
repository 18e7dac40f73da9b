import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { SetupError } from '../errors.ts';
import { readInPieces, syncFile } from '../disk.ts';

/** Files in one file: the "ustar" format every tar reads, compressed by gzip. Plain files with short names only. */
const block = 512;

export type Entry = { path: string; size: number; content: AsyncIterable<Uint8Array> };

/** Packs files of a folder, in the given order, and forces the archive to the medium. */
export async function pack(folder: string, paths: readonly string[], target: string): Promise<void> {
	async function* archive() {
		for (const path of paths) {
			const { size, mtimeMs } = await stat(join(folder, path));
			yield header(path, size, mtimeMs);
			yield* readInPieces(join(folder, path));
			yield Buffer.alloc((block - (size % block)) % block);
		}
		yield Buffer.alloc(2 * block);
	}
	await pipeline(Readable.from(archive()), createGzip(), createWriteStream(target, { flags: 'wx', mode: 0o600 }));
	await syncFile(target);
}

/**
 * The files of an archive, one after the other; the content of each must be read before the next is asked for.
 * @throws SetupError when the archive is damaged
 */
export async function* unpack(source: string): AsyncGenerator<Entry> {
	const stream = createReadStream(source);
	const bytes = stream.pipe(createGunzip());
	stream.once('error', (error) => bytes.destroy(error));
	const iterator = bytes[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
	let rest: Buffer = Buffer.alloc(0);
	const damaged = (why: string) => new SetupError(`The backup ${source} is damaged: ${why}. Use another backup; nothing was changed.`);
	/** At most `most` bytes, at least one. */
	async function some(most: number): Promise<Buffer> {
		if (rest.length === 0) {
			const { value, done } = await iterator.next().catch((error: Error) => {
				throw damaged(error.message);
			});
			if (done) throw damaged('it ends too early');
			rest = value;
		}
		const piece = rest.subarray(0, most);
		rest = rest.subarray(piece.length);
		return piece;
	}
	async function exactly(length: number): Promise<Buffer> {
		const pieces: Buffer[] = [];
		for (let missing = length; missing > 0;) {
			const piece = await some(missing);
			pieces.push(piece);
			missing -= piece.length;
		}
		return Buffer.concat(pieces);
	}
	try {
		for (;;) {
			const head = await exactly(block);
			if (head.every((byte) => byte === 0)) return;
			const { path, size } = readHeader(head) ?? fail(damaged('a header is not readable'));
			let left = size;
			async function* content() {
				while (left > 0) {
					const piece = await some(left);
					left -= piece.length;
					yield piece;
				}
			}
			yield { path, size, content: content() };
			await exactly(left + ((block - (size % block)) % block));
		}
	} finally {
		stream.destroy();
		bytes.destroy();
	}
}

function header(path: string, size: number, mtimeMs: number): Buffer {
	const head = Buffer.alloc(block);
	const bytes = Buffer.byteLength(path);
	const cut = bytes <= 100 ? -1 : path.indexOf('/', path.length - 101);
	if (bytes > 100 && (cut < 1 || cut > 155 || bytes !== path.length)) throw new Error(`The name ${path} is too long for an archive`);
	const octal = (value: number, at: number, length: number) => head.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
	head.write(path.slice(cut + 1), 0, 100, 'utf8');
	octal(0o600, 100, 8);
	octal(0, 108, 8);
	octal(0, 116, 8);
	octal(size, 124, 12);
	octal(Math.floor(mtimeMs / 1000), 136, 12);
	head.write('0', 156, 'latin1');
	head.write('ustar\x0000', 257, 'latin1');
	if (cut > 0) head.write(path.slice(0, cut), 345, 155, 'utf8');
	octal(checksum(head), 148, 7);
	head.write(' ', 155, 'latin1');
	return head;
}

function readHeader(head: Buffer): { path: string; size: number } | undefined {
	const text = (at: number, length: number) => head.toString('utf8', at, at + length).split('\0')[0]!;
	const isFile = text(156, 1) === '0' || head[156] === 0;
	if (!isFile || text(257, 5) !== 'ustar' || Number.parseInt(text(148, 8), 8) !== checksum(head)) return undefined;
	const prefix = text(345, 155);
	return { path: prefix ? `${prefix}/${text(0, 100)}` : text(0, 100), size: Number.parseInt(text(124, 12), 8) };
}

/** The sum of a header's bytes, its own field taken as spaces. */
function checksum(head: Buffer): number {
	let sum = 8 * 0x20;
	for (let i = 0; i < block; i++) if (i < 148 || i >= 156) sum += head[i]!;
	return sum;
}

function fail(error: Error): never {
	throw error;
}
