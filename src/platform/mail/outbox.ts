import type { Ctx } from '../context.ts';
import { AppError } from '../errors.ts';
import { isId } from '../ids.ts';

export type OutboxMail = {
	id: string;
	kind: string;
	locale: string;
	to: string;
	subject: string;
	/** `here`: it is read here instead of being sent, for now or for good. */
	state: 'waiting' | 'here' | 'sent' | 'failed';
	createdAt: Date;
	text: string;
};

/**
 * The outbox: mails as they were or will be sent. Administrators read it; in demo mode everybody does, because it
 * stands in for everybody's mail box there.
 * @throws AppError not_signed_in, forbidden
 */
function authorise(ctx: Ctx): void {
	if (ctx.config.demo || (ctx.actor.kind === 'person' && ctx.actor.administrator)) return;
	throw ctx.actor.kind === 'guest'
		? new AppError('not_signed_in', 'Sign in as administrator to read the outbox')
		: new AppError('forbidden', 'The outbox is read by administrators');
}

const pageSize = 30;

function shownState({ config }: Ctx, state: string): OutboxMail['state'] {
	return state === 'demo' || (state === 'waiting' && !config.smtpUrl) ? 'here' : (state as 'waiting' | 'sent' | 'failed');
}

/** Mails before a given one, newest first. */
export async function listMails(ctx: Ctx, before?: string): Promise<{ mails: Omit<OutboxMail, 'text'>[]; next: string | null }> {
	authorise(ctx);
	const rows = await ctx.db
		.selectFrom('platform.mail')
		.select(['id', 'kind', 'locale', 'to_address', 'subject', 'state', 'created_at'])
		.$if(isId(before), (query) => query.where('id', '<', before!))
		.orderBy('id', 'desc')
		.limit(pageSize + 1)
		.execute();
	const mails = rows.slice(0, pageSize).map((row) => ({
		id: row.id,
		kind: row.kind,
		locale: row.locale,
		to: row.to_address,
		subject: row.subject,
		state: shownState(ctx, row.state),
		createdAt: row.created_at,
	}));
	return { mails, next: rows.length > pageSize ? mails.at(-1)!.id : null };
}

/** One mail with its text. @throws AppError not_found */
export async function readMail(ctx: Ctx, id: string): Promise<OutboxMail> {
	authorise(ctx);
	const row = isId(id) ? await ctx.db.selectFrom('platform.mail').selectAll().where('id', '=', id).executeTakeFirst() : undefined;
	if (!row) throw new AppError('not_found', 'There is no such mail');
	return {
		id: row.id,
		kind: row.kind,
		locale: row.locale,
		to: row.to_address,
		subject: row.subject,
		state: shownState(ctx, row.state),
		createdAt: row.created_at,
		text: row.text_body,
	};
}
