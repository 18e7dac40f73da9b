import { browser } from '$app/env';
import { page } from '$app/state';
import { createTranslator, type Translator } from '#platform/i18n/translator.ts';

/**
 * The translator of the page being shown. Texts come from the page's `messages` (its own groups) and from `shell`
 * (the frame around every page); both are sent by the server, so no other text reaches the client.
 */
export function useTranslator(): Translator {
	const { data } = page;
	// On the server a page's data never change, and to ask for them is a look into the components' context each time.
	const now = browser ? () => page.data : () => data;
	return createTranslator(data.locale, (key) => now().messages?.[key] ?? now().shell?.[key]);
}
