import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { useTestApp } from '../../../tests/support/app.ts';
import type { Ctx } from '../context.ts';
import { inTransaction } from '../events.ts';
import {
	agreeToMailChange,
	becomeAdministrator,
	beginTotp,
	changePassword,
	completeSignIn,
	confirmTotp,
	createAccount,
	deleteExpired,
	endOtherSessions,
	endSession,
	eraseAccounts,
	findAccount,
	findAccountByEmail,
	firstAdministratorLink,
	grantAdministrator,
	listSessions,
	openSession,
	readLink,
	readSession,
	readWaitingSession,
	removeTotp,
	requestErasure,
	requestLink,
	requestMailChange,
	signInAs,
	signInByLink,
	signInByPassword,
} from './index.ts';
import { faultOfPassword } from './password-rules.ts';
import { totpCode, verifyTotp } from './totp.ts';

const app = useTestApp();
beforeEach(() => sql`truncate platform.rate_limit`.execute(app.db));

const account = (email: string) => inTransaction(app.as(), (tx) => createAccount(app.as(), tx, { email }));
const later = (ctx: Ctx, minutes: number): Ctx => ({ ...ctx, now: () => new Date(Date.now() + minutes * 60_000) });
const mailTo = async (email: string) =>
	(await app.db.selectFrom('platform.mail').selectAll().where('to_address', '=', email).orderBy('id', 'desc').executeTakeFirstOrThrow())
		.text_body;
const tokenIn = (text: string) => text.match(/token=(\S+)/)![1]!;
const strong = 'a wet duck reads 7 maps';

async function signedIn(email: string) {
	await requestLink(app.as(), { email });
	const { token, personId } = await signInByLink(app.as(), tokenIn(await mailTo(email)));
	return { token, personId, session: (await readSession(app, token))! };
}

async function withTotp(email: string) {
	const { personId, session } = await signedIn(email);
	const { secret } = await beginTotp(app.as(), personId);
	const step = () => Math.floor(Date.now() / 30_000);
	const codes = await confirmTotp(app.as(), personId, session.id, totpCode(secret, step() - 1));
	return { personId, session, secret, codes, code: (n = 0) => totpCode(secret, step() + n) };
}

describe('a mailed link', () => {
	test('signs in, makes the account at the first time, and works once', async () => {
		await requestLink(app.as({ kind: 'guest' }, 'de'), { email: 'Ana.Ferreira@Venhans.example' });
		const token = tokenIn(await mailTo('ana.ferreira@venhans.example'));
		const { personId } = await signInByLink(app.as({ kind: 'guest' }, 'de'), token);
		expect(await findAccount(app.db, personId)).toMatchObject({
			email: 'ana.ferreira@venhans.example',
			name: 'Ana Ferreira',
			locale: 'de',
		});
		await expect(signInByLink(app.as(), token)).rejects.toMatchObject({ code: 'gone' });
	});

	test('works for fifteen minutes', async () => {
		await requestLink(app.as(), { email: 'late@venhans.example' });
		const token = tokenIn(await mailTo('late@venhans.example'));
		await expect(signInByLink(later(app.as(), 16), token)).rejects.toMatchObject({ code: 'gone' });
		await expect(signInByLink(later(app.as(), 14), token)).resolves.toBeDefined();
	});

	test('knows the browser that asked for it; reading it changes nothing', async () => {
		const { browser } = await requestLink(app.as(), { email: 'two@venhans.example' });
		const token = tokenIn(await mailTo('two@venhans.example'));
		expect(await readLink(app.as(), token, browser)).toEqual({ email: 'two@venhans.example', sameBrowser: true });
		expect((await readLink(app.as(), token, 'another')).sameBrowser).toBe(false);
		expect((await readLink(app.as(), token, undefined)).sameBrowser).toBe(false);
		await expect(signInByLink(app.as(), token)).resolves.toBeDefined();
	});

	test('is mailed at most three times in fifteen minutes to one address, known or not', async () => {
		await account('known@venhans.example');
		for (const email of ['known@venhans.example', 'unknown@venhans.example']) {
			for (let i = 0; i < 3; i++) await requestLink(app.as(), { email });
			await expect(requestLink(app.as(), { email })).rejects.toMatchObject({ code: 'too_many_requests' });
		}
	});
});

describe('a password', () => {
	test('signs in; a wrong one, an unknown address and an account without one are told alike', async () => {
		const { personId, session } = await signedIn('pw@venhans.example');
		await changePassword(app.as(), personId, session.id, { password: strong });
		await account('none@venhans.example');
		await expect(signInByPassword(app.as(), { email: 'PW@venhans.example', password: strong })).resolves.toMatchObject({
			personId,
			waits: false,
		});
		const refusals = await Promise.all(
			[
				{ email: 'pw@venhans.example', password: 'wrong but long enough' },
				{ email: 'nobody@venhans.example', password: strong },
				{ email: 'none@venhans.example', password: strong },
			].map((input) => signInByPassword(app.as(), input).catch((error) => ({ code: error.code, message: error.message }))),
		);
		expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1);
	});

	test('may be tried five times in fifteen minutes; a right one forgives the wrong ones', async () => {
		const { personId, session } = await signedIn('try@venhans.example');
		await changePassword(app.as(), personId, session.id, { password: strong });
		const attempt = (password: string) => signInByPassword(app.as(), { email: 'try@venhans.example', password });
		for (let i = 0; i < 4; i++) await expect(attempt('wrong')).rejects.toMatchObject({ code: 'not_signed_in' });
		await expect(attempt(strong)).resolves.toBeDefined();
		for (let i = 0; i < 5; i++) await expect(attempt('wrong')).rejects.toMatchObject({ code: 'not_signed_in' });
		await expect(attempt(strong)).rejects.toMatchObject({ code: 'too_many_requests' });
	});

	test('may be tried thirty times from one network address', async () => {
		for (let i = 0; i < 30; i++) await signInByPassword(app.as(), { email: `a${i}@venhans.example`, password: 'x' }).catch(() => {});
		await expect(signInByPassword(app.as(), { email: 'b@venhans.example', password: 'x' })).rejects.toMatchObject({
			code: 'too_many_requests',
		});
	}, 60_000);

	test('that changes needs the present one and ends all other sessions', async () => {
		const first = await signedIn('change@venhans.example');
		const other = await openSession(app.as(), app.db, first.personId);
		await changePassword(app.as(), first.personId, first.session.id, { password: strong });
		expect(await readSession(app, other.token)).toBeUndefined();
		expect(await readSession(app, first.token)).toBeDefined();
		await expect(
			changePassword(app.as(), first.personId, first.session.id, { current: 'wrong', password: 'another good long one' }),
		).rejects.toMatchObject({ details: { field: 'current' } });
		await expect(changePassword(app.as(), first.personId, first.session.id, { current: strong, password: 'short' })).rejects.toMatchObject({
			details: { field: 'password', values: { fault: 'short' } },
		});
	});

	test.each([
		['elevenchars', 'short'],
		['x'.repeat(201), 'long'],
		['Password1234', 'common'],
		['P@ssw0rd2026!', 'common'],
		['123456789012', 'common'],
		['987654321098', 'common'],
		['qwertyuiop12', 'common'],
		['abcabcabcabc', 'common'],
		['Willkommen2026', 'common'],
		['motdepasse!!!', 'common'],
		['ana.ferreira1', 'personal'],
		[strong, undefined],
		['Zwölf Boxkämpfer jagen', undefined],
	])('%s is %s', (password, fault) => {
		expect(faultOfPassword(password, { email: 'ana.ferreira@venhans.example', name: 'Ana Ferreira' })).toBe(fault);
	});
});

describe('the second factor', () => {
	test('RFC 6238 - test vectors for SHA-1', () => {
		const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
		for (const [seconds, code] of [
			[59, '287082'],
			[1111111109, '081804'],
			[1111111111, '050471'],
			[1234567890, '005924'],
			[2000000000, '279037'],
		] as const)
			expect(totpCode(secret, Math.floor(seconds / 30))).toBe(code);
		expect(verifyTotp(secret, '287 082', new Date(59_000))).toBe(1);
		expect(verifyTotp(secret, '287082', new Date(59_000), 1)).toBeUndefined();
		expect(verifyTotp(secret, '287082', new Date(300_000))).toBeUndefined();
	});

	test('is asked for after the link, and its code works once', async () => {
		const { personId, code } = await withTotp('totp@venhans.example');
		await requestLink(app.as(), { email: 'totp@venhans.example' });
		const { token, waits } = await signInByLink(app.as(), tokenIn(await mailTo('totp@venhans.example')));
		expect(waits).toBe(true);
		expect(await readSession(app, token)).toBeUndefined();
		const waiting = (await readWaitingSession(app, token))!;
		await expect(completeSignIn(app.as(), waiting, '000000')).rejects.toMatchObject({ code: 'invalid_input' });
		const once = code(0);
		const done = await completeSignIn(app.as(), waiting, once);
		expect(await readSession(app, done.token)).toMatchObject({ personId });
		await expect(completeSignIn(app.as(), waiting, once)).rejects.toMatchObject({ code: 'invalid_input' });
	});

	test('can be replaced by a recovery code, once each', async () => {
		const { personId, codes } = await withTotp('recover@venhans.example');
		const { token } = await openSession(app.as(), app.db, personId, { waitsForCode: true });
		const waiting = (await readWaitingSession(app, token))!;
		expect(codes).toHaveLength(10);
		await expect(completeSignIn(app.as(), waiting, codes[0]!.toUpperCase())).resolves.toBeDefined();
		await expect(completeSignIn(app.as(), waiting, codes[0]!)).rejects.toMatchObject({ code: 'invalid_input' });
	});

	test('is needed for an administrator’s rights, and administrators can not remove it', async () => {
		const { personId, token } = await signedIn('admin@venhans.example');
		await inTransaction(app.as(), (tx) => grantAdministrator(app.as(), tx, personId));
		expect(await readSession(app, token)).toMatchObject({ administrator: false, needsTotp: true });
		const { secret } = await beginTotp(app.as(), personId);
		const session = (await readSession(app, token))!;
		await confirmTotp(app.as(), personId, session.id, totpCode(secret, Math.floor(Date.now() / 30_000)));
		expect(await readSession(app, token)).toMatchObject({ administrator: true, needsTotp: false });
		await expect(removeTotp(app.as(), personId, '000000')).rejects.toMatchObject({ code: 'forbidden' });
	});
});

describe('a session', () => {
	test('lives thirty days after its last use, an administrator’s twelve hours after its start', async () => {
		const person = await account('roll@venhans.example');
		const { token } = await openSession(app.as(), app.db, person);
		const at = (days: number) => readSession({ db: app.db, now: () => new Date(Date.now() + days * 86_400_000) }, token);
		expect(await at(29)).toBeDefined();
		expect(await at(58)).toBeDefined();
		expect(await at(89)).toBeUndefined();
		const admin = await openSession(app.as(), app.db, person, { administrator: true, secondFactor: true });
		await inTransaction(app.as(), (tx) => grantAdministrator(app.as(), tx, person));
		const atHour = (hours: number) => readSession({ db: app.db, now: () => new Date(Date.now() + hours * 3_600_000) }, admin.token);
		expect(await atHour(11)).toBeDefined();
		expect(await atHour(13)).toBeUndefined();
	});

	test('is seen, and ended from elsewhere it is dead at once', async () => {
		const here = await signedIn('ends@venhans.example');
		const there = await openSession(app.as(), app.db, here.personId, { userAgent: 'Phone' });
		expect((await listSessions(app.as(), here.personId, here.session.id)).map(({ current, userAgent }) => [current, userAgent])).toEqual(
			expect.arrayContaining([[false, 'Phone']]),
		);
		await endSession(app.as(), here.personId, there.id);
		expect(await readSession(app, there.token)).toBeUndefined();
		const more = await openSession(app.as(), app.db, here.personId);
		await endOtherSessions(app.as(), here.personId, here.session.id);
		expect(await readSession(app, more.token)).toBeUndefined();
		expect(await readSession(app, here.token)).toBeDefined();
		await endSession(app.as(), await account('stranger@venhans.example'), here.session.id);
		expect(await readSession(app, here.token)).toBeDefined();
	});

	test('keeps only a hash of its secret in the database', async () => {
		const { token } = await signedIn('hash@venhans.example');
		const { rows } = await sql<{
			found: boolean;
		}>`select exists (select from auth.session as s where s::text like ${'%' + token + '%'}) as found`.execute(app.db);
		expect(rows[0]!.found).toBe(false);
	});
});

test('a mail address changes when the old and the new one have both agreed', async () => {
	const { personId } = await signedIn('old@venhans.example');
	await requestMailChange(app.as(), personId, { email: 'new@venhans.example' });
	expect(await agreeToMailChange(app.as(), tokenIn(await mailTo('new@venhans.example')))).toBe('waiting');
	expect((await findAccount(app.db, personId))!.email).toBe('old@venhans.example');
	expect(await agreeToMailChange(app.as(), tokenIn(await mailTo('old@venhans.example')))).toBe('changed');
	expect((await findAccount(app.db, personId))!.email).toBe('new@venhans.example');
});

test('the first visitor of an empty platform becomes administrator by a link that works once', async () => {
	const fresh = { ...app, db: app.db };
	await app.db.updateTable('auth.account').set({ administrator: false }).execute();
	const link = (await firstAdministratorLink(fresh, 'https://venhans.example'))!;
	const token = tokenIn(link);
	await expect(becomeAdministrator(app.as(), token, { email: 'pw@venhans.example', name: 'Eve' })).rejects.toMatchObject({
		code: 'conflict',
	});
	const { personId } = await becomeAdministrator(app.as(), token, { email: 'first@venhans.example', name: 'First' });
	expect((await findAccount(app.db, personId))!.administrator).toBe(true);
	await expect(becomeAdministrator(app.as(), token, { email: 'second@venhans.example', name: 'Second' })).rejects.toMatchObject({
		code: 'gone',
	});
	expect(await firstAdministratorLink(fresh, 'https://venhans.example')).toBeUndefined();
});

test('signing in as somebody else exists in demo mode only', async () => {
	const person = await account('demo@venhans.example');
	await expect(signInAs(app.as(), person)).resolves.toMatchObject({ personId: person });
	await expect(signInAs({ ...app.as(), config: { ...app.config, demo: false } }, person)).rejects.toMatchObject({ code: 'forbidden' });
});

test('an account asked to be erased goes after seven days, unless its person signs in again', async () => {
	const leaving = await signedIn('leaving@venhans.example');
	const staying = await signedIn('staying@venhans.example');
	for (const { personId } of [leaving, staying]) await requestErasure(app.as(), personId);
	expect(await readSession(app, leaving.token)).toBeUndefined();
	await sql`truncate platform.rate_limit`.execute(app.db);
	await signedIn('staying@venhans.example');
	const heard: string[] = [];
	app.bus.on('auth.account.erased', ({ personId }) => void heard.push(personId));
	expect(await eraseAccounts(later(app.as(), 6 * 24 * 60))).toBe(0);
	expect(await eraseAccounts(later(app.as(), 8 * 24 * 60))).toBe(1);
	await app.bus.idle();
	expect(heard).toEqual([leaving.personId]);
	expect(await findAccountByEmail(app.db, 'leaving@venhans.example')).toBeUndefined();
	const { rows } = await sql<{ n: number }>`select count(*) as n from platform.mail where to_address = 'leaving@venhans.example'`.execute(
		app.db,
	);
	expect(rows[0]!.n).toBe(0);
	expect(await findAccount(app.db, staying.personId)).toMatchObject({ eraseAt: null });
});

test('links and sessions whose time is over are deleted', async () => {
	await requestLink(app.as(), { email: 'expire@venhans.example' });
	const gone = await deleteExpired({ db: app.db, now: () => new Date(Date.now() + 400 * 86_400_000) });
	expect(gone.links).toBeGreaterThan(0);
	expect(gone.sessions).toBeGreaterThan(0);
});
