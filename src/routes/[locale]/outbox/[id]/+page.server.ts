import { formatMoment } from '#platform/i18n/dates.ts';
import { readMail } from '#platform/mail/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { ctx }, params }) => {
	const { createdAt, text, ...mail } = await readMail(ctx, params.id);
	return {
		mail: { ...mail, made: formatMoment(createdAt, ctx.locale) },
		text,
		messages: ctx.texts.group(ctx.locale, 'outbox'),
	};
};
