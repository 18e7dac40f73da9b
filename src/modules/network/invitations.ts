import { z } from 'zod';
import { audit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { newId, newSecret } from '#platform/ids.ts';
import { sendMail } from '#platform/mail/index.ts';
import { useLimit } from '#platform/rate-limit.ts';
import { requirePerson } from '#platform/policy.ts';
import { createHash } from 'node:crypto';
import { giveRole, nameOf } from './commands.ts';
import { roles, rolesOf, type Role } from './model.ts';
import { heldBy, networkPolicy } from './policy.ts';
import { inLanguage, subjectOf } from './queries.ts';

/** Days an invitation waits for its answer. */
export const daysToAnswer = 14;
const sendsAtMost = 3;

export const invitationInput = z.object({
	email: z.string().trim().toLowerCase().max(254).pipe(z.email()),
	role: z.enum(roles),
	locale: z.string().max(10).optional(),
});

const hash = (token: string) => createHash('sha256').update(token).digest();

/**
 * Invites somebody by mail to work with an organisation. An open invitation to the same address and role is sent again
 * with a new link instead of doubled, at most three times.
 * @param inviter name shown in the mail
 */
export async function invite(
	ctx: Ctx,
	organisationId: string,
	input: z.infer<typeof invitationInput>,
	inviter: string,
): Promise<{ id: string }> {
	const { email, role, locale = ctx.locale } = invitationInput.parse(input);
	const person = requirePerson(ctx);
	if (!ctx.texts.has(locale))
		throw new AppError('invalid_input', { message: `${locale} is not a language of this platform`, field: 'locale' });
	const subject = await subjectOf(ctx.db, organisationId);
	networkPolicy.authorise(ctx, 'invite people', await heldBy(ctx), subject);
	if (!rolesOf[subject.kind].includes(role))
		throw new AppError('invalid_input', { message: `The role ${role} does not exist in a ${subject.kind}`, field: 'role' });
	await useLimit(ctx, 'mailFromAddress', `person:${person}`);
	return inTransaction(ctx, async (tx) => {
		const token = newSecret();
		const open = await tx
			.selectFrom('network.invitation')
			.select(['id', 'sent_count'])
			.where('organisation_id', '=', organisationId)
			.where('email', '=', email)
			.where('role', '=', role)
			.where('state', '=', 'open')
			.forUpdate()
			.executeTakeFirst();
		if (open && open.sent_count >= sendsAtMost)
			throw new AppError('too_many_requests', { message: 'This invitation was sent three times already', field: 'email' });
		const id = open?.id ?? newId();
		const fresh = {
			token_hash: hash(token),
			expires_at: new Date(ctx.now().getTime() + daysToAnswer * 86_400_000),
			sent_at: ctx.now(),
			locale,
		};
		if (open)
			await tx
				.updateTable('network.invitation')
				.set({ ...fresh, sent_count: open.sent_count + 1 })
				.where('id', '=', id)
				.execute();
		else
			await tx
				.insertInto('network.invitation')
				.values({ id, organisation_id: organisationId, email, role, invited_by: person, created_at: ctx.now(), ...fresh })
				.execute();
		await audit(ctx, tx, {
			action: open ? 'network.invitation.sent-again' : 'network.invitation.sent',
			subject: { kind: 'invitation', id },
			organisationId,
			details: { role },
		});
		const t = ctx.texts.translator(locale);
		await sendMail(ctx, tx, {
			kind: 'invitation',
			to: email,
			locale,
			values: {
				link: `${ctx.origin}/${locale}/invitation?token=${token}`,
				inviter,
				organisation: await nameOf(tx, organisationId, locale),
				role: t(`shell.role.${role}`),
				days: daysToAnswer,
			},
		});
		return { id };
	});
}

export type Invitation = {
	id: string;
	organisationId: string;
	organisation: string;
	email: string;
	role: Role;
	state: 'open' | 'accepted' | 'declined' | 'withdrawn' | 'expired';
	invitedBy: string;
	sentAt: Date;
	expiresAt: Date;
};

/** The invitation a mailed link belongs to. Changes nothing. @throws AppError gone */
export async function readInvitation(ctx: Ctx, token: string): Promise<Invitation> {
	const row = await rows(ctx.db).where('token_hash', '=', hash(token)).executeTakeFirst();
	const invitation = row && toInvitation(row, ctx);
	if (invitation?.state !== 'open')
		throw new AppError('gone', {
			message: 'This invitation was answered, withdrawn or is over',
			help: 'Ask the person who invited you for a new one.',
		});
	return invitation;
}

/**
 * Accepts: the person works with the organisation from now on. The link proves the address it was sent to, so the
 * account is that address's.
 * @param accountOf finds or makes the account of the invited address in the same transaction
 */
export async function acceptInvitation(
	ctx: Ctx,
	token: string,
	accountOf: (tx: Parameters<typeof giveRole>[1], email: string) => Promise<string>,
): Promise<{ personId: string; organisationId: string }> {
	return inTransaction(ctx, async (tx) => {
		const row = await tx
			.selectFrom('network.invitation')
			.selectAll()
			.where('token_hash', '=', hash(token))
			.where('state', '=', 'open')
			.where('expires_at', '>', ctx.now())
			.forUpdate()
			.executeTakeFirst();
		if (!row) throw new AppError('gone', 'This invitation was answered, withdrawn or is over');
		const personId = await accountOf(tx, row.email);
		await tx.updateTable('network.invitation').set({ state: 'accepted', answered_at: ctx.now() }).where('id', '=', row.id).execute();
		await audit(ctx, tx, {
			action: 'network.invitation.accepted',
			subject: { kind: 'invitation', id: row.id },
			organisationId: row.organisation_id,
		});
		await giveRole(ctx, tx, personId, row.organisation_id, row.role as Role);
		return { personId, organisationId: row.organisation_id };
	});
}

/** Declines; the inviter sees it. @throws AppError gone */
export async function declineInvitation(ctx: Ctx, token: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const row = await tx
			.updateTable('network.invitation')
			.set({ state: 'declined', answered_at: ctx.now() })
			.where('token_hash', '=', hash(token))
			.where('state', '=', 'open')
			.where('expires_at', '>', ctx.now())
			.returning(['id', 'organisation_id'])
			.executeTakeFirst();
		if (!row) throw new AppError('gone', 'This invitation was answered, withdrawn or is over');
		await audit(ctx, tx, {
			action: 'network.invitation.declined',
			subject: { kind: 'invitation', id: row.id },
			organisationId: row.organisation_id,
		});
	});
}

/** Takes an open invitation back; its link is dead at once. */
export async function withdrawInvitation(ctx: Ctx, organisationId: string, id: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		networkPolicy.authorise(ctx, 'invite people', await heldBy(ctx, tx), await subjectOf(tx, organisationId));
		const row = await tx
			.updateTable('network.invitation')
			.set({ state: 'withdrawn', answered_at: ctx.now() })
			.where('id', '=', id)
			.where('organisation_id', '=', organisationId)
			.where('state', '=', 'open')
			.returning('id')
			.executeTakeFirst();
		if (!row) throw new AppError('not_found', 'There is no such open invitation');
		await audit(ctx, tx, { action: 'network.invitation.withdrawn', subject: { kind: 'invitation', id }, organisationId });
	});
}

/**
 * An organisation's invitations, newest first, for those who may invite.
 * @param after the invitation to go on behind
 */
export async function invitationsOf(ctx: Ctx, organisationId: string, limit = 50, after?: string): Promise<Invitation[]> {
	networkPolicy.authorise(ctx, 'invite people', await heldBy(ctx), await subjectOf(ctx.db, organisationId));
	const found = await rows(ctx.db)
		.where('invitation.organisation_id', '=', organisationId)
		.$if(!!after, (query) => query.where('invitation.id', '<', after!))
		.orderBy('invitation.id', 'desc')
		.limit(limit)
		.execute();
	return found.map((row) => toInvitation(row, ctx));
}

const rows = (db: Ctx['db']) =>
	db
		.selectFrom('network.invitation as invitation')
		.innerJoin('network.organisation as organisation', 'organisation.id', 'invitation.organisation_id')
		.select([
			'invitation.id',
			'invitation.organisation_id',
			'organisation.names',
			'invitation.email',
			'invitation.role',
			'invitation.state',
			'invitation.invited_by',
			'invitation.sent_at',
			'invitation.expires_at',
		]);

type Row = Awaited<ReturnType<ReturnType<typeof rows>['executeTakeFirstOrThrow']>>;

function toInvitation(row: Row, ctx: Ctx): Invitation {
	return {
		id: row.id,
		organisationId: row.organisation_id,
		organisation: inLanguage(row.names, ctx.locale)!.text,
		email: row.email,
		role: row.role as Role,
		state: row.state === 'open' && row.expires_at <= ctx.now() ? 'expired' : (row.state as Invitation['state']),
		invitedBy: row.invited_by,
		sentAt: row.sent_at,
		expiresAt: row.expires_at,
	};
}
