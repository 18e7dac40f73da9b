import nodemailer from 'nodemailer';
import { sql } from 'kysely';
import type { App } from '../context.ts';

/** Minutes to wait after the first, second, … failed attempt; after the last the mail counts as failed. */
const retryMinutes = [1, 5, 30, 120, 480];
const batch = 20;

/**
 * Sends waiting mails through SMTP_URL, each once, also when several nodes run. Without SMTP_URL nothing is sent:
 * the mails stay for the outbox page.
 * @returns how many were sent and how many attempts failed
 */
export async function deliverMails(app: Pick<App, 'config' | 'db' | 'now' | 'log'>): Promise<{ sent: number; failed: number }> {
	const counts = { sent: 0, failed: 0 };
	if (!app.config.smtpUrl) return counts;
	const transport = nodemailer.createTransport(app.config.smtpUrl, { from: app.config.mailFrom });
	try {
		for (let i = 0; i < batch; i++) {
			const more = await app.db.transaction().execute(async (tx) => {
				const mail = await tx
					.selectFrom('platform.mail')
					.selectAll()
					.where('state', '=', 'waiting')
					.where('next_attempt_at', '<=', app.now())
					.orderBy('next_attempt_at')
					.limit(1)
					.forUpdate()
					.skipLocked()
					.executeTakeFirst();
				if (!mail) return false;
				try {
					await transport.sendMail({
						to: mail.to_address,
						...(mail.reply_to && { replyTo: mail.reply_to }),
						subject: mail.subject,
						text: mail.text_body,
						html: mail.html_body,
						headers: {
							'Content-Language': mail.locale,
							// Nobody's absence note goes back: where answers go to a person, it would tell who got the mail.
							'Auto-Submitted': 'auto-generated',
							'X-Auto-Response-Suppress': 'OOF, AutoReply',
						},
					});
					await tx
						.updateTable('platform.mail')
						.set({ state: 'sent', sent_at: app.now(), attempts: mail.attempts + 1 })
						.where('id', '=', mail.id)
						.execute();
					counts.sent++;
				} catch (error) {
					const wait = retryMinutes[mail.attempts];
					await tx
						.updateTable('platform.mail')
						.set({
							attempts: mail.attempts + 1,
							last_error: String((error as Error).message).slice(0, 500),
							...(wait === undefined ? { state: 'failed' } : { next_attempt_at: new Date(app.now().getTime() + wait * 60_000) }),
						})
						.where('id', '=', mail.id)
						.execute();
					app.log.warn({ mail: mail.id, kind: mail.kind, attempts: mail.attempts + 1 }, 'a mail could not be sent');
					counts.failed++;
				}
				return true;
			});
			if (!more) break;
		}
	} finally {
		transport.close();
	}
	return counts;
}

/** Deletes mails that were sent more than 90 days ago. @returns how many */
export async function deleteOldMails(app: Pick<App, 'db' | 'now'>): Promise<number> {
	const { numAffectedRows } =
		await sql`delete from platform.mail where state = 'sent' and sent_at < ${new Date(app.now().getTime() - 90 * 86_400_000)}`.execute(
			app.db,
		);
	return Number(numAffectedRows ?? 0);
}
