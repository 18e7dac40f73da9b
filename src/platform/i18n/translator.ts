import { IntlMessageFormat } from 'intl-messageformat';
import { regional } from './dates.ts';
import type { MessageArguments } from './messages.gen.ts';

export type MessageKey = keyof MessageArguments & string;
type Rest<K extends MessageKey> = keyof MessageArguments[K] extends never ? [values?: undefined] : [values: MessageArguments[K]];

/** Formats the message `key` of one locale. Keys and their arguments are checked by the compiler. */
export type Translator = {
	<K extends MessageKey>(key: K, ...values: Rest<K>): string;
	readonly locale: string;
};

const formats = new Map<string, IntlMessageFormat>();

/** One ICU MessageFormat pattern in one locale; compiled once, then kept. */
export function formatMessage(pattern: string, locale: string, values?: Record<string, unknown>): string {
	if (!pattern.includes('{') && !pattern.includes("'") && !pattern.includes('<')) return pattern;
	const id = `${locale}\n${pattern}`;
	let format = formats.get(id);
	if (!format) formats.set(id, (format = new IntlMessageFormat(pattern, regional(locale), undefined, { ignoreTag: true })));
	return String(format.format(values as Record<string, string>));
}

/** A translator over any number of message tables; the first that has the key wins, a missing key shows itself. */
export function createTranslator(locale: string, lookup: (key: string) => string | undefined): Translator {
	const translate = (key: string, values?: Record<string, unknown>) => {
		const pattern = lookup(key);
		return pattern === undefined ? key : formatMessage(pattern, locale, values);
	};
	return Object.assign(translate, { locale }) as unknown as Translator;
}
