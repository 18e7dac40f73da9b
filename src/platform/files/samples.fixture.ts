import { crc32 } from 'node:zlib';

/** A zip archive of uncompressed entries: enough of one to be told apart. */
export function zip(entries: Record<string, string>): Buffer {
	const locals: Buffer[] = [];
	const central: Buffer[] = [];
	let offset = 0;
	for (const [name, content] of Object.entries(entries)) {
		const data = Buffer.from(content);
		const header = Buffer.alloc(30);
		header.write('PK\x03\x04', 'latin1');
		header.writeUInt16LE(20, 4);
		header.writeUInt32LE(crc32(data), 14);
		header.writeUInt32LE(data.length, 18);
		header.writeUInt32LE(data.length, 22);
		header.writeUInt16LE(Buffer.byteLength(name), 26);
		const entry = Buffer.alloc(46);
		entry.write('PK\x01\x02', 'latin1');
		header.copy(entry, 6, 4, 28);
		entry.writeUInt32LE(offset, 42);
		locals.push(header, Buffer.from(name), data);
		central.push(entry, Buffer.from(name));
		offset += header.length + Buffer.byteLength(name) + data.length;
	}
	const directory = Buffer.concat(central);
	const end = Buffer.alloc(22);
	end.write('PK\x05\x06', 'latin1');
	end.writeUInt16LE(central.length / 2, 8);
	end.writeUInt16LE(central.length / 2, 10);
	end.writeUInt32LE(directory.length, 12);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([...locals, directory, end]);
}

const office = (part: string, more: Record<string, string> = {}) => zip({ '[Content_Types].xml': '<Types/>', [part]: '<x/>', ...more });
const openDocument = (type: string) => zip({ mimetype: `application/vnd.oasis.opendocument.${type}`, 'content.xml': '<x/>' });

/** The smallest file of each kind. */
export const samples = {
	pdf: Buffer.from('%PDF-1.7\n%\xff\n', 'latin1'),
	png: Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
	jpeg: Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF', 'latin1'),
	webp: Buffer.from('RIFF\x1a\0\0\0WEBPVP8L', 'latin1'),
	docx: office('word/document.xml'),
	xlsx: office('xl/workbook.xml'),
	pptx: office('ppt/presentation.xml'),
	odt: openDocument('text'),
	ods: openDocument('spreadsheet'),
	odp: openDocument('presentation'),
	csv: Buffer.from('Name;Ort\nAna;Évora\n'),
	txt: Buffer.from('Three visits in 2026 – Évora, Łódź.\n'),
};

export const withMacros = office('word/document.xml', { 'word/vbaProject.bin': 'x' });
