/**
 * Spaces a line must not break at. Translators type a plain space beside « » ; : ? ! and %, as keyboards do; the page
 * and the PDF get the narrow one that keeps the sign with its word (Lexique des règles typographiques, Imprimerie nationale).
 */
const rules: Record<string, [RegExp, string][]> = {
	fr: [[/(?<=«) | (?=[»;:?!%])/g, '\u202f']],
};

const languageOf = (locale: string) => locale.split('-')[0]!;

/** A text with the spaces its language sets around signs; unchanged where the language has no such rule. */
export function withSpaces(locale: string, text: string): string {
	return (rules[languageOf(locale)] ?? []).reduce((set, [pattern, space]) => set.replace(pattern, space), text);
}

/** The same for every text of a table. */
export function tableWithSpaces(locale: string, texts: Record<string, string>): Record<string, string> {
	return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, withSpaces(locale, text)]));
}

/** Signs that stand right at a word where the language wants a space: what `withSpaces` can not mend. */
const unspaced: Record<string, RegExp> = {
	fr: /[^\s«([?!]+[;?!»]|«\S+|[\p{L}\p{N}{})]+:(?=\s|$)|\d%/gu,
};

/** Places of a text that lack a space beside a sign, e.g. `Pourquoi?`; none where the language has no such rule. */
export function missingSpaces(locale: string, text: string): string[] {
	const rule = unspaced[languageOf(locale)];
	return rule ? [...text.matchAll(rule)].map(([place]) => place) : [];
}

const beforeSign: Record<string, string> = { fr: '\u202f' };

/** A term and what is said of it, with the colon between them as the language sets it. */
export const withColon = (locale: string, term: string, said: string) => `${term}${beforeSign[languageOf(locale)] ?? ''}: ${said}`;

/** What stands between two parts of a list, as the language sets it. */
export const semicolon = (locale: string) => `${beforeSign[languageOf(locale)] ?? ''}; `;

/** Parts of a text one after another, with semicolons between them. */
export const withSemicolons = (locale: string, parts: readonly string[]) => parts.join(semicolon(locale));
