import type { Page } from '@playwright/test';
import { totpCode } from '../../src/platform/auth/totp.ts';
import { faultsOf } from './support/accessible.ts';
import { expect, test } from './support/journey.ts';
import { linkMailedTo, newAddress } from './support/mail.ts';
import { people, signInAs } from './support/people.ts';
import { askForLink, setUpSecondFactor, signInByMail, timeStep } from './support/steps.ts';
import { wordsOf } from './support/words.ts';

const t = wordsOf('en');
const password = 'four quiet boats at noon';

test('a mailed link signs in at once in the browser that asked, and after a click elsewhere', async ({ visit }) => {
	const address = newAddress();
	const asking = await visit();
	await asking.goto('/en/account');
	await expect(asking).toHaveURL(/\/en\/sign-in\?back=/);
	await asking
		.getByRole('textbox', { name: t('auth.email') })
		.first()
		.fill(address);
	await asking.getByRole('button', { name: t('auth.sendLink') }).click();
	await expect(asking.getByRole('heading', { level: 1 })).toHaveText(t('auth.sent.title'));
	await asking.goto(await linkMailedTo(asking, address));
	// Back to the page that wanted somebody signed in.
	await expect(asking).toHaveURL(/\/en\/account$/);

	const elsewhere = await visit();
	await askForLink(await visit(), address);
	const link = await linkMailedTo(elsewhere, address);
	await elsewhere.goto(link);
	await expect(elsewhere.getByText(t('auth.link.text', { email: address }))).toBeVisible();
	await elsewhere.getByRole('button', { name: t('auth.link.confirm') }).click();
	await expect(elsewhere).toHaveURL(/\/en\/home$/);

	const late = await visit();
	const answer = await late.goto(link);
	expect(answer?.status()).toBe(410);
	await expect(late.getByRole('heading', { level: 1 })).toHaveText(t('errors.gone.title'));
});

test('a password can be set and signs in, a wrong one keeps the address and says so', async ({ visit }) => {
	const address = newAddress();
	const page = await visit();
	await signInByMail(page, address);
	await setPassword(page, 'short');
	await expect(page.getByRole('alert')).toContainText(t('account.error.password.short'));
	await expect(page.getByRole('alert')).toBeFocused();
	await setPassword(page, password);
	await expect(page.getByRole('status').filter({ hasText: t('account.done.password') })).toBeVisible();

	const other = await visit();
	await enterPassword(other, address, 'four loud boats at noon');
	await expect(other.getByRole('alert')).toContainText(t('auth.password.wrong'));
	await expect(other.getByRole('textbox', { name: t('auth.email') }).nth(1)).toHaveValue(address);
	expect(await faultsOf(other)).toEqual([]);
	await other.getByLabel(t('auth.password'), { exact: true }).fill(password);
	await other.getByRole('button', { name: t('shell.signIn') }).click();
	await expect(other).toHaveURL(/\/en\/home$/);
});

test('an address without an account is told nothing else than one with', async ({ visit }) => {
	const known = newAddress('known');
	await signInByMail(await visit(), known);
	const told = [];
	for (const address of [known, newAddress('nobody')]) {
		const page = await visit();
		await askForLink(page, address);
		told.push((await page.getByRole('main').innerText()).replaceAll(address, 'ADDRESS'));
		await enterPassword(page, address, password);
		await expect(page.getByRole('alert')).toBeVisible();
		told.push((await page.getByRole('main').innerText()).replaceAll(address, 'ADDRESS'));
	}
	expect(told.slice(2)).toEqual(told.slice(0, 2));
});

test('after five wrong passwords a person waits, and is told how long', async ({ visit }) => {
	const page = await visit();
	const address = newAddress();
	for (let attempt = 1; attempt <= 5; attempt++) {
		await enterPassword(page, address, `guess number ${attempt}`);
		await expect(page.getByRole('alert')).toContainText(t('auth.password.wrong'));
	}
	await enterPassword(page, address, 'guess number 6');
	await expect(page.getByRole('alert')).toContainText(t('errors.tooMany.text'));
});

test('with a second factor the password alone opens nothing; a recovery code works once', async ({ visit }) => {
	const address = newAddress();
	const page = await visit();
	await signInByMail(page, address);
	await setPassword(page, password);
	await expect(page.getByRole('status').filter({ hasText: t('account.done.password') })).toBeVisible();
	const { secret, recovery, step } = await setUpSecondFactor(page);
	await signOut(page);

	await enterPassword(page, address, password);
	await expect(page).toHaveURL(/\/en\/sign-in\/code/);
	await page.goto('/en/home');
	await expect(page).toHaveURL(/\/en\/sign-in\?/);
	await page.goto('/en/sign-in/code');
	await enterCode(page, '000000');
	await expect(page.getByRole('alert')).toContainText(t('auth.code.wrong'));
	await expect(page.getByRole('alert')).toBeFocused();
	// The step after the one used up: accepted already, whatever the clock says in between.
	await enterCode(page, totpCode(secret, Math.max(step + 1, timeStep())));
	await expect(page).toHaveURL(/\/en\/home$/);
	await signOut(page);

	await enterPassword(page, address, password);
	await enterCode(page, recovery[0]!);
	await expect(page).toHaveURL(/\/en\/home$/);
	await signOut(page);
	await enterPassword(page, address, password);
	await enterCode(page, recovery[0]!);
	await expect(page.getByRole('alert')).toContainText(t('auth.code.wrong'));
});

test('a person sees where they are signed in, and a session they end is dead at once', async ({ visit }) => {
	const address = newAddress();
	const here = await visit();
	await signInByMail(here, address);
	const there = await visit();
	await askForLink(there, address);
	await there.goto(await linkMailedTo(there, address));
	await expect(there).toHaveURL(/\/en\/home$/);

	await here.goto('/en/account');
	const sessions = here.getByRole('region', { name: t('account.sessions') }).getByRole('listitem');
	await expect(sessions).toHaveCount(2);
	await expect(sessions.filter({ hasText: t('account.session.this') })).toHaveCount(1);
	await here.getByRole('button', { name: t('account.session.end'), exact: true }).click();
	await expect(here.getByRole('status').filter({ hasText: t('account.done.session') })).toBeVisible();
	await expect(sessions).toHaveCount(1);
	await there.goto('/en/account');
	await expect(there).toHaveURL(/\/en\/sign-in/);
});

test('an administrator is asked for a second factor and keeps it', async ({ visit }) => {
	const page = await visit();
	await signInAs(page, people.administrator);
	await page.goto('/en/account');
	await expect(page.getByText(t('account.factor.needed.text'))).toBeVisible();
});

test('signing out on one page ends the session on all', async ({ visit }) => {
	const page = await visit();
	await signInAs(page, people.colleague);
	await signOut(page);
	await expect(page).toHaveURL(/\/en$/);
	await page.goto('/en/home');
	await expect(page).toHaveURL(/\/en\/sign-in/);
});

async function enterPassword(page: Page, address: string, attempt: string): Promise<void> {
	await page.goto('/en/sign-in');
	await page.getByText(t('auth.withPassword'), { exact: true }).click();
	await page
		.getByRole('textbox', { name: t('auth.email') })
		.nth(1)
		.fill(address);
	await page.getByLabel(t('auth.password'), { exact: true }).fill(attempt);
	await page.getByRole('button', { name: t('shell.signIn') }).click();
}

async function setPassword(page: Page, wanted: string): Promise<void> {
	await page.goto('/en/account');
	await page.getByLabel(t('account.password.new')).fill(wanted);
	await page.getByRole('button', { name: t('account.password.save') }).click();
}

async function enterCode(page: Page, code: string): Promise<void> {
	await page.getByRole('textbox', { name: t('auth.code.label') }).fill(code);
	await page.getByRole('button', { name: t('shell.signIn') }).click();
}

async function signOut(page: Page): Promise<void> {
	await page.goto('/en/home');
	// On a wide screen it stands in the person's menu, on a phone in the one menu there is.
	const menu = page
		.getByRole('banner')
		.locator('details')
		.filter({ hasText: t('shell.signOut') })
		.filter({ visible: true });
	await menu.locator('summary').click();
	await menu.getByRole('button', { name: t('shell.signOut') }).click();
	await expect(page).toHaveURL(/\/en$/);
}
