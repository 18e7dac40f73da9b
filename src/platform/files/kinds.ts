/** The kinds of files people may upload, told by their content: a name proves nothing. */
export const kinds = {
	pdf: { mediaType: 'application/pdf', extensions: ['pdf'] },
	png: { mediaType: 'image/png', extensions: ['png'] },
	jpeg: { mediaType: 'image/jpeg', extensions: ['jpg', 'jpeg'] },
	webp: { mediaType: 'image/webp', extensions: ['webp'] },
	docx: { mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', extensions: ['docx'] },
	xlsx: { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extensions: ['xlsx'] },
	pptx: { mediaType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation', extensions: ['pptx'] },
	odt: { mediaType: 'application/vnd.oasis.opendocument.text', extensions: ['odt'] },
	ods: { mediaType: 'application/vnd.oasis.opendocument.spreadsheet', extensions: ['ods'] },
	odp: { mediaType: 'application/vnd.oasis.opendocument.presentation', extensions: ['odp'] },
	csv: { mediaType: 'text/csv; charset=utf-8', extensions: ['csv'] },
	txt: { mediaType: 'text/plain; charset=utf-8', extensions: ['txt'] },
} as const satisfies Record<string, { mediaType: string; extensions: readonly string[] }>;

export type Kind = keyof typeof kinds;

/** What of a file is kept in memory while it streams by. */
export type Sample = { head: Buffer; tail: Buffer; text: boolean };

const headBytes = 4 * 1024;
/** The directory of a zip archive stands at its end; a document's is far smaller than this. */
const tailBytes = 1024 * 1024;

/** Watches a file stream by, for `kindOf`. */
export function createSampler(): { take(chunk: Uint8Array): void; sample(): Sample } {
	let head = Buffer.alloc(0);
	let tail: Buffer[] = [];
	let tailLength = 0;
	let text = true;
	const decoder = new TextDecoder('utf-8', { fatal: true });
	const decodes = (chunk?: Uint8Array) => {
		try {
			// Control characters other than tab, line feed, form feed and carriage return do not occur in texts.
			return !/[\x00-\x08\x0b\x0e-\x1f\x7f]/.test(decoder.decode(chunk, { stream: chunk !== undefined }));
		} catch {
			return false;
		}
	};
	return {
		take(chunk) {
			if (head.length < headBytes) head = Buffer.concat([head, chunk.subarray(0, headBytes - head.length)]);
			tail.push(Buffer.from(chunk));
			tailLength += chunk.length;
			if (tailLength > 2 * tailBytes) {
				tail = [Buffer.concat(tail).subarray(-tailBytes)];
				tailLength = tailBytes;
			}
			text &&= decodes(chunk);
		},
		sample: () => ({ head, tail: Buffer.concat(tail).subarray(-tailBytes), text: text && decodes() }),
	};
}

/**
 * The kind of a file, or undefined when it is none of ours. Pictures and documents are told by content alone; plain
 * texts look alike, so there the name decides between csv and txt.
 */
export function kindOf({ head, tail, text }: Sample, extension: string): Kind | undefined {
	if (head.length === 0) return undefined;
	const begins = (signature: string, at = 0) => head.subarray(at, at + signature.length).equals(Buffer.from(signature, 'latin1'));
	if (begins('%PDF-')) return 'pdf';
	if (begins('\x89PNG\r\n\x1a\n')) return 'png';
	if (begins('\xff\xd8\xff')) return 'jpeg';
	if (begins('RIFF') && begins('WEBP', 8)) return 'webp';
	if (begins('PK\x03\x04')) return documentKind(head, tail);
	if (text && (extension === 'csv' || extension === 'txt')) return extension;
	return undefined;
}

/** Office documents are zip archives; what is inside tells them apart. Those with macros are none of ours. */
function documentKind(head: Buffer, tail: Buffer): Kind | undefined {
	const names = zipNames(tail);
	if (!names || names.some((name) => /(^|\/)vbaProject\.bin$/i.test(name))) return undefined;
	if (names.includes('[Content_Types].xml')) {
		if (names.includes('word/document.xml')) return 'docx';
		if (names.includes('xl/workbook.xml')) return 'xlsx';
		if (names.includes('ppt/presentation.xml')) return 'pptx';
		return undefined;
	}
	// OpenDocument: the first entry is called "mimetype", is not compressed and holds the type.
	const nameLength = head.readUInt16LE(26);
	const content = 30 + nameLength + head.readUInt16LE(28);
	if (head.toString('latin1', 30, 30 + nameLength) !== 'mimetype') return undefined;
	const type = head.toString('latin1', content, content + head.readUInt32LE(18));
	return (['odt', 'ods', 'odp'] as const).find((kind) => kinds[kind].mediaType === type);
}

/** The names in the central directory of a zip archive, or undefined when it has none that can be read. */
function zipNames(tail: Buffer): string[] | undefined {
	const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
	if (end < 0 || end + 22 > tail.length) return undefined;
	let at = end - tail.readUInt32LE(end + 12);
	const names: string[] = [];
	while (at >= 0 && at + 46 <= end) {
		if (tail.readUInt32LE(at) !== 0x02014b50) return undefined;
		const nameLength = tail.readUInt16LE(at + 28);
		names.push(tail.toString('utf8', at + 46, at + 46 + nameLength));
		at += 46 + nameLength + tail.readUInt16LE(at + 30) + tail.readUInt16LE(at + 32);
	}
	return at === end && names.length > 0 ? names : undefined;
}
