import { error } from '@sveltejs/kit';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, params }) => {
	const { texts, locale, config } = locals.ctx;
	if (!texts.has(params.locale)) error(404);
	return {
		locale,
		locales: texts.locales.map((code) => ({ code, name: texts.nameOf(code) })),
		shell: texts.group(locale, 'shell', 'errors', 'parts'),
		theme: locals.theme,
		demo: config.demo,
		viewer: locals.viewer,
	};
};
