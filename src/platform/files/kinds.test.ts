import { expect, test } from 'vitest';
import { createSampler, kindOf, kinds, type Kind } from './kinds.ts';
import { extensionOf, safeName } from './name.ts';
import { samples, withMacros, zip } from './samples.fixture.ts';

function kindIn(bytes: Buffer, name: string, piece = bytes.length || 1): Kind | undefined {
	const sampler = createSampler();
	for (let at = 0; at < bytes.length; at += piece) sampler.take(bytes.subarray(at, at + piece));
	return kindOf(sampler.sample(), extensionOf(name));
}

test.each(Object.entries(samples))('%s is told by its content, in one piece and byte by byte', (kind, bytes) => {
	expect(kindIn(bytes, `evidence.${kind}`)).toBe(kind);
	expect(kindIn(bytes, `evidence.${kind}`, 1)).toBe(kind);
});

test('every kind has a sample', () => expect(Object.keys(samples)).toEqual(Object.keys(kinds)));

test.each([
	['a program called .pdf', Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), 'report.pdf'],
	['a web page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'page.html'],
	['a picture that can hold scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'logo.svg'],
	['a text without an ending', samples.txt, 'notes'],
	['a text that is not UTF-8', Buffer.from('\xe9vora', 'latin1'), 'notes.txt'],
	['a text cut in the middle of a letter', Buffer.from('Évora é').subarray(0, -1), 'notes.txt'],
	['bytes called .csv', Buffer.from('a;b\0c'), 'table.csv'],
	['a document with macros', withMacros, 'letter.docx'],
	['an archive of files', zip({ 'a.txt': 'a' }), 'letter.docx'],
	['an office archive without a document', zip({ '[Content_Types].xml': '<Types/>' }), 'letter.docx'],
	['an archive that is cut off', samples.docx.subarray(0, -30), 'letter.docx'],
	['an archive whose directory lies', Buffer.concat([samples.docx.subarray(0, -10), Buffer.alloc(10, 0xff)]), 'letter.docx'],
	['an empty file', Buffer.alloc(0), 'empty.txt'],
])('%s is none of ours', (_, bytes, name) => expect(kindIn(bytes, name)).toBeUndefined());

test('a long archive is told by the directory at its end', () => {
	const big = zip({ '[Content_Types].xml': '<Types/>', 'word/media/a.bin': 'x'.repeat(5_000_000), 'word/document.xml': '<x/>' });
	expect(kindIn(big, 'letter.docx', 64 * 1024)).toBe('docx');
});

test.each([
	['Übersicht 2026.pdf', 'pdf', 'Übersicht 2026.pdf'],
	['../../etc/passwd', 'txt', 'passwd.txt'],
	['C:\\Users\\ana\\plan.PDF', 'pdf', 'plan.pdf'],
	['photo.png', 'jpeg', 'photo.jpg'],
	['photo.JPEG', 'jpeg', 'photo.jpeg'],
	['invoice\u202efdp.exe', 'pdf', 'invoicefdp.pdf'],
	['a\r\nSet-Cookie: x.pdf', 'pdf', 'aSet-Cookie x.pdf'],
	['...', 'pdf', 'file.pdf'],
	['.pdf', 'pdf', 'file.pdf'],
	['', 'csv', 'file.csv'],
	['CON.txt', 'txt', 'CON_.txt'],
	['ü'.repeat(300) + '.pdf', 'pdf', 'ü'.repeat(120) + '.pdf'],
] as const)('the name "%s" of a %s becomes "%s"', (given, kind, safe) => expect(safeName(given, kind)).toBe(safe));
