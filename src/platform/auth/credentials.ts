import { audit } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { AppError } from '../errors.ts';
import { inTransaction } from '../events.ts';
import { newSecret } from '../ids.ts';
import { sendMail } from '../mail/index.ts';
import { useLimit } from '../rate-limit.ts';
import { emailInput } from './accounts.ts';
import { faultOfPassword } from './password-rules.ts';
import { digest, hashPassword, verifyPassword } from './secrets.ts';

/**
 * Sets or changes the password and ends all other sessions. Who has one already gives it; who has none is signed in by
 * a link, which proves as much.
 * @throws AppError invalid_input with `values.fault` (short, long, common, personal) or field `current`
 */
export async function changePassword(
	ctx: Ctx,
	personId: string,
	sessionId: string,
	input: { current?: string; password: string },
): Promise<void> {
	const account = await ctx.db
		.selectFrom('auth.account')
		.select(['email', 'name', 'password_hash'])
		.where('id', '=', personId)
		.executeTakeFirstOrThrow();
	if (account.password_hash) {
		await useLimit(ctx, 'signInAccount', `change:${personId}`);
		if (!(await verifyPassword(input.current ?? '', account.password_hash)))
			throw new AppError('invalid_input', { message: 'The present password is wrong', field: 'current' });
	}
	const fault = faultOfPassword(input.password, account);
	if (fault) throw new AppError('invalid_input', { message: `The new password is too ${fault}`, field: 'password', values: { fault } });
	const hash = await hashPassword(input.password);
	await inTransaction(ctx, async (tx) => {
		await tx.updateTable('auth.account').set({ password_hash: hash }).where('id', '=', personId).execute();
		await tx.deleteFrom('auth.session').where('account_id', '=', personId).where('id', '!=', sessionId).execute();
		await audit(ctx, tx, { action: 'auth.password.changed', subject: { kind: 'account', id: personId } });
	});
}

const changeHours = 24;

/**
 * Asks to change the mail address: the old and the new one each get a link, and both have to agree. Nothing says
 * whether the new address belongs to somebody else.
 */
export async function requestMailChange(ctx: Ctx, personId: string, input: { email: string }): Promise<void> {
	const address = emailInput.parse(input.email);
	const account = await ctx.db.selectFrom('auth.account').select(['email', 'locale']).where('id', '=', personId).executeTakeFirstOrThrow();
	if (address === account.email) throw new AppError('invalid_input', { message: 'This is your address already', field: 'email' });
	await useLimit(ctx, 'mailTo', `change:${personId}`);
	await inTransaction(ctx, async (tx) => {
		await tx.deleteFrom('auth.one_time_link').where('kind', '=', 'mail-change').where('account_id', '=', personId).execute();
		const change = newSecret(12);
		for (const [side, to, kind] of [
			['new', address, 'mailChange'],
			['old', account.email, 'mailChangeConfirm'],
		] as const) {
			const token = newSecret();
			await tx
				.insertInto('auth.one_time_link')
				.values({
					token_hash: digest(token),
					kind: 'mail-change',
					email: address,
					account_id: personId,
					data: JSON.stringify({ change, side, agreed: false }),
					created_at: ctx.now(),
					expires_at: new Date(ctx.now().getTime() + changeHours * 3_600_000),
				})
				.execute();
			await sendMail(ctx, tx, {
				kind,
				to,
				locale: account.locale,
				values: { link: `${ctx.origin}/${account.locale}/account/mail?token=${token}`, address },
			});
		}
		await audit(ctx, tx, { action: 'auth.mail-change.requested', subject: { kind: 'account', id: personId } });
	});
}

/**
 * One side agrees. When both have, the address changes.
 * @returns `changed` with the second agreement, `waiting` with the first
 * @throws AppError gone, conflict when the new address was taken meanwhile
 */
export async function agreeToMailChange(ctx: Ctx, token: string): Promise<'changed' | 'waiting'> {
	return inTransaction(ctx, async (tx) => {
		const link = await tx
			.selectFrom('auth.one_time_link')
			.selectAll()
			.where('token_hash', '=', digest(token))
			.where('kind', '=', 'mail-change')
			.where('expires_at', '>', ctx.now())
			.forUpdate()
			.executeTakeFirst();
		if (!link?.account_id || !link.email) throw new AppError('gone', 'This link was used already or its time is over');
		const data = link.data as { change: string; side: string; agreed: boolean };
		await tx
			.updateTable('auth.one_time_link')
			.set({ data: JSON.stringify({ ...data, agreed: true }) })
			.where('token_hash', '=', link.token_hash)
			.execute();
		const sides = await tx
			.selectFrom('auth.one_time_link')
			.select('data')
			.where('kind', '=', 'mail-change')
			.where('account_id', '=', link.account_id)
			.execute();
		if (!sides.every((side) => (side.data as typeof data).agreed)) return 'waiting';
		const taken = await tx.selectFrom('auth.account').select('id').where('email', '=', link.email).executeTakeFirst();
		if (taken) throw new AppError('conflict', 'This address belongs to another account');
		await tx.updateTable('auth.account').set({ email: link.email }).where('id', '=', link.account_id).execute();
		await tx.deleteFrom('auth.one_time_link').where('kind', '=', 'mail-change').where('account_id', '=', link.account_id).execute();
		await audit(ctx, tx, { action: 'auth.mail.changed', subject: { kind: 'account', id: link.account_id } });
		return 'changed';
	});
}
