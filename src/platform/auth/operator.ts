import { audit } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { inTransaction } from '../events.ts';
import { newSecret } from '../ids.ts';
import { createAccount, emailInput, findAccount, findAccountByEmail, grantAdministrator } from './accounts.ts';
import { digest } from './secrets.ts';

/** Hours a link made on the command line works. */
export const operatorLinkHours = 24;

export type OperatorLink = { link: string; made: boolean; granted: boolean; secondFactorRemoved: boolean };

/**
 * Makes the account of a mail address administrator, and the account itself when there is none. For whoever has the
 * machine and so everything on it anyway: the command line, e.g. when nobody can sign in any more.
 * @param removeSecondFactor the phone and the recovery codes are lost: a new second factor is set up at the next sign-in
 * @returns a link that signs this account in once; an earlier one for the address stops working
 */
export async function administratorLinkFor(
	ctx: Ctx,
	address: string,
	{ removeSecondFactor = false }: { removeSecondFactor?: boolean } = {},
): Promise<OperatorLink> {
	const email = emailInput.parse(address);
	const token = newSecret();
	return inTransaction(ctx, async (tx) => {
		const before = await findAccountByEmail(tx, email);
		const id = await createAccount(ctx, tx, { email });
		const granted = !before?.administrator;
		if (granted) await grantAdministrator(ctx, tx, id);
		const secondFactorRemoved = removeSecondFactor && before?.hasTotp === true;
		if (secondFactorRemoved) {
			await tx
				.updateTable('auth.account')
				.set({ totp_secret: null, totp_confirmed_at: null, totp_last_step: null, recovery_hashes: [] })
				.where('id', '=', id)
				.execute();
			await tx.deleteFrom('auth.session').where('account_id', '=', id).execute();
			await audit(ctx, tx, { action: 'auth.second-factor.removed', subject: { kind: 'account', id } });
		}
		await tx.deleteFrom('auth.one_time_link').where('kind', '=', 'sign-in').where('email', '=', email).execute();
		await tx
			.insertInto('auth.one_time_link')
			.values({
				token_hash: digest(token),
				kind: 'sign-in',
				email,
				data: JSON.stringify({ back: null }),
				created_at: ctx.now(),
				expires_at: new Date(ctx.now().getTime() + operatorLinkHours * 3_600_000),
			})
			.execute();
		await audit(ctx, tx, { action: 'auth.operator-link.made', subject: { kind: 'account', id } });
		const { locale } = (await findAccount(tx, id))!;
		return { link: `${ctx.origin}/${locale}/sign-in/link?token=${token}`, made: !before, granted, secondFactorRemoved };
	});
}
