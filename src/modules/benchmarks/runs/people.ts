import { z } from 'zod';
import { audit } from '#platform/audit.ts';
import { createAccount, emailInput, namesOf } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { inTransaction } from '#platform/events.ts';
import { newId, newSecret } from '#platform/ids.ts';
import { sendMail } from '#platform/mail/index.ts';
import { requirePerson } from '#platform/policy.ts';
import { useLimit } from '#platform/rate-limit.ts';
import { rightsChanged } from '#platform/rights.ts';
import {
	daysToAccept,
	endOfInvitation,
	invitationOver,
	mailLocale,
	noOpenInvitation,
	providerName,
	requireColleague,
} from '../invitations.ts';
import { hashToken } from '../owner.ts';
import { accessRun, authoriseRun } from './access.ts';

/** Who works on a run beside the provider's administrators: editors, viewers, a facilitator, mentors for a time. */

export const namedRoles = ['facilitator', 'editor', 'viewer', 'mentor'] as const;
export type NamedRole = (typeof namedRoles)[number];

/** A mentor looks for so many days unless said otherwise, and never longer than the second figure. */
export const mentorDays = { usual: 14, most: 180 } as const;

export const personInput = z.strictObject({
	email: emailInput,
	role: z.enum(namedRoles),
	mentorDays: z.coerce.number().int().min(1).max(mentorDays.most).optional(),
	locale: z.string().min(2).max(10).optional(),
});
export type PersonInput = z.input<typeof personInput>;

/**
 * Invites somebody by mail to work on a run, from the provider or from outside. Inviting the same address again sends a
 * new link and ends the old one.
 * @param inviter the name the mail shows
 */
export async function invitePerson(ctx: Ctx, runId: string, input: PersonInput, inviter: string): Promise<{ id: string }> {
	const { email, role, ...more } = personInput.parse(input);
	const invitedBy = requirePerson(ctx);
	const locale = mailLocale(ctx, more.locale);
	await authoriseRun(ctx, runId, 'name people');
	await useLimit(ctx, 'mailFromAddress', `person:${invitedBy}`);
	return inTransaction(ctx, async (tx) => {
		const run = await authoriseRun(ctx, runId, 'name people', { tx, lock: true });
		const token = newSecret();
		await tx
			.updateTable('benchmarks.run_invitation')
			.set({ state: 'withdrawn' })
			.where('run_id', '=', runId)
			.where('email', '=', email)
			.where('role', '=', role)
			.where('state', '=', 'open')
			.execute();
		const id = newId();
		await tx
			.insertInto('benchmarks.run_invitation')
			.values({
				id,
				run_id: runId,
				email,
				role,
				mentor_days: role === 'mentor' ? (more.mentorDays ?? mentorDays.usual) : null,
				token_hash: hashToken(token),
				locale,
				invited_by: invitedBy,
				expires_at: endOfInvitation(ctx),
				created_at: ctx.now(),
			})
			.execute();
		await audit(ctx, tx, {
			action: 'benchmarks.person.invited',
			subject: { kind: 'run', id: runId },
			organisationId: run.providerId,
			details: { role },
		});
		await sendMail(ctx, tx, {
			kind: 'runInvitation',
			to: email,
			locale,
			values: {
				link: `${ctx.origin}/${locale}/runs/invitation?token=${token}`,
				inviter,
				organisation: await providerName(tx, run.providerId, locale),
				role: ctx.texts.translator(locale)(`runs.role.${role}`),
				days: daysToAccept,
			},
		});
		return { id };
	});
}

export type RunInvitation = {
	id: string;
	runId: string;
	provider: string;
	email: string;
	role: NamedRole;
	mentorDays: number | null;
	invitedBy: string;
	expiresAt: Date;
};

/** The invitation of a mailed link; changes nothing. @throws AppError gone */
export async function readRunInvitation(ctx: Ctx, token: string): Promise<RunInvitation> {
	const row = await openInvitation(ctx, ctx.db, token);
	return {
		id: row.id,
		runId: row.run_id,
		provider: await providerName(ctx.db, row.provider_id!, ctx.locale),
		email: row.email,
		role: row.role as NamedRole,
		mentorDays: row.mentor_days,
		invitedBy: row.invited_by,
		expiresAt: row.expires_at,
	};
}

/** Accepts. The link proves the address, so the account is that address's, made now when there is none. */
export async function acceptRunInvitation(ctx: Ctx, token: string): Promise<{ personId: string; runId: string }> {
	return inTransaction(ctx, async (tx) => {
		const row = await openInvitation(ctx, tx, token, true);
		const personId = await createAccount(ctx, tx, { email: row.email });
		await tx.updateTable('benchmarks.run_invitation').set({ state: 'accepted' }).where('id', '=', row.id).execute();
		await name(ctx, tx, row.run_id, personId, row.role as NamedRole, row.mentor_days, row.invited_by);
		await audit(ctx, tx, {
			action: 'benchmarks.person.joined',
			subject: { kind: 'run', id: row.run_id },
			organisationId: row.provider_id!,
			details: { role: row.role, personId },
		});
		return { personId, runId: row.run_id };
	});
}

/** Declines: the link is dead, and nothing about the person is kept beyond that. @throws AppError gone */
export async function declineRunInvitation(ctx: Ctx, token: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const row = await openInvitation(ctx, tx, token, true);
		await tx.updateTable('benchmarks.run_invitation').set({ state: 'declined' }).where('id', '=', row.id).execute();
		await audit(ctx, tx, {
			action: 'benchmarks.invitation.declined',
			subject: { kind: 'run', id: row.run_id },
			organisationId: row.provider_id!,
			details: { role: row.role },
		});
	});
}

/** Names a colleague of the provider for a run, without a mail. @throws AppError invalid_input for somebody from outside */
export async function namePerson(ctx: Ctx, runId: string, personId: string, role: NamedRole): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const run = await authoriseRun(ctx, runId, 'name people', { tx, lock: true });
		await requireColleague(ctx, tx, personId, run.providerId);
		await name(ctx, tx, runId, personId, role, null, requirePerson(ctx));
		await audit(ctx, tx, {
			action: 'benchmarks.person.named',
			subject: { kind: 'run', id: runId },
			organisationId: run.providerId,
			details: { role, personId },
		});
	});
}

async function name(ctx: Ctx, tx: DatabaseTransaction, runId: string, personId: string, role: NamedRole, days: number | null, by: string) {
	const ends_at = role === 'mentor' ? new Date(ctx.now().getTime() + (days ?? mentorDays.usual) * 86_400_000) : null;
	await tx
		.insertInto('benchmarks.run_role')
		.values({ run_id: runId, person_id: personId, role, ends_at, added_by: by, added_at: ctx.now() })
		.onConflict((conflict) => conflict.columns(['run_id', 'person_id', 'role']).doUpdateSet({ ends_at, added_by: by, added_at: ctx.now() }))
		.execute();
	await rightsChanged(tx, personId);
}

/** Takes a role in a run away; everybody may lay down their own. */
export async function removePerson(ctx: Ctx, runId: string, personId: string, role: NamedRole): Promise<void> {
	const actor = requirePerson(ctx);
	await inTransaction(ctx, async (tx) => {
		const run =
			actor === personId
				? (await accessRun(ctx, runId, { tx, lock: true })).run
				: await authoriseRun(ctx, runId, 'name people', { tx, lock: true });
		const { numDeletedRows } = await tx
			.deleteFrom('benchmarks.run_role')
			.where('run_id', '=', runId)
			.where('person_id', '=', personId)
			.where('role', '=', role)
			.executeTakeFirst();
		if (!numDeletedRows) return;
		await rightsChanged(tx, personId);
		await audit(ctx, tx, {
			action: 'benchmarks.person.removed',
			subject: { kind: 'run', id: runId },
			organisationId: run.providerId,
			details: { role, personId },
		});
	});
}

/** Takes an open invitation back; its link is dead at once. */
export async function withdrawRunInvitation(ctx: Ctx, runId: string, id: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		await authoriseRun(ctx, runId, 'name people', { tx });
		const row = await tx
			.updateTable('benchmarks.run_invitation')
			.set({ state: 'withdrawn' })
			.where('id', '=', id)
			.where('run_id', '=', runId)
			.where('state', '=', 'open')
			.returning('id')
			.executeTakeFirst();
		if (!row) throw noOpenInvitation();
	});
}

export type RunPeople = {
	people: { personId: string; name: string; role: NamedRole; endsAt: Date | null; over: boolean }[];
	invitations: { id: string; email: string; role: NamedRole; expiresAt: Date }[];
};

/** Who was named for a run and who is still invited; invitations only for those who may name people. */
export async function peopleOfRun(ctx: Ctx, runId: string): Promise<RunPeople> {
	const access = await accessRun(ctx, runId);
	const rows = await ctx.db
		.selectFrom('benchmarks.run_role')
		.select(['person_id', 'role', 'ends_at'])
		.where('run_id', '=', runId)
		.orderBy('added_at')
		.limit(200)
		.execute();
	const invitations = access.allows('name people')
		? await ctx.db
				.selectFrom('benchmarks.run_invitation')
				.select(['id', 'email', 'role', 'expires_at'])
				.where('run_id', '=', runId)
				.where('state', '=', 'open')
				.where('expires_at', '>', ctx.now())
				.orderBy('created_at')
				.limit(200)
				.execute()
		: [];
	const names = await namesOf(ctx, [...new Set(rows.map(({ person_id }) => person_id))]);
	return {
		people: rows.flatMap(({ person_id, role, ends_at }) => {
			const found = names.get(person_id);
			return found
				? [{ personId: person_id, name: found, role: role as NamedRole, endsAt: ends_at, over: ends_at !== null && ends_at <= ctx.now() }]
				: [];
		}),
		invitations: invitations.map(({ id, email, role, expires_at }) => ({ id, email, role: role as NamedRole, expiresAt: expires_at })),
	};
}

async function openInvitation(ctx: Ctx, db: Ctx['db'] | DatabaseTransaction, token: string, lock = false) {
	const row = await db
		.selectFrom('benchmarks.run_invitation as invitation')
		.innerJoin('benchmarks.run as run', 'run.id', 'invitation.run_id')
		.select([
			'invitation.id',
			'invitation.run_id',
			'invitation.email',
			'invitation.role',
			'invitation.mentor_days',
			'invitation.invited_by',
			'invitation.expires_at',
			'run.provider_id',
		])
		.where('invitation.token_hash', '=', hashToken(token))
		.where('invitation.state', '=', 'open')
		.where('invitation.expires_at', '>', ctx.now())
		.where('run.deleted_at', 'is', null)
		.$if(lock, (query) => query.forUpdate('invitation'))
		.executeTakeFirst();
	if (!row) throw invitationOver();
	return row;
}
