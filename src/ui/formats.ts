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

/**
 * Shares as percent, 0.5 as "50 %". All texts set the sign apart, also in English, where Intl does not.
 * @param digits at most so many behind the point
 */
export function percentFormat(locale: string, digits = 0): { format: (share: number) => string } {
	const percent = numberFormat(locale, { style: 'percent', maximumFractionDigits: digits });
	return { format: (share) => percent.format(share).replace(/(?<=\d)%/, '\u00a0%') };
}

/** `new Intl.ListFormat(…)`, made once for each language and options. */
export function listFormat(locale: string, options?: Intl.ListFormatOptions): Intl.ListFormat {
	return kept(lists, locale, options, () => new Intl.ListFormat(locale, options));
}
