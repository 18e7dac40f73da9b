/** What several journeys do on their way to what they are about. */
import { randomUUID } from 'node:crypto';
import { expect, type APIRequestContext, type Page } from '@playwright/test';
import { totpCode } from '../../../src/platform/auth/totp.ts';
import { linkMailedTo } from './mail.ts';
import { wordsOf } from './words.ts';

/** Asks for a link to sign in and opens it in the same browser, which is enough. The account is made at the first time. */
export async function signInByMail(page: Page, address: string, locale = 'en'): Promise<void> {
	await askForLink(page, address, locale);
	await page.goto(await linkMailedTo(page, address));
}

export async function askForLink(page: Page, address: string, locale = 'en'): Promise<void> {
	const t = wordsOf(locale);
	await page.goto(`/${locale}/sign-in`);
	await page
		.getByRole('textbox', { name: t('auth.email') })
		.first()
		.fill(address);
	await page.getByRole('button', { name: t('auth.sendLink') }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('auth.sent.title'));
}

/** Sets up the second factor of whoever is signed in. @returns its secret, the recovery codes, and the time step used up */
export async function setUpSecondFactor(page: Page, locale = 'en'): Promise<{ secret: string; recovery: string[]; step: number }> {
	const t = wordsOf(locale);
	await page.goto(`/${locale}/account/second-factor`);
	const secret = (await page.getByRole('main').locator('code').innerText()).replaceAll(' ', '');
	const step = timeStep();
	await page.getByRole('textbox', { name: t('account.factor.code') }).fill(totpCode(secret, step));
	await page.getByRole('button', { name: t('account.factor.confirm') }).click();
	await expect(page.getByText(t('account.factor.done'))).toBeVisible();
	return { secret, recovery: await page.getByRole('main').locator('li code').allInnerTexts(), step };
}

/** The time step of an authenticator's codes at this moment. */
export function timeStep(): number {
	return Math.floor(Date.now() / 30_000);
}

/** Answers all nine questions of the quick check with these levels and opens the result. */
export async function takeQuickCheck(page: Page, levels: readonly number[], locale = 'en'): Promise<void> {
	const t = wordsOf(locale);
	await page.goto(`/${locale}/benchmarks/go-international/quick?q=1`);
	for (const [index, level] of levels.entries()) {
		await expect(page.getByText(t('quick.step', { step: index + 1, steps: levels.length }))).toBeVisible();
		await page
			.getByRole('main')
			.getByRole('radio')
			.nth(level - 1)
			.check();
		await page.getByRole('button', { name: index + 1 < levels.length ? t('quick.goNext') : t('quick.finish') }).click();
	}
	await expect(page).toHaveURL(/\/quick\/result$/);
}

/** Adds an organisation of one's own. @returns its id */
export async function addOrganisation(page: Page, name: string, locale = 'en'): Promise<string> {
	const t = wordsOf(locale);
	await page.goto(`/${locale}/organisations/new`);
	await page.getByRole('textbox', { name: t('organisations.field.name') }).fill(name);
	await page.getByRole('combobox', { name: t('organisations.field.country') }).selectOption('DE');
	await page.getByRole('button', { name: t('organisations.new.send') }).click();
	await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
	return page.url().split('/').at(-1)!;
}

/** Invites somebody to the organisation being shown. */
export async function inviteFromHere(page: Page, address: string, locale = 'en'): Promise<void> {
	const t = wordsOf(locale);
	await page.getByRole('textbox', { name: t('organisations.invite.email') }).fill(address);
	await page.getByRole('button', { name: t('organisations.invite.send') }).click();
	await expect(page.getByRole('status').filter({ hasText: address })).toBeVisible();
}

/** Starts a full check for the organisation of whoever is signed in, which has told its country only. @returns the run's id */
export async function startFullCheck(page: Page, locale = 'en'): Promise<string> {
	await fillStart(page, 'full', locale);
	await expect(page).toHaveURL(/\/runs\/[\da-f-]+$/);
	return page.url().split('/').at(-1)!;
}

/** Starts a group check in the same way; the page of the group is shown afterwards. @returns the run's id */
export async function startGroupCheck(page: Page, locale = 'en'): Promise<string> {
	await fillStart(page, 'group', locale);
	await expect(page).toHaveURL(/\/runs\/[\da-f-]+\/group$/);
	return page.url().split('/').at(-2)!;
}

async function fillStart(page: Page, mode: 'full' | 'group', locale: string): Promise<void> {
	const t = wordsOf(locale);
	await page.goto(`/${locale}/benchmarks/go-international/start`);
	await page.getByRole('radio', { name: t(`runs.mode.${mode}`) }).check();
	for (const [field, choice] of [
		['providerType', 'public-school'],
		['sizeClass', '250-999'],
		['erasmusStatus', 'short-term'],
		['experience', '1-3'],
	] as const)
		await page.getByRole('combobox', { name: t(`profile.${field}`) }).selectOption(choice);
	await page.getByRole('button', { name: t('runs.start.send') }).click();
}

/** Makes the code of a group on its page. @returns the code as it is shown */
export async function makeJoinCode(page: Page, locale = 'en'): Promise<string> {
	await page.getByRole('button', { name: wordsOf(locale)('group.code.make') }).click();
	return page.locator('.shown').innerText();
}

/** Joins a group by its code, as somebody without an account. */
export async function joinGroup(page: Page, code: string, name: string, role = 'teaching', locale = 'en'): Promise<void> {
	const t = wordsOf(locale);
	await page.goto(`/${locale}/join`);
	await page.getByRole('textbox', { name: t('join.code') }).fill(code.toLowerCase());
	await page.getByRole('button', { name: t('join.go') }).click();
	await page.getByRole('textbox', { name: t('join.name') }).fill(name);
	await page.getByRole('radio', { name: t(`group.role.${role as 'teaching'}`) }).check();
	await page.getByRole('button', { name: t('join.join') }).click();
	await expect(page).toHaveURL(/\/participate$/);
}

/** Three people who join by code, answer the items with their own level each, and submit: through the API, as programs do. */
export async function answerAsThree(request: APIRequestContext, code: string, answers: Record<string, readonly (number | 'NA' | 'DK')[]>) {
	const base = '/api/v1/benchmarks/go-international';
	for (const [i, name] of ['Uno', 'Due', 'Tre'].entries()) {
		const joined = await request.post(`${base}/group-join`, {
			headers: { 'join-code': code },
			data: { name, roleGroup: i === 0 ? 'leadership' : 'teaching', key: randomUUID() },
		});
		const { secret } = (await joined.json()) as { secret: string };
		const headers = { 'participation-secret': secret };
		for (const [item, values] of Object.entries(answers)) {
			const value = values[i]!;
			const answered = await request.put(`${base}/participation/answers/${item}`, {
				headers,
				data: { value, ...(value === 'NA' && { reason: 'not-our-mission' }), client: 'journey', sequence: 1 },
			});
			expect(answered.status()).toBe(200);
		}
		await request.put(`${base}/participation/notes/ENV-1`, { headers, data: { text: `What ${name} has seen` } });
		expect((await request.post(`${base}/participation/submit`, { headers })).status()).toBe(204);
	}
}

/** Closes the answering on the page of a group; the views are shown afterwards. */
export async function closeAnswering(page: Page, locale = 'en'): Promise<void> {
	const t = wordsOf(locale);
	await page.getByRole('checkbox', { name: t('group.close.sure') }).check();
	await page.getByRole('button', { name: t('group.close.act', { count: 3 }) }).click();
	await expect(page).toHaveURL(/\/views(#|$)/);
}

/** Answers one item of a run with a level; it is saved afterwards. */
export async function answerItem(page: Page, run: string, item: string, level: number, locale = 'en'): Promise<void> {
	await page.goto(`/${locale}/runs/${run}/questions?q=${item}`);
	await choose(page, level, locale);
}

/** Chooses a level of the question being shown and waits for the word that it is saved. */
export async function choose(page: Page, level: number, locale = 'en'): Promise<void> {
	const t = wordsOf(locale);
	const saved = new RegExp(t('runs.savedAt', { time: new Date(0) }).replace(/[\d:]+.*$/, '[\\d:]+'));
	await page
		.getByRole('main')
		.getByRole('radio')
		.nth(level - 1)
		.check();
	await expect(page.getByRole('status').filter({ hasText: saved })).toBeVisible();
}

/** Answers every question of a run and finishes it, through the API as programs do; the result is there afterwards. */
export async function finishRunAtOnce(page: Page, run: string, levelOf: (item: string) => number): Promise<void> {
	const base = `/api/v1/benchmarks/go-international`;
	// A change by the session's cookie has to come from the platform's own pages.
	const headers = { origin: new URL(page.url()).origin };
	const edition = (await (await page.request.get(`${base}/editions/current`)).json()) as { items: { code: string }[] };
	for (const [n, { code }] of edition.items.entries()) {
		const data = { value: levelOf(code), client: 'journey', sequence: n + 1 };
		expect((await page.request.put(`${base}/runs/${run}/answers/${code}`, { headers, data })).status()).toBe(200);
	}
	expect((await page.request.post(`${base}/runs/${run}/finish`, { headers })).status()).toBe(200);
}

/** Invites somebody by mail to a run. */
export async function inviteToRun(page: Page, run: string, address: string, role = 'mentor', locale = 'en'): Promise<void> {
	await page.goto(`/${locale}/runs/${run}`);
	await invitePersonFromHere(page, address, role, locale);
}

/** Invites somebody by mail to the returns of a provider. */
export async function inviteToReturns(page: Page, id: string, address: string, role = 'approver', locale = 'en'): Promise<void> {
	await page.goto(`/${locale}/returns/${id}/people`);
	await invitePersonFromHere(page, address, role, locale);
}

async function invitePersonFromHere(page: Page, address: string, role: string, locale: string): Promise<void> {
	const t = wordsOf(locale);
	await page.getByText(t('people.invite'), { exact: true }).click();
	await page.getByRole('textbox', { name: t('people.invite.email') }).fill(address);
	await page.locator('#invite-role').selectOption(role);
	await page.getByRole('button', { name: t('people.invite.send') }).click();
	await expect(page.getByText(t('people.invite.sent', { email: address }))).toBeVisible();
}

/** Starts a return of last year's numbers for the organisation of whoever is signed in. @returns its id */
export async function startReturn(page: Page, centres: readonly string[] = [], locale = 'en', year = '2024'): Promise<string> {
	const t = wordsOf(locale);
	await page.goto(`/${locale}/benchmarks/solity/start`);
	await page.getByRole('combobox', { name: t('returns.start.year.label'), exact: true }).selectOption(year);
	await page.getByRole('radio', { name: t(`returns.level.${centres.length ? 'centres' : 'provider'}`) }).check();
	// Whoever has no centre yet names them; others add to those they have.
	await page
		.getByRole('textbox', { name: t('returns.start.centres.names') })
		.or(page.getByRole('textbox', { name: t('returns.start.centres.more') }))
		.fill(centres.join('\n'));
	await page.getByRole('button', { name: t('returns.start.send') }).click();
	await expect(page).toHaveURL(/\/returns\/[\da-f-]+$/);
	return page.url().split('/').at(-1)!;
}

/** Asks somebody by mail for the first numbers of an axis. */
export async function askForNumbers(
	page: Page,
	id: string,
	address: string,
	fields: readonly string[],
	axis: string,
	locale = 'en',
): Promise<void> {
	const t = wordsOf(locale);
	await page.goto(`/${locale}/returns/${id}/tasks`);
	await page.getByRole('textbox', { name: t('returns.tasks.email') }).fill(address);
	await page.getByText(axis, { exact: true }).click();
	for (const field of fields) await page.getByRole('checkbox', { name: field }).check();
	// Only who was given a day is reminded.
	await page.getByLabel(t('returns.tasks.due')).fill(new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10));
	await page.getByRole('button', { name: t('returns.tasks.send') }).click();
	await expect(page.getByText(t('returns.tasks.sent', { email: address }))).toBeVisible();
}

/** Chooses a file to import and asks what it would do. */
export async function lookAtFile(page: Page, id: string, csv: string | Buffer, locale = 'en'): Promise<void> {
	const t = wordsOf(locale);
	await page.goto(`/${locale}/returns/${id}/import`);
	await page
		.getByLabel(t('returns.import.file'))
		.setInputFiles({ name: 'numbers.csv', mimeType: 'text/csv', buffer: Buffer.isBuffer(csv) ? csv : Buffer.from(csv) });
	await page.getByRole('button', { name: t('returns.import.look.act') }).click();
}

/** Holds a page's script back, as a slow line does. @returns lets it come */
export async function holdScripts(page: Page): Promise<() => void> {
	let release = () => {};
	const slowLine = new Promise<void>((done) => (release = done));
	await page.unrouteAll();
	await page.route('**/*.js', async (route) => {
		await slowLine;
		await route.continue();
	});
	return release;
}

/** Opens a page of numbers or questions and waits until its script listens: before, nothing is saved while typing. */
export async function openAwake(page: Page, address: string): Promise<void> {
	// The page before may ask once more on its way out.
	let arrived = false;
	page.once('framenavigated', () => (arrived = true));
	await Promise.all([page.waitForRequest((request) => arrived && /\/live\?client=/.test(request.url())), page.goto(address)]);
}
