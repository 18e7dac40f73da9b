import { error } from '@sveltejs/kit';
import { dev } from '$app/env';
import type { PageServerLoad } from './$types';

/** The living page of all base components: for those who build, not for those who use. */
export const load: PageServerLoad = ({ locals: { ctx } }) => {
	if (!dev && !ctx.config.dev) error(404);
	return { messages: ctx.texts.group(ctx.locale, 'charts') };
};
