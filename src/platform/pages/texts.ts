import type { Catalogue, Messages } from '../i18n/catalogue.ts';
import { mark } from './mark.ts';
import { asScript } from './script.ts';

const numbered = new WeakMap<Messages, Messages>();
const written: Buffer[] = [];

/**
 * The catalogue for a page that is sent as HTML. Its tables read like all others, but only a number is written into the
 * page's data: `assemble` puts the table there, as bytes that were made once, instead of writing hundreds of texts anew
 * for every reader. A table must be handed on as it is; a copy of it would be empty.
 */
export function numberedTexts(texts: Catalogue): Catalogue {
	return { ...texts, group: (locale, ...names) => number(texts.group(locale, ...names)) };
}

/** A table as it stands in a page's data, by its number. */
export function tableInPage(index: number): Buffer {
	return written[index]!;
}

function number(messages: Messages): Messages {
	let table = numbered.get(messages);
	if (!table) {
		table = Object.defineProperties(
			{},
			Object.fromEntries(Object.entries(messages).map(([key, value]) => [key, { value, enumerable: false }])),
		) as Messages;
		Object.defineProperty(table, mark, { value: written.length, enumerable: true });
		written.push(Buffer.from(asScript(messages)));
		numbered.set(messages, table);
	}
	return table;
}
