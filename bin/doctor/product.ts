import { checkInstruments } from '../../src/modules/benchmarks/index.ts';
import { createCatalogue } from '../../src/platform/i18n/catalogue.ts';
import { fromRoot } from '../../src/platform/paths.ts';
import { closePrinter, printPdf } from '../../src/platform/pdf/print.ts';
import { ok, problem, type Finding } from './finding.ts';

export function checkEditions(): Finding {
	return ok(
		'instruments',
		checkInstruments()
			.map(({ edition, locales }) => `${edition} (${locales.join(', ')})`)
			.join('; '),
	);
}

export function checkTexts(): Finding {
	return ok('texts', createCatalogue().locales.join(', '));
}

/** Prints a page with letters of three scripts, as a report is. */
export async function checkPrinting(): Promise<Finding> {
	try {
		const pdf = await printPdf({
			template: fromRoot('src', 'platform', 'pdf', 'fixtures', 'sample.typ'),
			data: { title: 'VENHANS', lang: 'en', lines: ['Évora', 'Καλημέρα', 'Добрый день'] },
			images: { 'chart.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6 2"><rect width="5" height="1"/></svg>' },
		});
		return Buffer.from(pdf).includes('FontFile')
			? ok('printing', 'a PDF with its fonts')
			: problem('printing', 'the fonts are missing in a PDF', 'Run "npm ci" again.');
	} finally {
		await closePrinter();
	}
}
