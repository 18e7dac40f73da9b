import { randomBytes } from 'node:crypto';
import { audit } from '../audit.ts';
import type { Ctx } from '../context.ts';
import type { DatabaseTransaction } from '../database/connect.ts';
import { AppError } from '../errors.ts';
import { inTransaction } from '../events.ts';
import { digest } from './secrets.ts';
import { newTotpSecret, totpAddress, verifyTotp } from './totp.ts';

const recoveryCodes = 10;

/** Begins setting up an authenticator app; nothing counts before a first code confirms it. */
export async function beginTotp(ctx: Ctx, personId: string): Promise<{ secret: string; address: string }> {
	return inTransaction(ctx, async (tx) => {
		const account = await tx
			.selectFrom('auth.account')
			.select(['email', 'totp_secret', 'totp_confirmed_at'])
			.where('id', '=', personId)
			.forUpdate()
			.executeTakeFirstOrThrow();
		if (account.totp_confirmed_at) throw new AppError('conflict', 'A second factor is set up already');
		const secret = account.totp_secret ?? newTotpSecret();
		await tx.updateTable('auth.account').set({ totp_secret: secret }).where('id', '=', personId).execute();
		return { secret, address: totpAddress(secret, account.email) };
	});
}

/**
 * Confirms the app with its first code.
 * @returns recovery codes, shown once; each signs in once when the phone is lost
 * @throws AppError invalid_input for a wrong code
 */
export async function confirmTotp(ctx: Ctx, personId: string, sessionId: string, code: string): Promise<string[]> {
	return inTransaction(ctx, async (tx) => {
		const account = await tx
			.selectFrom('auth.account')
			.select(['totp_secret', 'totp_confirmed_at'])
			.where('id', '=', personId)
			.forUpdate()
			.executeTakeFirstOrThrow();
		const step = account.totp_secret && !account.totp_confirmed_at ? verifyTotp(account.totp_secret, code, ctx.now()) : undefined;
		if (step === undefined) throw new AppError('invalid_input', { message: 'The code is wrong', field: 'code' });
		const codes = Array.from({ length: recoveryCodes }, () =>
			randomBytes(5)
				.toString('hex')
				.replace(/^(.{5})/, '$1-'),
		);
		await tx
			.updateTable('auth.account')
			.set({ totp_confirmed_at: ctx.now(), totp_last_step: step, recovery_hashes: codes.map(hashRecovery) })
			.where('id', '=', personId)
			.execute();
		await tx.updateTable('auth.session').set({ second_factor: true }).where('id', '=', sessionId).execute();
		// Sessions opened without the second factor are worth less than the account is now.
		await tx.deleteFrom('auth.session').where('account_id', '=', personId).where('id', '!=', sessionId).execute();
		await audit(ctx, tx, { action: 'auth.second-factor.set', subject: { kind: 'account', id: personId } });
		return codes;
	});
}

/** Removes the second factor, proved by a code of it. Administrators keep theirs. @throws AppError */
export async function removeTotp(ctx: Ctx, personId: string, code: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const account = await tx.selectFrom('auth.account').select('administrator').where('id', '=', personId).executeTakeFirstOrThrow();
		if (account.administrator) throw new AppError('forbidden', 'Administrators need a second factor');
		if (!(await checkSecondFactor(ctx, tx, personId, code)))
			throw new AppError('invalid_input', { message: 'The code is wrong', field: 'code' });
		await tx
			.updateTable('auth.account')
			.set({ totp_secret: null, totp_confirmed_at: null, totp_last_step: null, recovery_hashes: [] })
			.where('id', '=', personId)
			.execute();
		await audit(ctx, tx, { action: 'auth.second-factor.removed', subject: { kind: 'account', id: personId } });
	});
}

/** Checks a code of the app or a recovery code and uses it up. */
export async function checkSecondFactor(ctx: Pick<Ctx, 'now'>, tx: DatabaseTransaction, personId: string, code: string): Promise<boolean> {
	const account = await tx
		.selectFrom('auth.account')
		.select(['totp_secret', 'totp_last_step', 'recovery_hashes'])
		.where('id', '=', personId)
		.forUpdate()
		.executeTakeFirst();
	if (!account?.totp_secret) return false;
	const step = verifyTotp(account.totp_secret, code, ctx.now(), Number(account.totp_last_step ?? 0));
	if (step !== undefined) {
		await tx.updateTable('auth.account').set({ totp_last_step: step }).where('id', '=', personId).execute();
		return true;
	}
	const hash = hashRecovery(code);
	if (!account.recovery_hashes.includes(hash)) return false;
	await tx
		.updateTable('auth.account')
		.set({ recovery_hashes: account.recovery_hashes.filter((other) => other !== hash) })
		.where('id', '=', personId)
		.execute();
	return true;
}

function hashRecovery(code: string): string {
	return digest(code.trim().toLowerCase()).toString('base64url');
}
