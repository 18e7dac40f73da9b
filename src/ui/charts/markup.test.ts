import { afterAll, expect, test } from 'vitest';
import { closePrinter, printPdf } from '../../platform/pdf/print.ts';
import { fromRoot } from '../../platform/paths.ts';
import { printedSamples } from './samples.fixture.ts';

const samples = printedSamples();
afterAll(closePrinter);

test.each(Object.keys(samples))('%s is one picture with title and description, in fixed colours, without a trace of the page', (name) => {
	const svg = samples[name]!;
	expect(svg).toMatch(/^<svg [^>]*role="img"/);
	expect(svg).toMatch(/<title [^>]*>Titel<\/title>/);
	expect(svg).toMatch(/<desc [^>]*>Beschreibung<\/desc>/);
	expect(svg).not.toMatch(/var\(|NaN|undefined|<!--/);
});

test('all charts print on one page', async () => {
	const pdf = await printPdf({
		template: fromRoot('src', 'ui', 'charts', 'samples.fixture.typ'),
		data: Object.keys(samples),
		images: samples,
	});
	expect(
		Buffer.from(pdf)
			.toString('latin1')
			.match(/\/Type\s*\/Page\b/g),
	).toHaveLength(1);
	if (process.env.KEEP_SAMPLES) await (await import('node:fs/promises')).writeFile(process.env.KEEP_SAMPLES, pdf);
});
