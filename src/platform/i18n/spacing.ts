/**
 * Spaces a line must not break at. Translators type a plain space beside « » ; : ? ! and %, as keyboards do; the page
 * and the PDF get the narrow one that keeps the sign with its word (Lexique des règles typographiques, Imprimerie nationale).
 */
const rules: Record<string, [RegExp, string][]> = {
	fr: [[/(?<=«) | (?=[»;:?!%])/g, '\u202f']],
};

/** A text with the spaces its language sets around signs; unchanged where the language has no such rule. */
export function withSpaces(locale: string, text: string): string {
	return (rules[locale.split('-')[0]!] ?? []).reduce((set, [pattern, space]) => set.replace(pattern, space), text);
}

/** The same for every text of a table. */
export function tableWithSpaces(locale: string, texts: Record<string, string>): Record<string, string> {
	return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, withSpaces(locale, text)]));
}
