import type { Page } from '@playwright/test';
import { faultsOf } from './support/accessible.ts';
import { expect, test, type Visit } from './support/journey.ts';
import { enterOn, tabTo } from './support/keyboard.ts';
import { linkMailedTo, newAddress } from './support/mail.ts';
import { addOrganisation, answerItem, choose, inviteToRun, openAwake, signInByMail, startFullCheck } from './support/steps.ts';
import { wordsOf } from './support/words.ts';

const t = wordsOf('en');
const situations = (page: Page) => page.getByRole('main').getByRole('radio');
const conflict = (page: Page) => page.getByRole('region', { name: t('runs.conflict') });
const savedWord = (page: Page) => page.getByRole('status').filter({ hasText: /^Saved \d/ });

/** An administrator of an organisation of their own, with a full check that is open. */
async function startAs(
	visit: Visit,
	options: Parameters<Visit>[0] = {},
	locale = 'en',
): Promise<{ page: Page; run: string; base: string }> {
	const page = await visit(options);
	await signInByMail(page, newAddress(), locale);
	await addOrganisation(page, `Journey ${newAddress().split('@')[0]}`, locale);
	const run = await startFullCheck(page, locale);
	return { page, run, base: `/${locale}/runs/${run}` };
}

/** Somebody who accepted an invitation by mail to work on a check. */
async function joinAs(visit: Visit, admin: Page, run: string, role: string): Promise<Page> {
	const address = newAddress(role);
	await inviteToRun(admin, run, address, role);
	const page = await visit();
	await page.goto(await linkMailedTo(admin, address));
	await page.getByRole('button', { name: t('people.invitation.accept') }).click();
	await expect(page).toHaveURL(new RegExp(`/runs/${run}$`));
	return page;
}

/** What the server says stands in a run. */
async function standing(page: Page, base: string): Promise<Record<string, { value: string; version: number }>> {
	const answer = await page.request.get(`${base}/answers`);
	return ((await answer.json()) as { answers: Record<string, { value: string; version: number }> }).answers;
}

test('two people answer one check at the same time, see each other, and decide where they differ', async ({ visit }) => {
	const { page: one, run, base } = await startAs(visit);
	const other = await joinAs(visit, one, run, 'editor');
	await one.goto(`${base}/questions?q=STAFF-3`);
	await other.goto(`${base}/questions?q=STAFF-3`);
	await expect(one.getByText(/Editor \w+ is at this question too/)).toBeVisible();
	await expect(other.getByText(/Irene \w+ is at this question too/)).toBeVisible();

	// What one chooses the other sees at once.
	await choose(one, 3);
	await expect(situations(other).nth(2)).toBeChecked();

	// Without a line the other does not see the next change, and answers differently.
	await other.context().setOffline(true);
	await choose(one, 4);
	await situations(other).nth(1).check();
	await expect(other.getByText(t('runs.offline', { count: 1 }))).toBeVisible();
	await other.context().setOffline(false);

	await expect(conflict(other)).toContainText(/Irene \w+ chose 4 at .+ You chose 2 at/);
	await expect(other.getByRole('heading', { name: t('runs.conflict') })).toBeFocused();
	await expect(conflict(one)).toContainText(/You chose 4 at .+ Editor \w+ chose 2 at/);
	await expect(situations(other).nth(3)).toBeChecked();
	expect(await faultsOf(other)).toEqual([]);

	await other.getByRole('button', { name: t('runs.conflict.use', { answer: '2' }) }).click();
	await expect(conflict(other)).toHaveCount(0);
	await expect(conflict(one)).toHaveCount(0);
	await expect(situations(one).nth(1)).toBeChecked();
	await expect(situations(other).nth(1)).toBeFocused();

	// Whoever leaves is gone for the other.
	await other.goto('/en/home');
	await expect(one.getByText(/is at this question too/)).toHaveCount(0);
});

test('two windows of one person hear each other', async ({ visit }) => {
	const { page: one, base } = await startAs(visit);
	const second = await one.context().newPage();
	for (const window of [one, second]) await openAwake(window, `${base}/questions?q=ENV-1`);
	await situations(one).nth(2).check();
	await expect(situations(second).nth(2)).toBeChecked();
	await situations(second).nth(1).check();
	await expect(situations(one).nth(1)).toBeChecked();
});

test('an answer that met another one can be decided later, on the page that looks over all', async ({ visit }) => {
	const { page: one, run, base } = await startAs(visit);
	const other = await joinAs(visit, one, run, 'editor');
	await other.goto(`${base}/questions?q=DIR-2`);
	await expect(savedWord(other)).toHaveCount(0);
	await other.context().setOffline(true);
	await situations(other).nth(0).check();
	await answerItem(one, run, 'DIR-2', 2);
	await other.getByRole('button', { name: t('runs.next') }).click();
	await other.context().setOffline(false);
	await expect(other.getByText(t('runs.conflict.elsewhere', { count: 1 }))).toBeVisible();

	await one.goto(`${base}/review`);
	await expect(conflict(one)).toContainText(/You chose 2 at .+ Editor \w+ chose 1 at/);
	await one.getByRole('button', { name: t('runs.conflict.keep', { answer: '2' }) }).click();
	await expect(one.getByRole('heading', { name: t('runs.review.conflicts') })).toHaveCount(0);
	await expect(other.getByText(t('runs.conflict.elsewhere', { count: 1 }))).toHaveCount(0);
	expect((await standing(one, base))['DIR-2']).toMatchObject({ value: '2' });
});

test('a note two people write at the same time loses neither text', async ({ visit }) => {
	const { page: one, run, base } = await startAs(visit);
	const other = await joinAs(visit, one, run, 'editor');
	const write = async (page: Page, text: string) => {
		await page.goto(`${base}/questions?q=ENV-1`);
		await page.getByText(t('runs.note.add')).click();
		await page.context().setOffline(true);
		await page.getByRole('textbox', { name: t('runs.note') }).fill(text);
	};
	await write(one, 'Ask the board.');
	await write(other, 'Ask the companies.');
	await one.context().setOffline(false);
	await expect(savedWord(one)).toBeVisible();
	await other.context().setOffline(false);
	await expect(other.getByText('Ask the board.')).toBeVisible();
	await expect(other.getByRole('textbox', { name: t('runs.note') })).toHaveValue('Ask the companies.');
	expect(await faultsOf(other)).toEqual([]);
	await other.getByRole('button', { name: t('runs.note.join') }).click();
	await expect(savedWord(other)).toBeVisible();
	await expect(one.getByRole('textbox', { name: t('runs.note') })).toHaveValue('Ask the board.\n\nAsk the companies.');
});

test('ten answers given while the line is cut for ten minutes arrive once each, in their order', async ({ visit }) => {
	const { page, base } = await startAs(visit);
	await page.clock.install();
	await page.goto(`${base}/questions?q=ENV-1`);
	await choose(page, 2);
	const arrived: string[] = [];
	page.on('response', (response) => {
		if (response.url().endsWith('/answers') && response.request().method() === 'POST' && response.ok())
			arrived.push((response.request().postDataJSON() as { item: string }).item);
	});

	await page.context().setOffline(true);
	const given: string[] = [];
	for (let n = 0; n < 10; n++) {
		await page.getByRole('button', { name: t('runs.next') }).click();
		await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
		await page.keyboard.press(String((n % 4) + 1));
		await expect(situations(page).nth(n % 4)).toBeChecked();
		given.push(new URL(page.url()).searchParams.get('q')!);
		await page.clock.fastForward('01:00');
	}
	await expect(page.getByText(t('runs.offline', { count: 10 }))).toBeVisible();
	expect(arrived).toEqual([]);

	await page.context().setOffline(false);
	await expect(savedWord(page)).toBeVisible();
	await expect.poll(() => arrived.length).toBe(10);
	expect(arrived).toEqual(given);
	const answers = await standing(page, base);
	expect(given.map((item) => [item, answers[item]?.value, answers[item]?.version])).toEqual(
		given.map((item, n) => [item, String((n % 4) + 1), 1]),
	);
});

test('answers of a window that was closed without a line are sent by the next one', async ({ visit }) => {
	const { page, base } = await startAs(visit);
	await page.goto(`${base}/questions?q=ENV-1`);
	await choose(page, 1);
	const context = page.context();
	await context.setOffline(true);
	await page.keyboard.press('4');
	await page.getByRole('button', { name: t('runs.next') }).click();
	await page.keyboard.press('3');
	await expect(page.getByText(t('runs.offline', { count: 2 }))).toBeVisible();
	await page.close();
	await context.setOffline(false);
	const next = await context.newPage();
	await next.goto(`${base}/questions?q=IMP-1`);
	await expect(savedWord(next)).toBeVisible();
	const answers = await standing(next, base);
	expect([answers['ENV-1']?.value, answers['ENV-2']?.value]).toEqual(['4', '3']);
});

test('a click before the page’s script has started is kept', async ({ visit }) => {
	const { page, base } = await startAs(visit);
	let start = () => {};
	const clicked = new Promise<void>((done) => (start = done));
	await page.route('**/*.js', async (route) => {
		await clicked;
		await route.continue();
	});
	await page.goto(`${base}/questions?q=ENV-1`, { waitUntil: 'commit' });
	await situations(page).nth(2).check();
	start();
	await expect(savedWord(page)).toBeVisible();
	expect((await standing(page, base))['ENV-1']).toMatchObject({ value: '3', version: 1 });
});

test('whoever is signed out while answering loses nothing', async ({ visit }) => {
	const address = newAddress();
	const page = await visit();
	await signInByMail(page, address);
	await addOrganisation(page, `Journey ${address.split('@')[0]}`);
	const base = `/en/runs/${await startFullCheck(page)}`;
	await page.goto(`${base}/questions?q=ENV-1`);
	await choose(page, 1);
	await page.context().clearCookies();
	await page.getByRole('button', { name: t('runs.next') }).click();
	await page.keyboard.press('4');
	await expect(page.getByText(t('runs.blocked.signedOut'))).toBeVisible();
	expect(await faultsOf(page)).toEqual([]);
	const elsewhere = await page.context().newPage();
	await signInByMail(elsewhere, address);
	await elsewhere.close();
	await page.evaluate(() => dispatchEvent(new Event('focus')));
	await expect(savedWord(page)).toBeVisible();
	expect((await standing(page, base))['ENV-2']).toMatchObject({ value: '4' });
});

test('a full check from home to the result with the keyboard alone', async ({ visit }) => {
	test.setTimeout(240_000);
	const page = await visit();
	await signInByMail(page, newAddress());
	await addOrganisation(page, `Journey ${newAddress().split('@')[0]}`);
	await page.goto('/en/benchmarks/go-international/start');
	for (const [field, letter] of [
		['providerType', 'Pub'],
		['sizeClass', 'under'],
		['erasmusStatus', 'None'],
		['experience', '1'],
	] as const) {
		await tabTo(page, page.getByRole('combobox', { name: t(`profile.${field}`) }));
		await page.keyboard.type(letter);
	}
	await enterOn(page, page.getByRole('button', { name: t('runs.start.send') }));
	await expect(page).toHaveURL(/\/runs\/[\da-f-]+$/);
	await enterOn(page, page.getByRole('link', { name: t('runs.overview.next.begin.act') }));

	for (let n = 0; n < 45; n++) {
		const level = (n % 4) + 1;
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		// The keys work as soon as the page's script has started.
		await expect(async () => {
			await page.keyboard.press(String(level));
			await expect(situations(page).nth(level - 1)).toBeChecked({ timeout: 300 });
		}).toPass();
		await expect(situations(page).nth(level - 1)).toBeFocused();
		const before = page.url();
		await page.keyboard.press('Enter');
		await expect(page).not.toHaveURL(before);
	}
	await expect(page).toHaveURL(/\/review$/);
	await expect(page.getByText(t('runs.review.outlook.full'))).toBeVisible();
	await enterOn(page, page.getByRole('link', { name: t('runs.review.next') }));
	await tabTo(page, page.getByRole('radio', { name: t('runs.importance.2') }).first());
	await page.keyboard.press('ArrowRight');
	await enterOn(page, page.getByRole('button', { name: t('runs.importance.finish') }));
	await expect(page).toHaveURL(/\/report$/);
});

test('a full check without JavaScript: answers, a reason, a note and proof are kept, and the result is shown', async ({ visit }) => {
	test.setTimeout(240_000);
	const { page, base } = await startAs(visit, { javaScriptEnabled: false });
	const next = page.getByRole('button', { name: t('runs.next') });
	await page.getByRole('link', { name: t('runs.overview.next.begin.act') }).click();

	await situations(page).nth(2).check();
	await page.getByRole('radio', { name: t('runs.proof.partial') }).check();
	await page.getByText(t('runs.note.add')).click();
	await page.getByRole('textbox', { name: t('runs.note') }).fill('Without script');
	await page.getByText(t('runs.proof.add'), { exact: true }).click();
	await page.getByRole('textbox', { name: t('runs.proof.url') }).fill('www.school.example/trends');
	await page
		.getByLabel(t('runs.proof.file'), { exact: true })
		.setInputFiles({ name: 'trends.txt', mimeType: 'text/plain', buffer: Buffer.from('Trends\n') });
	await page.getByRole('button', { name: t('runs.proof.send') }).click();
	await expect(page.getByRole('link', { name: 'trends.txt' })).toBeVisible();
	await expect(page.getByRole('link', { name: 'www.school.example' })).toBeVisible();
	await expect(situations(page).nth(2)).toBeChecked();
	await expect(page.getByRole('radio', { name: t('runs.proof.documented') })).toBeChecked();
	await expect(page.getByRole('textbox', { name: t('runs.note') })).toHaveValue('Without script');
	await page.getByRole('button', { name: t('runs.proof.remove.of', { title: 'trends.txt' }) }).click();
	await expect(page.getByRole('link', { name: 'trends.txt' })).toHaveCount(0);
	await next.click();

	await page.goto(`${base}/questions?q=MOB-1`);
	await page.getByRole('radio', { name: t('runs.notApplicable') }).check();
	await next.click();
	await expect(page.getByRole('alert')).toContainText(t('runs.error.reason'));
	await expect(page.getByRole('radio', { name: t('runs.notApplicable') })).toBeChecked();
	await page
		.getByRole('group', { name: t('runs.reason') })
		.getByRole('radio')
		.first()
		.check();
	await next.click();
	await expect(page.getByText(t('runs.step', { step: 2, steps: 7 }))).toBeVisible();

	await page.goto(`${base}/questions?q=ENV-2`);
	for (let n = 0; n < 24; n++) {
		await situations(page)
			.nth(n % 4)
			.check();
		const before = page.url();
		await next.click();
		await expect(page).not.toHaveURL(before);
	}
	await page.goto(`${base}/review`);
	await expect(page.getByRole('link', { name: t('runs.review.next') })).toBeVisible();
	await page.getByRole('link', { name: t('runs.review.next') }).click();
	await page
		.getByRole('radio', { name: t('runs.importance.3') })
		.first()
		.check();
	// A target, if one likes: ENV-2 is at level 1, so 3 is proposed.
	const environment = page.getByText(`Knowing our environment: ${t('runs.targets.section', { count: 4 })}`);
	const target = page.getByRole('combobox', { name: t('runs.targets.of', { title: 'Use of policy' }) });
	await environment.click();
	await expect(target.getByRole('option')).toHaveText([
		t('runs.targets.usual', { level: 3 }),
		...[1, 2, 3, 4].map((level) => t('runs.targets.level', { level })),
	]);
	await target.selectOption('4');
	await page.getByRole('button', { name: t('runs.importance.save') }).click();
	await expect(page.getByText(t('runs.profile.saved'))).toBeVisible();
	await expect(page.getByRole('radio', { name: t('runs.importance.3') }).first()).toBeChecked();
	await page.getByText(`${t('runs.targets.section', { count: 4 })}, ${t('runs.targets.chosen', { count: 1 })}`).click();
	await expect(target).toHaveValue('4');
	await page.getByRole('button', { name: t('runs.importance.finish') }).click();
	await expect(page).toHaveURL(/\/report$/);
	await page.goto(`${base}/questions?q=ENV-1`);
	await expect(page.getByText(t('runs.readOnly.finished'))).toBeVisible();
});

test('two people without JavaScript decide where they differ', async ({ visit }) => {
	const { page: one, run, base } = await startAs(visit, { javaScriptEnabled: false });
	await one.goto(`${base}/questions?q=ENV-1`);
	const { page: other } = { page: await joinWithoutScript(visit, one, run) };
	await other.goto(`${base}/questions?q=ENV-1`);
	await situations(one).nth(2).check();
	await one.getByRole('button', { name: t('runs.next') }).click();
	await situations(other).nth(0).check();
	await other.getByRole('button', { name: t('runs.next') }).click();
	await expect(conflict(other)).toContainText('UTC');
	await other.getByRole('button', { name: t('runs.conflict.use', { answer: '1' }) }).click();
	await expect(conflict(other)).toHaveCount(0);
	await expect(situations(other).nth(0)).toBeChecked();
});

async function joinWithoutScript(visit: Visit, admin: Page, run: string): Promise<Page> {
	const address = newAddress('editor');
	const before = admin.url();
	await inviteToRun(admin, run, address, 'editor');
	const page = await visit({ javaScriptEnabled: false });
	await page.goto(await linkMailedTo(admin, address));
	await page.getByRole('button', { name: t('people.invitation.accept') }).click();
	await admin.goto(before);
	return page;
}

test('on a phone in German: answering, a finished check that is read, deleted and taken back', async ({ visit }) => {
	test.setTimeout(180_000);
	const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: 'de-DE' };
	const d = wordsOf('de');
	const { page, base } = await startAs(visit, phone, 'de');
	expect(await faultsOf(page)).toEqual([]);
	await page.getByRole('link', { name: d('runs.overview.next.begin.act') }).tap();
	for (let n = 0; n < 12; n++) {
		await situations(page)
			.nth(n % 4)
			.tap();
		const before = page.url();
		await page.getByRole('button', { name: d('runs.next') }).tap();
		await expect(page).not.toHaveURL(before);
	}
	expect(await faultsOf(page)).toEqual([]);
	await page.getByRole('link', { name: d('runs.sections.all') }).tap();
	await expect(page.getByText(d('runs.overview.lead.open', { answered: 12, all: 45 }))).toBeVisible();
	const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
	expect(wide).toBe(false);

	await page.goto(`${base}/importance`);
	await expect(page.getByText(d('runs.review.outlook.none'))).toBeVisible();
	await page.getByRole('button', { name: d('runs.importance.finish') }).tap();
	await expect(page).toHaveURL(/\/report$/);
	await page.goto(base);
	await expect(page.getByText(d('runs.overview.noFigure'))).toBeVisible();
	await page.getByText(d('runs.overview.delete'), { exact: true }).tap();
	await page.getByRole('button', { name: d('runs.overview.delete.confirm') }).tap();
	await expect(page.getByRole('heading', { name: d('runs.deleted.title') })).toBeVisible();
	await page.getByRole('button', { name: d('runs.deleted.undo') }).tap();
	await expect(page.getByText(d('runs.status.finished'), { exact: true })).toBeVisible();
});
