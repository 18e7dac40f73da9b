import { createHash } from 'node:crypto';
import { mark } from './mark.ts';
import type { Page } from './page.ts';
import { partBytes, type PartBytes } from './parts.ts';
import { tableInPage } from './texts.ts';

const beginning = `<!--${mark}-->`;
const ending = `<!--/${mark}-->`;

export type Assembled = { bytes: Buffer<ArrayBuffer>; /** A strong name of these bytes. */ tag: () => string };

/**
 * The bytes of a page: what the framework wrote, with tables of texts and plain data in the place of their numbers, and
 * the remembered part in its place or kept for the next time.
 * @param opening changes what stands before the page's `<head>`
 * @throws for what is no page: without a `<head>`
 */
export function assemble(html: string, page: Page | undefined, opening: (html: string) => string): Assembled {
	const pieces: (Buffer | PartBytes)[] = [];
	let done = html.indexOf('<head>');
	if (done < 0) throw new Error('A page without a head can not be put together.');
	pieces.push(Buffer.from(opening(html.slice(0, done))));
	const upTo = (place: number) => void pieces.push(Buffer.from(html.slice(done, place)));

	for (let at = html.indexOf(mark, done); at >= 0; at = html.indexOf(mark, done)) {
		if (html[at - 1] === '{') {
			upTo(at - 1);
			const end = html.indexOf('}', at);
			const number = Number(html.slice(at + mark.length + 1, end));
			pieces.push(number < 0 ? Buffer.from(page!.plain![-number - 1]!) : tableInPage(number));
			done = end + 1;
		} else {
			const begin = at - '<!--'.length;
			upTo(begin);
			const end = html.indexOf(ending, at);
			const part = page?.kept ?? partBytes(Buffer.from(html.slice(begin + beginning.length, end)));
			page?.keep?.(part);
			pieces.push(part);
			done = end + ending.length;
		}
	}
	upTo(html.length);
	return {
		bytes: Buffer.concat(pieces.map((piece) => ('digest' in piece ? piece.bytes : piece))),
		tag() {
			const hash = createHash('sha256');
			for (const piece of pieces) hash.update('digest' in piece ? piece.digest : piece);
			return hash.digest('base64url');
		},
	};
}
