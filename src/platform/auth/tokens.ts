import { z } from 'zod';
import { audit } from '../audit.ts';
import type { Actor, App, Ctx } from '../context.ts';
import { AppError } from '../errors.ts';
import { inTransaction } from '../events.ts';
import { isId, newId, newSecret } from '../ids.ts';
import { digest } from './secrets.ts';

/** What a token may be allowed: an area and whether it changes things there. A room adds its own two. */
export const scopes = ['account:read', 'account:write', 'benchmarks:read', 'benchmarks:write', 'network:read', 'network:write'] as const;
export type Scope = (typeof scopes)[number];

/** Every token begins with this, so that scanners of code and logs recognise one that leaked. */
export const tokenPrefix = 'vh_';
/** How long a token works: unless something else is chosen, and at most. */
export const usualTokenDays = 90;
export const longestTokenDays = 365;
const tokensAtMost = 20;
/** A token that is over stays in the list so long, so that its owner sees why a program stopped. */
const daysShownAfterEnd = 30;
/** The time of last use is written at most this often. */
const touchMinutes = 5;
const beginningLength = tokenPrefix.length + 4;

export const tokenInput = z.strictObject({
	name: z.string().trim().min(1).max(60),
	scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
	days: z.int().min(1).max(longestTokenDays).default(usualTokenDays),
});

export type ListedToken = {
	id: string;
	name: string;
	/** The first letters of the token. */
	beginning: string;
	scopes: Scope[];
	createdAt: Date;
	lastUsedAt: Date | null;
	expiresAt: Date;
	over: boolean;
};

/**
 * Makes a token for a program of the person.
 * @returns the token itself, which is stored nowhere and can not be read again
 * @throws AppError forbidden for anybody but a signed-in person, conflict when there are twenty already
 */
export async function createToken(ctx: Ctx, input: z.input<typeof tokenInput>): Promise<{ id: string; token: string }> {
	const { name, scopes: chosen, days } = tokenInput.parse(input);
	// A program must not be able to prolong its own life or widen its rights.
	if (ctx.actor.kind !== 'person') throw new AppError('forbidden', 'Tokens are made by people on their account page');
	const { personId } = ctx.actor;
	const token = tokenPrefix + newSecret();
	const id = newId();
	await inTransaction(ctx, async (tx) => {
		// The account's row is locked, so that two requests at once can not both take the last place.
		await tx.selectFrom('auth.account').select('id').where('id', '=', personId).forUpdate().executeTakeFirstOrThrow();
		const { n } = await tx
			.selectFrom('auth.token')
			.select((select) => select.fn.countAll<number>().as('n'))
			.where('account_id', '=', personId)
			.where('expires_at', '>', ctx.now())
			.executeTakeFirstOrThrow();
		if (n >= tokensAtMost) throw new AppError('conflict', `There are ${tokensAtMost} tokens already; end one you do not need`);
		await tx
			.insertInto('auth.token')
			.values({
				id,
				account_id: personId,
				name,
				beginning: token.slice(0, beginningLength),
				token_hash: digest(token),
				scopes: [...new Set(chosen)],
				created_at: ctx.now(),
				expires_at: new Date(ctx.now().getTime() + days * 86_400_000),
			})
			.execute();
		await audit(ctx, tx, { action: 'auth.token.created', subject: { kind: 'token', id }, details: { scopes: chosen, days } });
	});
	return { id, token };
}

/** A person's tokens, newest first, with those that ended by their date within the last month. */
export async function listTokens(ctx: Pick<Ctx, 'db' | 'now'>, personId: string): Promise<ListedToken[]> {
	const rows = await ctx.db
		.selectFrom('auth.token')
		.select(['id', 'name', 'beginning', 'scopes', 'created_at', 'last_used_at', 'expires_at'])
		.where('account_id', '=', personId)
		.orderBy('id', 'desc')
		.limit(100)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		name: row.name,
		beginning: row.beginning,
		scopes: row.scopes as Scope[],
		createdAt: row.created_at,
		lastUsedAt: row.last_used_at,
		expiresAt: row.expires_at,
		over: row.expires_at <= ctx.now(),
	}));
}

/** Ends one token of a person; it is dead at its next request. @throws AppError not_found */
export async function endToken(ctx: Ctx, personId: string, id: string): Promise<void> {
	if (!isId(id)) throw new AppError('not_found', 'There is no such token');
	await inTransaction(ctx, async (tx) => {
		const ended = await tx
			.deleteFrom('auth.token')
			.where('id', '=', id)
			.where('account_id', '=', personId)
			.returning('id')
			.executeTakeFirst();
		if (!ended) throw new AppError('not_found', 'There is no such token');
		await audit(ctx, tx, { action: 'auth.token.ended', subject: { kind: 'token', id } });
	});
}

/** Who acts by a token, and its last use noted; undefined when it is wrong, over or ended. */
export async function readToken(app: Pick<App, 'db' | 'now'>, token: string): Promise<Extract<Actor, { kind: 'token' }> | undefined> {
	if (!token.startsWith(tokenPrefix)) return undefined;
	const now = app.now();
	const row = await app.db
		.selectFrom('auth.token')
		.select(['id', 'account_id', 'scopes', 'last_used_at'])
		.where('token_hash', '=', digest(token))
		.where('expires_at', '>', now)
		.executeTakeFirst();
	if (!row) return undefined;
	if (!row.last_used_at || now.getTime() - row.last_used_at.getTime() > touchMinutes * 60_000)
		await app.db.updateTable('auth.token').set({ last_used_at: now }).where('id', '=', row.id).execute();
	return { kind: 'token', personId: row.account_id, tokenId: row.id, scopes: row.scopes };
}

/** Deletes tokens that have been over for a month. @returns how many */
export async function deleteExpiredTokens(app: Pick<App, 'db' | 'now'>): Promise<number> {
	const before = new Date(app.now().getTime() - daysShownAfterEnd * 86_400_000);
	const { numDeletedRows } = await app.db.deleteFrom('auth.token').where('expires_at', '<', before).executeTakeFirst();
	return Number(numDeletedRows);
}
