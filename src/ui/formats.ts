// A format takes longer to make than a hundred numbers to write, and a page needs the same few again and again.
const numbers = new Map<string, Intl.NumberFormat>();
const lists = new Map<string, Intl.ListFormat>();

function kept<Format>(formats: Map<string, Format>, locale: string, options: object | undefined, make: () => Format): Format {
	const key = locale + JSON.stringify(options);
	let format = formats.get(key);
	if (!format) formats.set(key, (format = make()));
	return format;
}

/** `new Intl.NumberFormat(…)`, made once for each language and options. */
export function numberFormat(locale: string, options?: Intl.NumberFormatOptions): Intl.NumberFormat {
	return kept(numbers, locale, options, () => new Intl.NumberFormat(locale, options));
}

/** `new Intl.ListFormat(…)`, made once for each language and options. */
export function listFormat(locale: string, options?: Intl.ListFormatOptions): Intl.ListFormat {
	return kept(lists, locale, options, () => new Intl.ListFormat(locale, options));
}
