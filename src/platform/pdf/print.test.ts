import { afterAll, expect, test } from 'vitest';
import { fromRoot } from '../paths.ts';
import { closePrinter, printPdf } from './print.ts';

const template = fromRoot('src', 'platform', 'pdf', 'fixtures', 'sample.typ');
const images = {
	'chart.svg':
		'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20"><rect width="50" height="4" fill="#2b4ea2"/><text x="0" y="18" font-family="Inter" font-size="8">Καλημέρα</text></svg>',
};
const data = { title: 'Bericht', lang: 'de', lines: ['Größe', 'Καλημέρα κόσμε', 'Добрый день'] };

afterAll(closePrinter);

test('a document comes out tagged, with its language, title and embedded fonts', async () => {
	const pdf = Buffer.from(await printPdf({ template, data, images })).toString('latin1');
	expect(pdf.startsWith('%PDF-')).toBe(true);
	expect(pdf).toContain('/StructTreeRoot');
	expect(pdf).toMatch(/\/Lang\s*\(de\)/);
	expect(pdf).toMatch(/\/Outlines/);
	expect(pdf).toMatch(/FontFile[23]/);
});

test('jobs asked for at once each get their own document', async () => {
	const made = await Promise.all([1, 2, 3].map((n) => printPdf({ template, data: { ...data, lines: Array(n).fill('x') }, images })));
	expect(new Set(made.map((pdf) => pdf.length)).size).toBe(3);
});

test('a faulty template is refused with the compiler’s words and the next job still works', async () => {
	await expect(printPdf({ template, data: {}, images })).rejects.toThrow(/title/);
	expect((await printPdf({ template, data, images })).length).toBeGreaterThan(1000);
});
