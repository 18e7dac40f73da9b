import type { App, Ctx } from '../context.ts';
import type { DatabaseTransaction } from '../database/connect.ts';
import { ready } from '../database/ready.ts';
import { isId, newId, newSecret } from '../ids.ts';
import { digest } from './secrets.ts';

/** Sessions live so long after their last use; administrators' sessions so long after their start. */
const rollingDays = 30;
const administratorHours = 12;
/** The time of last use is written at most this often. */
const touchMinutes = 5;

export type Session = {
	id: string;
	personId: string;
	name: string;
	email: string;
	locale: string;
	/** The account is an administrator's and this session gave the second factor. */
	administrator: boolean;
	/** The account is an administrator's but has no second factor yet: it has to be set up. */
	needsTotp: boolean;
	actingFor: string | null;
};

type Db = App['db'] | DatabaseTransaction;

/**
 * Opens a session.
 * @param waitsForCode the password or link was right, but the account has a second factor that is still to come
 * @returns the secret for the cookie, which is stored nowhere else
 */
export async function openSession(
	ctx: Pick<Ctx, 'now'>,
	db: Db,
	personId: string,
	options: { userAgent?: string | null; waitsForCode?: boolean; secondFactor?: boolean; administrator?: boolean } = {},
): Promise<{ token: string; id: string }> {
	const token = newSecret();
	const id = newId();
	const lifetime = options.waitsForCode ? 10 * 60_000 : options.administrator ? administratorHours * 3_600_000 : rollingDays * 86_400_000;
	await db
		.insertInto('auth.session')
		.values({
			id,
			token_hash: digest(token),
			account_id: personId,
			waits_for_code: options.waitsForCode ?? false,
			second_factor: options.secondFactor ?? false,
			user_agent: options.userAgent?.slice(0, 300) ?? null,
			created_at: ctx.now(),
			last_used_at: ctx.now(),
			expires_at: new Date(ctx.now().getTime() + lifetime),
		})
		.execute();
	return { token, id };
}

const sessionByToken = ready((db, hash: ReturnType<typeof digest>, now: Date) =>
	db
		.selectFrom('auth.session as session')
		.innerJoin('auth.account as account', 'account.id', 'session.account_id')
		.select([
			'session.id',
			'session.second_factor',
			'session.acting_for',
			'session.last_used_at',
			'session.created_at',
			'account.id as person_id',
			'account.name',
			'account.email',
			'account.locale',
			'account.administrator',
			'account.totp_confirmed_at',
		])
		.where('session.token_hash', '=', hash)
		.where('session.waits_for_code', '=', false)
		.where('session.expires_at', '>', now),
);

/** The living session of a cookie, and its last use noted. Sessions that still wait for a code do not count. */
export async function readSession(app: Pick<App, 'db' | 'now'>, token: string): Promise<Session | undefined> {
	const now = app.now();
	const [row] = await sessionByToken(app.db, digest(token), now);
	if (!row) return undefined;
	if (now.getTime() - row.last_used_at.getTime() > touchMinutes * 60_000) {
		const end = row.administrator ? row.created_at.getTime() + administratorHours * 3_600_000 : now.getTime() + rollingDays * 86_400_000;
		await app.db
			.updateTable('auth.session')
			.set({ last_used_at: now, expires_at: new Date(end) })
			.where('id', '=', row.id)
			.execute();
	}
	return {
		id: row.id,
		personId: row.person_id,
		name: row.name,
		email: row.email,
		locale: row.locale,
		administrator: row.administrator && row.second_factor,
		needsTotp: row.administrator && row.totp_confirmed_at === null && !row.second_factor,
		actingFor: row.acting_for,
	};
}

/** The person a half-open session belongs to, while it waits for its code. */
export async function readWaitingSession(
	app: Pick<App, 'db' | 'now'>,
	token: string,
): Promise<{ id: string; personId: string } | undefined> {
	const row = await app.db
		.selectFrom('auth.session')
		.select(['id', 'account_id'])
		.where('token_hash', '=', digest(token))
		.where('waits_for_code', '=', true)
		.where('expires_at', '>', app.now())
		.executeTakeFirst();
	return row && { id: row.id, personId: row.account_id };
}

export type ListedSession = { id: string; userAgent: string | null; createdAt: Date; lastUsedAt: Date; current: boolean };

/** A person's living sessions, last used first. */
export async function listSessions(ctx: Ctx, personId: string, currentId?: string): Promise<ListedSession[]> {
	const rows = await ctx.db
		.selectFrom('auth.session')
		.select(['id', 'user_agent', 'created_at', 'last_used_at'])
		.where('account_id', '=', personId)
		.where('waits_for_code', '=', false)
		.where('expires_at', '>', ctx.now())
		.orderBy('last_used_at', 'desc')
		.limit(100)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		userAgent: row.user_agent,
		createdAt: row.created_at,
		lastUsedAt: row.last_used_at,
		current: row.id === currentId,
	}));
}

/** Ends one session of a person; it is dead at its next request. */
export async function endSession(ctx: Pick<Ctx, 'db'>, personId: string, sessionId: string): Promise<void> {
	if (!isId(sessionId)) return;
	await ctx.db.deleteFrom('auth.session').where('id', '=', sessionId).where('account_id', '=', personId).execute();
}

/** Ends all sessions of a person but one. */
export async function endOtherSessions(ctx: Pick<Ctx, 'db'>, personId: string, keepId: string): Promise<void> {
	await ctx.db.deleteFrom('auth.session').where('account_id', '=', personId).where('id', '!=', keepId).execute();
}

/** For which of their organisations a person acts from now on; null for themselves. */
export async function actFor(ctx: Pick<Ctx, 'db'>, sessionId: string, organisationId: string | null): Promise<void> {
	await ctx.db.updateTable('auth.session').set({ acting_for: organisationId }).where('id', '=', sessionId).execute();
}

/** Deletes sessions and links whose time is over. @returns how many of each */
export async function deleteExpired(app: Pick<App, 'db' | 'now'>): Promise<{ sessions: number; links: number }> {
	const sessions = await app.db.deleteFrom('auth.session').where('expires_at', '<', app.now()).executeTakeFirst();
	const links = await app.db.deleteFrom('auth.one_time_link').where('expires_at', '<', app.now()).executeTakeFirst();
	return { sessions: Number(sessions.numDeletedRows), links: Number(links.numDeletedRows) };
}
