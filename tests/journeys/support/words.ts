import { createCatalogue } from '../../../src/platform/i18n/catalogue.ts';
import type { Translator } from '../../../src/platform/i18n/translator.ts';

const catalogue = createCatalogue();

/** Every language the platform ships. */
export const locales = catalogue.locales;

/** The interface texts of a language, so that a journey looks for what a reader of that language reads. */
export function wordsOf(locale: string): Translator {
	return catalogue.translator(locale);
}
