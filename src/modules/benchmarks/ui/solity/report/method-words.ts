import type { Translator } from '#platform/i18n/translator.ts';
import type { ShownReport } from './shown.ts';

/** How a result is made, from numbers to the whole, in the order it is made. */
export function methodParagraphs(t: Translator, { bands, edition }: ShownReport): string[] {
	return [
		t('utility.method.values'),
		t('utility.method.score'),
		t('utility.method.axes'),
		t('utility.method.bands', { bands: bands.map(({ name, from }) => `${name} (${from}+)`).join(', ') }),
		t('utility.method.whisker'),
		t('utility.method.small'),
		t('utility.method.na'),
		t('utility.method.edition', { edition }),
	];
}
