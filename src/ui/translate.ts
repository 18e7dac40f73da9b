import { page } from '$app/state';
import { createTranslator, type Translator } from '#platform/i18n/translator.ts';

/**
 * The translator of the page being shown. Texts come from the page's `messages` (its own groups) and from `shell`
 * (the frame around every page); both are sent by the server, so no other text reaches the client.
 */
export function useTranslator(): Translator {
	const { locale } = page.data;
	return createTranslator(locale, (key) => page.data.messages?.[key] ?? page.data.shell?.[key]);
}
