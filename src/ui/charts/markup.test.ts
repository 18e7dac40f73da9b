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

test.each([
	['level.svg', 119],
	['profile-column.svg', 119],
	['profile-page.svg', 170],
	['score.svg', 156],
	['radar.svg', 86],
	['trend-marks.svg', 132],
])('%s has no letter smaller than 8 pt on the %d mm it has in a report', (name, millimetres) => {
	const svg = samples[name]!;
	const width = Number(/viewBox="0 0 ([\d.]+) /.exec(svg)![1]);
	const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => (Number(size) / width) * millimetres * (72 / 25.4));
	expect(Math.min(...sizes)).toBeGreaterThanOrEqual(8);
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
