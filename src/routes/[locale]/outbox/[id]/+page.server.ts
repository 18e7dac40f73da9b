import { formatMoment } from '#platform/i18n/dates.ts';
import { readMail } from '#platform/mail/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
	const { createdAt, text, ...mail } = await readMail(ctx, params.id);
	// Each line is shown as it is; a line that is a link can be followed.
	const lines = text
		.trim()
		.split('\n')
		.map((line) => ({ line, link: /^https?:\/\/\S+$/.test(line) }));
	return { mail: { ...mail, made: formatMoment(createdAt, ctx.locale) }, lines, messages: ctx.texts.group(ctx.locale, 'outbox') };
};
