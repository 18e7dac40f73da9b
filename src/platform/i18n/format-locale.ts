/**
 * The language whose customs dates and times follow. Plain English means English as Europe writes it: 3 October 2026,
 * 14:02; the standard library would take it for American.
 */
export function formatLocale(locale: string): string {
	return locale === 'en' ? 'en-GB' : locale;
}
