import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { audit } from '../audit.ts';
import type { App, Ctx } from '../context.ts';
import { AppError } from '../errors.ts';
import { inTransaction } from '../events.ts';
import { newSecret } from '../ids.ts';
import { sendMail } from '../mail/index.ts';
import { resetLimit, useLimit } from '../rate-limit.ts';
import { createAccount, emailInput, findAccount, findAccountByEmail, grantAdministrator, nameInput } from './accounts.ts';
import { digest, verifyPassword } from './secrets.ts';
import { openSession } from './sessions.ts';
import { checkSecondFactor } from './second-factor.ts';

/** Minutes a mailed link works. */
export const linkMinutes = 15;

/** What the caller puts into the cookie; `waits` means the code of the second factor comes next. */
export type SignedIn = { token: string; waits: boolean; personId: string; locale: string };

const addressOf = (ctx: Ctx) => ctx.address ?? 'unknown';
const gone = () =>
	new AppError('gone', { message: 'This link was used already or its time is over', help: 'Ask for a new one on the sign-in page.' });

/**
 * Mails a link to sign in. The same is done and said whether the address has an account or not: whoever proves an
 * address by its link may have an account.
 * @returns the secret for the asking browser's cookie; with it one click on the link is enough
 */
export async function requestLink(ctx: Ctx, input: { email: string; back?: string }): Promise<{ browser: string }> {
	const email = emailInput.parse(input.email);
	await useLimit(ctx, 'mailFromAddress', addressOf(ctx));
	await useLimit(ctx, 'mailTo', email);
	const token = newSecret();
	const browser = newSecret();
	await inTransaction(ctx, async (tx) => {
		await tx
			.insertInto('auth.one_time_link')
			.values({
				token_hash: digest(token),
				kind: 'sign-in',
				email,
				browser_hash: digest(browser),
				data: JSON.stringify({ back: input.back ?? null }),
				created_at: ctx.now(),
				expires_at: new Date(ctx.now().getTime() + linkMinutes * 60_000),
			})
			.execute();
		await sendMail(ctx, tx, {
			kind: 'signIn',
			to: email,
			locale: ctx.locale,
			values: { link: `${ctx.origin}/${ctx.locale}/sign-in/link?token=${token}`, minutes: linkMinutes },
		});
	});
	return { browser };
}

/** Whether a link works, and whether it was opened in the browser that asked for it. Changes nothing. @throws AppError gone */
export async function readLink(ctx: Ctx, token: string, browser: string | undefined): Promise<{ email: string; sameBrowser: boolean }> {
	const row = await ctx.db
		.selectFrom('auth.one_time_link')
		.select(['email', 'browser_hash'])
		.where('token_hash', '=', digest(token))
		.where('kind', '=', 'sign-in')
		.where('expires_at', '>', ctx.now())
		.executeTakeFirst();
	if (!row?.email) throw gone();
	return { email: row.email, sameBrowser: !!browser && !!row.browser_hash && timingSafeEqual(row.browser_hash, digest(browser)) };
}

/** Uses a link up and signs its address in, making the account at the first time. @throws AppError gone */
export async function signInByLink(ctx: Ctx, token: string, userAgent?: string | null): Promise<SignedIn & { back: string | null }> {
	return inTransaction(ctx, async (tx) => {
		const link = await tx
			.deleteFrom('auth.one_time_link')
			.where('token_hash', '=', digest(token))
			.where('kind', '=', 'sign-in')
			.where('expires_at', '>', ctx.now())
			.returning(['email', 'data'])
			.executeTakeFirst();
		if (!link?.email) throw gone();
		const personId = await createAccount(ctx, tx, { email: link.email });
		return { ...(await begin(ctx, tx, personId, userAgent, 'link')), back: (link.data as { back?: string | null }).back ?? null };
	});
}

/**
 * Signs in with a password. A wrong password, an unknown address and an account without password are told alike and
 * take as long.
 * @throws AppError not_signed_in, too_many_requests
 */
export async function signInByPassword(ctx: Ctx, input: { email: string; password: string }, userAgent?: string | null): Promise<SignedIn> {
	const email = input.email.trim().toLowerCase().slice(0, 254);
	await useLimit(ctx, 'signInAddress', addressOf(ctx));
	await useLimit(ctx, 'signInAccount', email);
	const row = await ctx.db.selectFrom('auth.account').select(['id', 'password_hash']).where('email', '=', email).executeTakeFirst();
	if (!(await verifyPassword(input.password.slice(0, 1000), row?.password_hash)))
		throw new AppError('not_signed_in', 'Mail address or password is wrong');
	await resetLimit(ctx, 'signInAccount', email);
	return inTransaction(ctx, (tx) => begin(ctx, tx, row!.id, userAgent, 'password'));
}

/** Opens the session of somebody who proved who they are; with a second factor it first waits for the code. */
export async function begin(
	ctx: Ctx,
	tx: Parameters<typeof createAccount>[1],
	personId: string,
	userAgent: string | null | undefined,
	by: 'link' | 'password' | 'oidc' | 'claim' | 'invitation',
): Promise<SignedIn> {
	const account = (await findAccount(tx, personId))!;
	if (account.eraseAt) await tx.updateTable('auth.account').set({ erase_at: null }).where('id', '=', personId).execute();
	const { token } = await openSession(ctx, tx, personId, {
		userAgent,
		waitsForCode: account.hasTotp,
		administrator: account.administrator,
	});
	await audit({ ...ctx, actor: { kind: 'person', personId, sessionId: '' } }, tx, {
		action: 'auth.signed-in',
		subject: { kind: 'account', id: personId },
		details: { by },
	});
	return { token, waits: account.hasTotp, personId, locale: account.locale };
}

/**
 * Completes a session that waits for its code: a code of the app, or a recovery code, which is used up.
 * @throws AppError invalid_input for a wrong code, too_many_requests
 */
export async function completeSignIn(
	ctx: Ctx,
	waiting: { id: string; personId: string },
	code: string,
	userAgent?: string | null,
): Promise<{ token: string }> {
	await useLimit(ctx, 'secondFactor', waiting.personId);
	return inTransaction(ctx, async (tx) => {
		if (!(await checkSecondFactor(ctx, tx, waiting.personId, code)))
			throw new AppError('invalid_input', { message: 'The code is wrong or was used already', field: 'code' });
		const account = (await findAccount(tx, waiting.personId))!;
		await tx.deleteFrom('auth.session').where('id', '=', waiting.id).execute();
		const { token } = await openSession(ctx, tx, waiting.personId, { userAgent, secondFactor: true, administrator: account.administrator });
		return { token };
	});
}

/** Signs in as anybody, in demo mode only. @throws AppError forbidden elsewhere */
export async function signInAs(ctx: Ctx, personId: string, userAgent?: string | null): Promise<SignedIn> {
	if (!ctx.config.demo) throw new AppError('forbidden', 'Signing in as somebody else exists in demo mode only');
	const account = await findAccount(ctx.db, personId);
	if (!account) throw new AppError('not_found', 'There is no such person');
	const { token } = await openSession(ctx, ctx.db, personId, { userAgent, secondFactor: true, administrator: account.administrator });
	return { token, waits: false, personId, locale: account.locale };
}

/**
 * A one-time link with which the first visitor of an empty platform becomes its administrator. Asking again replaces
 * it; once there is an administrator there is none.
 */
export async function firstAdministratorLink(app: Pick<App, 'db' | 'now'>, origin: string): Promise<string | undefined> {
	const existing = await app.db.selectFrom('auth.account').select('id').where('administrator', '=', true).limit(1).executeTakeFirst();
	if (existing) return undefined;
	return administratorLink(app, origin);
}

/** A new one-time link that makes whoever opens it an administrator; for the command line. */
export async function administratorLink(app: Pick<App, 'db' | 'now'>, origin: string): Promise<string> {
	const token = newSecret();
	await app.db.deleteFrom('auth.one_time_link').where('kind', '=', 'administrator').execute();
	await app.db
		.insertInto('auth.one_time_link')
		.values({
			token_hash: digest(token),
			kind: 'administrator',
			created_at: app.now(),
			expires_at: new Date(app.now().getTime() + 24 * 3_600_000),
		})
		.execute();
	return `${origin}/en/welcome?token=${token}`;
}

/** Whether an administrator link still works. @throws AppError gone */
export async function readAdministratorLink(ctx: Ctx, token: string): Promise<void> {
	const row = await ctx.db
		.selectFrom('auth.one_time_link')
		.select('kind')
		.where('token_hash', '=', digest(token))
		.where('kind', '=', 'administrator')
		.where('expires_at', '>', ctx.now())
		.executeTakeFirst();
	if (!row) throw gone();
}

const welcomeInput = z.object({ email: emailInput, name: nameInput });

/** Makes the visitor administrator and signs them in; the second factor is set up next. @throws AppError gone */
export async function becomeAdministrator(
	ctx: Ctx,
	token: string,
	input: { email: string; name: string },
	userAgent?: string | null,
): Promise<SignedIn> {
	const { email, name } = welcomeInput.parse(input);
	return inTransaction(ctx, async (tx) => {
		const used = await tx
			.deleteFrom('auth.one_time_link')
			.where('token_hash', '=', digest(token))
			.where('kind', '=', 'administrator')
			.where('expires_at', '>', ctx.now())
			.returning('kind')
			.executeTakeFirst();
		if (!used) throw gone();
		// The link proves the machine, not the address: an account somebody else made must not be taken over by it.
		if (await findAccountByEmail(tx, email))
			throw new AppError('conflict', {
				message: 'There is an account with this address already; sign in and use "venhans admin"',
				field: 'email',
			});
		const personId = await createAccount(ctx, tx, { email, name });
		await grantAdministrator(ctx, tx, personId);
		return begin(ctx, tx, personId, userAgent, 'link');
	});
}
