import type { Ctx } from '../context.ts';
import type { DatabaseTransaction } from '../database/connect.ts';
import { newId } from '../ids.ts';
import type { MailKind, MailValues } from './kinds.ts';
import { renderMail } from './render.ts';

export { deleteOldMails, deliverMails } from './deliver.ts';
export { mailKinds, type MailKind } from './kinds.ts';
export { listMails, readMail, type OutboxMail } from './outbox.ts';
export { renderMail, type RenderedMail } from './render.ts';

/**
 * Writes a mail in the reader's language into the running transaction: it leaves after the commit or never.
 * With SMTP_URL a job delivers it, without it waits on the outbox page. In demo mode it stays there for good: its reader is
 * invented, also when the same data is later used without demo.
 * @param mail.replyTo where an answer goes; without it nobody reads answers
 */
export async function sendMail<K extends MailKind>(
	ctx: Ctx,
	tx: DatabaseTransaction,
	mail: { kind: K; to: string; replyTo?: string; locale: string; values: MailValues<K> },
): Promise<{ id: string }> {
	const id = newId();
	const { subject, text, html } = renderMail(ctx.texts.translator(mail.locale), mail.kind, mail.values);
	await tx
		.insertInto('platform.mail')
		.values({
			id,
			kind: mail.kind,
			locale: mail.locale,
			to_address: mail.to,
			reply_to: mail.replyTo ?? null,
			subject,
			text_body: text,
			html_body: html,
			state: ctx.config.demo ? 'demo' : 'waiting',
			created_at: ctx.now(),
			next_attempt_at: ctx.now(),
		})
		.execute();
	return { id };
}
