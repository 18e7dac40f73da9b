import { error } from '@sveltejs/kit';
import { mailKinds, renderMail, type MailKind } from '#platform/mail/index.ts';
import type { PageServerLoad } from './$types';

/** Every mail in one language, made from sample data. */
export const load: PageServerLoad = ({ locals: { ctx }, url }) => {
	if (!ctx.config.demo && !(ctx.actor.kind === 'person' && ctx.actor.administrator)) error(ctx.actor.kind === 'guest' ? 401 : 403);
	const language = url.searchParams.get('language') ?? ctx.locale;
	const used = ctx.texts.has(language) ? language : ctx.locale;
	const t = ctx.texts.translator(used);
	const mails = (Object.keys(mailKinds) as MailKind[]).map((kind) => {
		const { sample } = mailKinds[kind];
		const { subject, text } = renderMail(t, kind, { ...sample, ...('role' in sample && { role: t('shell.role.staff') }) } as never);
		return { kind, subject, text };
	});
	return { mails, language: used, messages: ctx.texts.group(ctx.locale, 'outbox') };
};
