import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '#platform/audit.ts';
import { createAccount, emailInput, namesOf } from '#platform/auth/index.ts';
import type { App, Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { isId, newId, newSecret } from '#platform/ids.ts';
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
import { accessReturn, authoriseReturn, editionOfReturn } from './access.ts';
import { itself, mostCentres, type Return } from './model.ts';

/** Who works on the returns of a provider beside its administrators. A role holds for all its returns, of every year. */

export const returnNamedRoles = ['editor', 'approver', 'viewer'] as const;
export type ReturnNamedRole = (typeof returnNamedRoles)[number];

/** What a role reaches. */
export type Reach = {
	/** Of an editor: the centres and axes they enter; null for all of them. */
	centres: string[] | null;
	axes: string[] | null;
	/** Of a viewer: also the numbers behind a report. */
	readsNumbers: boolean;
};

export const reachInput = z.strictObject({
	centres: z.array(z.uuid()).min(1).max(mostCentres).nullish(),
	axes: z.array(z.string().max(10)).min(1).max(20).nullish(),
	readsNumbers: z.boolean().default(false),
});
export type ReachInput = z.input<typeof reachInput>;

export const returnPersonInput = reachInput.extend({
	email: emailInput,
	role: z.enum(returnNamedRoles),
	locale: z.string().min(2).max(10).optional(),
});
export type ReturnPersonInput = z.input<typeof returnPersonInput>;

/**
 * Invites somebody by mail to work on the returns of a provider, from there or from outside. Inviting the same address
 * again sends a new link and ends the old one.
 * @param inviter the name the mail shows
 * @throws AppError not_found, forbidden, invalid_input for centres or axes there are not, too_many_requests
 */
export async function inviteToReturns(ctx: Ctx, returnId: string, input: ReturnPersonInput, inviter: string): Promise<{ id: string }> {
	const { email, role, locale: wanted, ...asked } = returnPersonInput.parse(input);
	const invitedBy = requirePerson(ctx);
	const locale = mailLocale(ctx, wanted);
	await authoriseReturn(ctx, returnId, 'name people');
	await useLimit(ctx, 'mailFromAddress', `person:${invitedBy}`);
	return inTransaction(ctx, async (tx) => {
		const { row } = await authoriseReturn(ctx, returnId, 'name people', { tx, lock: true });
		// One invitation at a time for a provider, also from the returns of two years.
		await sql`select pg_advisory_xact_lock(hashtextextended(${`benchmarks.return_invitation ${row.providerId}`}, 0))`.execute(tx);
		const { centres, axes, readsNumbers } = await reachOf(tx, row, role, asked);
		const token = newSecret();
		const id = newId();
		await tx
			.deleteFrom('benchmarks.return_invitation')
			.where('provider_id', '=', row.providerId)
			.where('email', '=', email)
			.where('role', '=', role)
			.execute();
		await tx
			.insertInto('benchmarks.return_invitation')
			.values({
				id,
				provider_id: row.providerId,
				return_id: returnId,
				email,
				role,
				centres,
				axes,
				reads_numbers: readsNumbers,
				token_hash: hashToken(token),
				locale,
				invited_by: invitedBy,
				expires_at: endOfInvitation(ctx),
				created_at: ctx.now(),
			})
			.execute();
		await tell(ctx, tx, row, 'benchmarks.person.invited', { role });
		await sendMail(ctx, tx, {
			kind: 'returnInvitation',
			to: email,
			locale,
			values: {
				link: `${ctx.origin}/${locale}/returns/invitation?token=${token}`,
				inviter,
				organisation: await providerName(tx, row.providerId, locale),
				role: ctx.texts.translator(locale)(`returns.people.role.${role}`),
				days: daysToAccept,
			},
		});
		return { id };
	});
}

export type ReturnInvitation = Reach & {
	id: string;
	returnId: string;
	provider: string;
	email: string;
	role: ReturnNamedRole;
	invitedBy: string;
	expiresAt: Date;
};

/** The invitation of a mailed link; changes nothing. @throws AppError gone */
export async function readReturnInvitation(ctx: Ctx, token: string): Promise<ReturnInvitation> {
	const row = await openInvitation(ctx, ctx.db, token);
	return {
		id: row.id,
		returnId: row.return_id,
		provider: await providerName(ctx.db, row.provider_id, ctx.locale),
		email: row.email,
		role: row.role as ReturnNamedRole,
		centres: row.centres,
		axes: row.axes,
		readsNumbers: row.reads_numbers,
		invitedBy: row.invited_by,
		expiresAt: row.expires_at,
	};
}

/** Accepts. The link proves the address, so the account is that address's, made now when there is none. */
export async function acceptReturnInvitation(ctx: Ctx, token: string): Promise<{ personId: string; returnId: string }> {
	return inTransaction(ctx, async (tx) => {
		const row = await openInvitation(ctx, tx, token, true);
		const personId = await createAccount(ctx, tx, { email: row.email });
		await tx.deleteFrom('benchmarks.return_invitation').where('id', '=', row.id).execute();
		const to = { id: row.return_id, providerId: row.provider_id };
		const role = row.role as ReturnNamedRole;
		const { centres, axes, reads_numbers: readsNumbers } = row;
		await hold(ctx, tx, to, personId, role, { centres, axes, readsNumbers }, row.invited_by);
		await tell(ctx, tx, to, 'benchmarks.person.joined', { role, personId });
		return { personId, returnId: row.return_id };
	});
}

/** Declines: the link is dead, and nothing about the person is kept. @throws AppError gone */
export async function declineReturnInvitation(ctx: Ctx, token: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const row = await openInvitation(ctx, tx, token, true);
		await tx.deleteFrom('benchmarks.return_invitation').where('id', '=', row.id).execute();
		await tell(ctx, tx, { id: row.return_id, providerId: row.provider_id }, 'benchmarks.invitation.declined', { role: row.role });
	});
}

/**
 * Names a colleague of the provider, without a mail. Naming again in the same role changes what it reaches.
 * @throws AppError not_found, forbidden, invalid_input for somebody from outside and for centres or axes there are not
 */
export async function nameForReturns(
	ctx: Ctx,
	returnId: string,
	personId: string,
	role: ReturnNamedRole,
	input: ReachInput = {},
): Promise<void> {
	const asked = reachInput.parse(input);
	await inTransaction(ctx, async (tx) => {
		const { row } = await authoriseReturn(ctx, returnId, 'name people', { tx, lock: true });
		await requireColleague(ctx, tx, personId, row.providerId);
		await hold(ctx, tx, row, personId, role, await reachOf(tx, row, role, asked), requirePerson(ctx));
		await tell(ctx, tx, row, 'benchmarks.person.named', { role, personId });
	});
}

/** Takes a role away; everybody may lay down their own. */
export async function removeFromReturns(ctx: Ctx, returnId: string, personId: string, role: ReturnNamedRole): Promise<void> {
	const actor = requirePerson(ctx);
	await inTransaction(ctx, async (tx) => {
		const { row } =
			actor === personId
				? await accessReturn(ctx, returnId, { tx, lock: true })
				: await authoriseReturn(ctx, returnId, 'name people', { tx, lock: true });
		const { numDeletedRows } = await tx
			.deleteFrom('benchmarks.return_role')
			.where('provider_id', '=', row.providerId)
			.where('person_id', '=', personId)
			.where('role', '=', role)
			.executeTakeFirst();
		if (!numDeletedRows) return;
		await rightsChanged(tx, personId);
		await tell(ctx, tx, row, 'benchmarks.person.removed', { role, personId });
	});
}

/** Takes an open invitation back; its link is dead at once. */
export async function withdrawReturnInvitation(ctx: Ctx, returnId: string, id: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const { row } = await authoriseReturn(ctx, returnId, 'name people', { tx });
		const found = isId(id)
			? await tx
					.deleteFrom('benchmarks.return_invitation')
					.where('id', '=', id)
					.where('provider_id', '=', row.providerId)
					.returning('role')
					.executeTakeFirst()
			: undefined;
		if (!found) throw noOpenInvitation();
		await tell(ctx, tx, row, 'benchmarks.invitation.withdrawn', { role: found.role });
	});
}

/** Deletes invitations nobody answered in time, with their addresses. @returns how many */
export async function deleteEndedInvitations(app: Pick<App, 'db' | 'now'>): Promise<number> {
	const { numDeletedRows } = await app.db
		.deleteFrom('benchmarks.return_invitation')
		.where('expires_at', '<=', app.now())
		.executeTakeFirst();
	return Number(numDeletedRows);
}

export type ReturnPeople = {
	people: (Reach & { personId: string; name: string; role: ReturnNamedRole })[];
	invitations: (Reach & { id: string; email: string; role: ReturnNamedRole; expiresAt: Date })[];
	/** The provider's centres, which an editor can be limited to; those alone whose report the reader may see. */
	centres: { id: string; name: string }[];
};

/**
 * Who was named for the returns of a provider and who is still invited; invitations only for those who may name people.
 * Who sees some centres only is not told of the others, nor of editors who work on those alone.
 */
export async function peopleOfReturns(ctx: Ctx, returnId: string): Promise<ReturnPeople> {
	const { row, allows } = await authoriseReturn(ctx, returnId, 'read return');
	const [rows, invitations, centres] = await Promise.all([
		ctx.db
			.selectFrom('benchmarks.return_role')
			.select(['person_id', 'role', 'centres', 'axes', 'reads_numbers'])
			.where('provider_id', '=', row.providerId)
			.orderBy('added_at')
			.limit(200)
			.execute(),
		allows('name people')
			? ctx.db
					.selectFrom('benchmarks.return_invitation')
					.select(['id', 'email', 'role', 'centres', 'axes', 'reads_numbers', 'expires_at'])
					.where('provider_id', '=', row.providerId)
					.where('expires_at', '>', ctx.now())
					.orderBy('created_at')
					.limit(200)
					.execute()
			: [],
		ctx.db
			.selectFrom('benchmarks.centre')
			.select(['id', 'name'])
			.where('provider_id', '=', row.providerId)
			.orderBy('name')
			.limit(mostCentres)
			.execute(),
	]);
	// A return about one centre alone has that centre's numbers as its own.
	const seen = centres.filter(({ id }) => allows('read report', { centre: id === row.centreId ? itself : id }));
	const names = await namesOf(ctx, [...new Set(rows.map(({ person_id }) => person_id))]);
	return {
		people: rows.flatMap(({ person_id, role, reads_numbers, axes, centres: limits }) => {
			const name = names.get(person_id);
			const reached = limits && limits.filter((limit) => seen.some(({ id }) => id === limit));
			if (!name || reached?.length === 0) return [];
			return [{ personId: person_id, name, role: role as ReturnNamedRole, centres: reached, axes, readsNumbers: reads_numbers }];
		}),
		invitations: invitations.map(({ role, reads_numbers, expires_at, ...invitation }) => ({
			...invitation,
			role: role as ReturnNamedRole,
			readsNumbers: reads_numbers,
			expiresAt: expires_at,
		})),
		centres: seen,
	};
}

/** What a role reaches, with only what it knows: editors have centres and axes, viewers may read numbers. */
async function reachOf(tx: DatabaseTransaction, row: Return, role: ReturnNamedRole, asked: z.output<typeof reachInput>): Promise<Reach> {
	if (role !== 'editor') return { centres: null, axes: null, readsNumbers: role === 'viewer' && asked.readsNumbers };
	const centres = asked.centres ? [...new Set(asked.centres)] : null;
	const axes = asked.axes ? [...new Set(asked.axes)] : null;
	const known = editionOfReturn(row).instrument.axes.map(({ code }) => code);
	const strange = axes?.find((axis) => !known.includes(axis));
	if (strange) throw new AppError('invalid_input', { message: `${strange} is not an axis of this edition`, field: 'axes' });
	if (centres) {
		const { count } = await tx
			.selectFrom('benchmarks.centre')
			.select((select) => select.fn.countAll<number>().as('count'))
			.where('provider_id', '=', row.providerId)
			.where('id', 'in', centres)
			.executeTakeFirstOrThrow();
		if (Number(count) < centres.length)
			throw new AppError('invalid_input', { message: 'One of these is not a centre of the provider', field: 'centres' });
	}
	return { centres, axes, readsNumbers: false };
}

async function hold(
	ctx: Ctx,
	tx: DatabaseTransaction,
	row: Pick<Return, 'providerId'>,
	personId: string,
	role: ReturnNamedRole,
	{ centres, axes, readsNumbers }: Reach,
	addedBy: string,
): Promise<void> {
	const reach = { centres, axes, reads_numbers: readsNumbers, added_by: addedBy, added_at: ctx.now() };
	await tx
		.insertInto('benchmarks.return_role')
		.values({ provider_id: row.providerId, person_id: personId, role, ...reach })
		.onConflict((conflict) => conflict.columns(['provider_id', 'person_id', 'role']).doUpdateSet(reach))
		.execute();
	await rightsChanged(tx, personId);
}

function tell(ctx: Ctx, tx: DatabaseTransaction, row: Pick<Return, 'id' | 'providerId'>, action: string, details: Record<string, unknown>) {
	return audit(ctx, tx, { action, subject: { kind: 'return', id: row.id }, organisationId: row.providerId, details });
}

async function openInvitation(ctx: Ctx, db: Ctx['db'] | DatabaseTransaction, token: string, lock = false) {
	const row = await db
		.selectFrom('benchmarks.return_invitation as invitation')
		.innerJoin('benchmarks.return as own', 'own.id', 'invitation.return_id')
		.selectAll('invitation')
		.where('invitation.token_hash', '=', hashToken(token))
		.where('invitation.expires_at', '>', ctx.now())
		.where('own.deleted_at', 'is', null)
		.$if(lock, (query) => query.forUpdate('invitation'))
		.executeTakeFirst();
	if (!row) throw invitationOver();
	return row;
}
