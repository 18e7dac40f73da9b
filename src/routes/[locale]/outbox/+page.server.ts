import { formatMoment } from '#platform/i18n/dates.ts';
import { listMails } from '#platform/mail/index.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { ctx }, url }) => {
	const { mails, next } = await listMails(ctx, url.searchParams.get('before') ?? undefined);
	return {
		mails: mails.map(({ createdAt, ...mail }) => ({ ...mail, made: formatMoment(createdAt, ctx.locale) })),
		next,
		sends: !!ctx.config.smtpUrl,
		messages: ctx.texts.group(ctx.locale, 'outbox'),
	};
};
