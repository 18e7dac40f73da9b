import type { BrowserContext, Locator, Page } from '@playwright/test';
import { expect, test } from './support/journey.ts';
import { newAddress } from './support/mail.ts';
import { holdScripts, signInByMail } from './support/steps.ts';
import { wordsOf } from './support/words.ts';

const t = wordsOf('en');
const quick = '/en/benchmarks/go-international/quick';

const situations = (page: Page) => page.getByRole('main').getByRole('radio');
const savedWord = (page: Page) => page.getByRole('main').getByRole('status').first();
const saved = new RegExp(`^${t('quick.saved')}`);

test('an answer is there again when the tab was closed right after the click', async ({ context }) => {
	const first = await open(context, 1);
	await situations(first).nth(2).check();
	await first.close();
	const again = await open(context, 1);
	await expect(situations(again).nth(2)).toBeChecked();
	await expect(savedWord(again)).toHaveText(saved);
	expect(await storedAnswers(context)).toEqual([3]);
});

test('a click before the page’s script has started counts', async ({ context }) => {
	const page = await context.newPage();
	const scriptMayStart = await holdScripts(page);
	await page.goto(`${quick}?q=1`, { waitUntil: 'commit' });
	await situations(page).nth(1).check();
	scriptMayStart();
	await expect(savedWord(page)).toHaveText(saved);
	await expect(situations(page).nth(1)).toBeChecked();
	expect(await storedAnswers(context)).toEqual([2]);
});

test('whatever is typed, chosen and ticked before the page’s script has started stays', async ({ page }) => {
	await signInByMail(page, newAddress());
	const scriptMayStart = await holdScripts(page);
	await page.goto('/en/organisations/new', { waitUntil: 'commit' });
	const name = page.getByRole('textbox', { name: t('organisations.field.name') });
	const country = page.getByRole('combobox', { name: t('organisations.field.country') });
	const description = page.getByRole('textbox', { name: t('organisations.field.description') });
	await name.fill('Early School');
	await country.selectOption('SE');
	await description.fill('Typed at once.');
	scriptMayStart();
	await page.waitForLoadState('networkidle');
	await expect(name).toHaveValue('Early School');
	await expect(country).toHaveValue('SE');
	await expect(description).toHaveValue('Typed at once.');

	const scriptMayStartAgain = await holdScripts(page);
	await page.goto('/en/account', { waitUntil: 'commit' });
	await page.getByText(t('account.erase'), { exact: true }).first().click();
	await page.getByRole('checkbox', { name: t('account.erase.sure') }).check();
	scriptMayStartAgain();
	await page.waitForLoadState('networkidle');
	await expect(page.getByRole('checkbox', { name: t('account.erase.sure') })).toBeChecked();
});

test('answers given while the line is cut wait on the device and are delivered once', async ({ context }) => {
	const page = await open(context, 1);
	const delivered: string[] = [];
	page.on('response', async (response) => {
		if (!response.url().endsWith('/answers') || !response.ok()) return;
		delivered.push((response.request().postDataJSON() as { item: string }).item);
	});
	await situations(page).nth(0).check();
	await expect(savedWord(page)).toHaveText(saved);
	await context.setOffline(true);
	for (let step = 2; step <= 5; step++) {
		await page.getByRole('button', { name: t('quick.goNext') }).click();
		await expect(page.getByText(t('quick.step', { step, steps: 9 }))).toBeVisible();
		await situations(page).nth(3).check();
	}
	await expect(savedWord(page)).toHaveText(t('quick.offline'));
	await context.setOffline(false);
	await expect(savedWord(page)).toHaveText(saved);
	expect(await storedAnswers(context)).toEqual([1, 4, 4, 4, 4]);
	expect(new Set(delivered).size).toBe(5);
	expect(delivered).toHaveLength(5);
});

test('a result asked for while the line is cut appears when the line is back', async ({ context }) => {
	const page = await open(context, 9);
	await context.setOffline(true);
	await situations(page).nth(2).check();
	await page.getByRole('button', { name: t('quick.finish') }).click();
	await expect(page.getByText(t('quick.finishOffline'))).toBeVisible();
	await context.setOffline(false);
	await expect(page).toHaveURL(new RegExp(`${quick}/result$`));
	await expect(page.getByText(t('quick.result.of', { count: 1, all: 9 }))).toBeVisible();
});

test('the first answers of two tabs, given at the same moment, end in one quick check', async ({ context }) => {
	const [one, other] = [await open(context, 1), await open(context, 2)];
	// Both click at the same time of day, so that neither knows of the other's run.
	const moment = Date.now() + 1_000;
	await Promise.all([clickAt(situations(one).nth(1), moment), clickAt(situations(other).nth(2), moment)]);
	for (const page of [one, other]) await expect(savedWord(page)).toHaveText(saved);
	expect(await storedAnswers(context)).toEqual([2, 3]);
});

test('what two tabs hold back for the cut line survives closing both', async ({ context }) => {
	const [one, other] = [await open(context, 1), await open(context, 2)];
	await context.setOffline(true);
	await situations(one).nth(1).check();
	await expect(savedWord(one)).toHaveText(t('quick.offline'));
	await situations(other).nth(2).check();
	await expect(savedWord(other)).toHaveText(t('quick.offline'));
	await one.close();
	await other.close();
	await context.setOffline(false);
	const again = await open(context, 1);
	await expect(situations(again).nth(1)).toBeChecked();
	await expect(savedWord(again)).toHaveText(saved);
	expect(await storedAnswers(context)).toEqual([2, 3]);
});

test('of two tabs that answer the same question the later click counts', async ({ context }) => {
	const [one, other] = [await open(context, 1), await open(context, 1)];
	await situations(one).nth(0).check();
	await expect(savedWord(one)).toHaveText(saved);
	await situations(other).nth(3).check();
	await expect(savedWord(other)).toHaveText(saved);
	expect(await storedAnswers(context)).toEqual([4]);
});

/** Opens a question in a new tab and waits until its script has started. */
async function open(context: BrowserContext, step: number): Promise<Page> {
	const page = await context.newPage();
	await page.goto(`${quick}?q=${step}`, { waitUntil: 'networkidle' });
	return page;
}

function clickAt(target: Locator, moment: number): Promise<void> {
	return target.evaluate(
		(node, at) =>
			new Promise<void>((done) =>
				setTimeout(() => {
					(node as HTMLElement).click();
					done();
				}, at - Date.now()),
			),
		moment,
	);
}

/** The levels the server has from the first question on, up to the first unanswered: read without the page's script. */
async function storedAnswers(context: BrowserContext): Promise<number[]> {
	const levels: number[] = [];
	for (let step = 1; step <= 9; step++) {
		const html = await (await context.request.get(`${quick}?q=${step}`)).text();
		const chosen =
			/<input[^>]*type="radio"[^>]*value="(\d)"[^>]*\bchecked\b/.exec(html) ?? /<input[^>]*\bchecked\b[^>]*value="(\d)"/.exec(html);
		if (!chosen) break;
		levels.push(Number(chosen[1]));
	}
	return levels;
}
