import { expect, test } from 'vitest';
import { useTestApp } from '../../../tests/support/app.ts';
import { systemContext } from '../context.ts';
import {
	administratorLinkFor,
	beginTotp,
	confirmTotp,
	findAccount,
	findAccountByEmail,
	readLink,
	readSession,
	requestLink,
	signInByLink,
} from './index.ts';
import { totpCode } from './totp.ts';

const app = useTestApp();
const operator = () => systemContext(app, 'venhans admin');
const tokenIn = (text: string) => text.match(/token=(\S+)/)![1]!;

test('an address without an account gets one, and a link that signs it in once', async () => {
	const made = await administratorLinkFor(operator(), ' Olga@Venhans.example ');
	expect(made).toMatchObject({ made: true, granted: true, secondFactorRemoved: false });
	const { personId } = await signInByLink(app.as(), tokenIn(made.link));
	expect(await findAccount(app.db, personId)).toMatchObject({ email: 'olga@venhans.example', administrator: true });
	await expect(signInByLink(app.as(), tokenIn(made.link))).rejects.toMatchObject({ code: 'gone' });
});

test('an account that exists keeps everything else; the newest link replaces the others', async () => {
	await requestLink(app.as(), { email: 'ben@venhans.example' });
	const first = await administratorLinkFor(operator(), 'ben@venhans.example');
	const second = await administratorLinkFor(operator(), 'ben@venhans.example');
	expect(second).toMatchObject({ made: false, granted: false });
	await expect(readLink(app.as(), tokenIn(first.link), undefined)).rejects.toMatchObject({ code: 'gone' });
	await expect(readLink(app.as(), tokenIn(second.link), undefined)).resolves.toMatchObject({ email: 'ben@venhans.example' });
	const { rows } = await app.pool.query(`select count(*)::int as n from auth.one_time_link where email = 'ben@venhans.example'`);
	expect(rows[0].n).toBe(1);
});

test('the second factor stays, unless it is said to be lost', async () => {
	const email = 'eva@venhans.example';
	const { personId, token } = await signInByLink(app.as(), tokenIn((await administratorLinkFor(operator(), email)).link));
	const session = (await readSession(app, token))!;
	const { secret } = await beginTotp(app.as(), personId);
	await confirmTotp(app.as(), personId, session.id, totpCode(secret, Math.floor(Date.now() / 30_000)));

	const kept = await administratorLinkFor(operator(), email);
	expect(await signInByLink(app.as(), tokenIn(kept.link))).toMatchObject({ waits: true });

	const lost = await administratorLinkFor(operator(), email, { removeSecondFactor: true });
	expect(lost.secondFactorRemoved).toBe(true);
	expect((await findAccountByEmail(app.db, email))!.hasTotp).toBe(false);
	expect(await readSession(app, token)).toBeUndefined();
	const again = await signInByLink(app.as(), tokenIn(lost.link));
	// Nobody is administrator before a new one is set up.
	expect(await readSession(app, again.token)).toMatchObject({ administrator: false, needsTotp: true });
});

test('what is no address is refused, and what was done is in the audit log', async () => {
	await expect(administratorLinkFor(operator(), 'nobody')).rejects.toThrow();
	await administratorLinkFor(operator(), 'log@venhans.example');
	const account = (await findAccountByEmail(app.db, 'log@venhans.example'))!;
	const { rows } = await app.pool.query('select action, actor_kind from platform.audit_entry where subject_id = $1 order by id', [
		account.id,
	]);
	expect(rows).toEqual([
		{ action: 'auth.account.created', actor_kind: 'system' },
		{ action: 'auth.administrator.granted', actor_kind: 'system' },
		{ action: 'auth.operator-link.made', actor_kind: 'system' },
	]);
});
