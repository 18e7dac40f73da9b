import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx } }) => ({ messages: ctx.texts.group(ctx.locale, 'pages') });
