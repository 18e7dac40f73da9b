import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '../audit.ts';
import type { App, Ctx } from '../context.ts';
import type { DatabaseTransaction } from '../database/connect.ts';
import { AppError } from '../errors.ts';
import { announce, inTransaction } from '../events.ts';
import { newId } from '../ids.ts';

declare module '../events.ts' {
	interface Events {
		/** A person's account is gone; rooms erase or detach what they hold about the person. */
		'auth.account.erased': { personId: string };
	}
}

export type Account = {
	id: string;
	email: string;
	name: string;
	locale: string;
	administrator: boolean;
	hasPassword: boolean;
	hasTotp: boolean;
	eraseAt: Date | null;
};

/** Mail addresses as they are compared and stored. */
export const emailInput = z.string().trim().toLowerCase().max(254).pipe(z.email());
export const nameInput = z.string().trim().min(1).max(120);

type Db = App['db'] | DatabaseTransaction;

const columns = ['id', 'email', 'name', 'locale', 'administrator', 'password_hash', 'totp_confirmed_at', 'erase_at'] as const;
type Row = {
	id: string;
	email: string;
	name: string;
	locale: string;
	administrator: boolean;
	password_hash: string | null;
	totp_confirmed_at: Date | null;
	erase_at: Date | null;
};
const toAccount = (row: Row): Account => ({
	id: row.id,
	email: row.email,
	name: row.name,
	locale: row.locale,
	administrator: row.administrator,
	hasPassword: row.password_hash !== null,
	hasTotp: row.totp_confirmed_at !== null,
	eraseAt: row.erase_at,
});

/** The account of a person id, or undefined. */
export async function findAccount(db: Db, id: string): Promise<Account | undefined> {
	const row = await db.selectFrom('auth.account').select(columns).where('id', '=', id).executeTakeFirst();
	return row && toAccount(row);
}

/** The account of a mail address, or undefined. */
export async function findAccountByEmail(db: Db, email: string): Promise<Account | undefined> {
	const row = await db.selectFrom('auth.account').select(columns).where('email', '=', email.trim().toLowerCase()).executeTakeFirst();
	return row && toAccount(row);
}

/**
 * The account of a mail address, made now when there is none. Only for addresses whose owner has just proved them.
 * @returns the person id, which every room uses
 */
export async function createAccount(
	ctx: Ctx,
	tx: DatabaseTransaction,
	input: { email: string; name?: string; locale?: string; id?: string },
): Promise<string> {
	const email = emailInput.parse(input.email);
	const id = input.id ?? newId();
	const made = await tx
		.insertInto('auth.account')
		.values({
			id,
			email,
			name: nameInput.safeParse(input.name).data ?? nameFrom(email),
			locale: input.locale ?? ctx.locale,
			created_at: ctx.now(),
		})
		.onConflict((conflict) => conflict.column('email').doNothing())
		.returning('id')
		.executeTakeFirst();
	if (made) {
		await audit(ctx, tx, { action: 'auth.account.created', subject: { kind: 'account', id } });
		return id;
	}
	// Coming back within seven days takes an erasure back.
	const existing = await tx
		.updateTable('auth.account')
		.set({ erase_at: null })
		.where('email', '=', email)
		.returning('id')
		.executeTakeFirstOrThrow();
	return existing.id;
}

/** "ana.ferreira@…" → "Ana Ferreira", until the person gives a name. */
function nameFrom(email: string): string {
	return email
		.split('@')[0]!
		.split(/[._-]+/)
		.filter(Boolean)
		.map((part) => part[0]!.toUpperCase() + part.slice(1))
		.join(' ');
}

/** Makes a person administrator, who runs the machine. */
export async function grantAdministrator(ctx: Ctx, tx: DatabaseTransaction, personId: string): Promise<void> {
	await tx.updateTable('auth.account').set({ administrator: true }).where('id', '=', personId).execute();
	await audit(ctx, tx, { action: 'auth.administrator.granted', subject: { kind: 'account', id: personId } });
}

export const profileInput = z.object({ name: nameInput, locale: z.string().min(2).max(10) });

/** Changes name and language. */
export async function changeProfile(ctx: Ctx, personId: string, input: z.infer<typeof profileInput>): Promise<void> {
	const { name, locale } = profileInput.parse(input);
	if (!ctx.texts.has(locale))
		throw new AppError('invalid_input', { message: `${locale} is not a language of this platform`, field: 'locale' });
	await inTransaction(ctx, async (tx) => {
		await tx.updateTable('auth.account').set({ name, locale }).where('id', '=', personId).execute();
		await audit(ctx, tx, { action: 'auth.profile.changed', subject: { kind: 'account', id: personId } });
	});
}

/** Days in which an erasure can be taken back by signing in. */
export const daysToUndoErasure = 7;

/** Asks for the account to be erased; all sessions and tokens end now, the data go in seven days unless the person signs in again. */
export async function requestErasure(ctx: Ctx, personId: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		await tx
			.updateTable('auth.account')
			.set({ erase_at: new Date(ctx.now().getTime() + daysToUndoErasure * 86_400_000) })
			.where('id', '=', personId)
			.execute();
		await tx.deleteFrom('auth.session').where('account_id', '=', personId).execute();
		await tx.deleteFrom('auth.token').where('account_id', '=', personId).execute();
		await audit(ctx, tx, { action: 'auth.erasure.requested', subject: { kind: 'account', id: personId } });
	});
}

/** Erases accounts whose time is up and tells the rooms. @returns how many */
export async function eraseAccounts(ctx: Ctx): Promise<number> {
	return inTransaction(ctx, async (tx) => {
		const due = await tx.deleteFrom('auth.account').where('erase_at', '<', ctx.now()).returning(['id', 'email']).execute();
		for (const { id, email } of due) {
			await tx.deleteFrom('platform.mail').where('to_address', '=', email).execute();
			await audit(ctx, tx, { action: 'auth.account.erased', subject: { kind: 'account', id } });
			await announce(tx, 'auth.account.erased', { personId: id });
		}
		return due.length;
	});
}

/** Names of people by id, for lists of colleagues; one query for all of them. */
export async function namesOf(ctx: Pick<Ctx, 'db'>, ids: string[]): Promise<Map<string, string>> {
	if (ids.length === 0) return new Map();
	const rows = await ctx.db.selectFrom('auth.account').select(['id', 'name']).where('id', 'in', ids).limit(1000).execute();
	return new Map(rows.map(({ id, name }) => [id, name]));
}

export type OwnLogEntry = { id: string; at: Date; action: string; address: string | null };

/**
 * What the audit log holds about a person's own doings, newest first; they may read it.
 * @param after the entry to go on behind
 */
export async function ownLog(ctx: Pick<Ctx, 'db'>, personId: string, limit = 50, after?: string): Promise<OwnLogEntry[]> {
	return ctx.db
		.selectFrom('platform.audit_entry')
		.select(['id', 'at', 'action', 'address'])
		.where('actor_id', '=', personId)
		.$if(!!after, (query) =>
			query.where(sql<boolean>`(at, id) < (select at, id from platform.audit_entry where id = ${after} and actor_id = ${personId})`),
		)
		.orderBy('at', 'desc')
		.orderBy('id', 'desc')
		.limit(limit)
		.execute();
}
