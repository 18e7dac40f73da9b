import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { App } from '../context.ts';
import { openFile, type StoredFile } from './files.ts';

/**
 * The answer to a download: always saved, never shown inside our origin, and powerless should a browser show it
 * nevertheless.
 */
export async function downloadFile(app: Pick<App, 'files'>, file: StoredFile): Promise<Response> {
	const bytes = await openFile(app, file);
	return new Response(Readable.toWeb(bytes) as ReadableStream, {
		headers: {
			'content-type': file.mediaType,
			'content-length': String(file.size),
			'content-disposition': dispositionOf(file.name),
			'content-security-policy': "sandbox; default-src 'none'",
			'x-content-type-options': 'nosniff',
			'cross-origin-resource-policy': 'same-origin',
			'cache-control': 'private, no-store',
		},
	});
}

/** A file for an answer of the API. */
export async function fileContent(app: Pick<App, 'files'>, file: StoredFile): Promise<{ bytes: Uint8Array; name: string }> {
	return { bytes: await buffer(await openFile(app, file)), name: file.name };
}

/** RFC 6266: the name in ASCII for old readers, and as it is. */
export function dispositionOf(name: string): string {
	const ascii = name
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.replace(/[^\x20-\x7e]|["\\%]/g, '_');
	const full = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
	return `attachment; filename="${ascii}"; filename*=UTF-8''${full}`;
}
