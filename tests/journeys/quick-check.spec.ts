import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test, type Visit } from './support/journey.ts';
import { enterOn, tabTo } from './support/keyboard.ts';
import { linkMailedTo, newAddress } from './support/mail.ts';
import { wordsOf } from './support/words.ts';

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale: 'de-DE' };
const t = wordsOf('de');
const quick = '/de/benchmarks/go-international/quick';

test('a guest takes the quick check on a phone in German, keeps the result by mail and brings a colleague', async ({ visit }) => {
	const page = await visit(phone);
	await page.goto('/');
	await expect(page).toHaveURL(/\/de$/);
	await answerOnFrontPage(page);
	await answerTheOtherEight(page);
	await readResult(page);
	await downloadPdf(page);
	await keepAndBringColleague(page, visit);
});

test('a guest without JavaScript takes the quick check, keeps the result by mail and brings a colleague', async ({ visit }) => {
	const page = await visit({ ...phone, javaScriptEnabled: false });
	await page.goto('/');
	await answerOnFrontPage(page);
	await answerTheOtherEight(page);
	await readResult(page);
	await downloadPdf(page);
	await keepAndBringColleague(page, visit);
});

test('a guest takes the quick check with the keyboard alone and keeps the result', async ({ visit }) => {
	const page = await visit({ locale: 'de-DE' });
	await page.goto('/de');
	await enterOn(page, page.getByRole('link', { name: t('shell.skip') }));
	await expect(page.getByRole('main')).toBeFocused();
	const situations = page.getByRole('main').getByRole('radio');
	await tabTo(page, situations.first());
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowDown');
	await expect(situations.nth(2)).toBeChecked();
	await page.keyboard.press('Enter');

	for (let step = 2; step <= 9; step++) {
		await expect(page.getByText(t('quick.step', { step, steps: 9 }))).toBeVisible();
		// The keys work as soon as the page's script has started; until then arrows do.
		await expect(async () => {
			await page.keyboard.press(String((step % 4) + 1));
			await expect(situations.nth(step % 4)).toBeChecked({ timeout: 200 });
		}).toPass();
		await expect(situations.nth(step % 4)).toBeFocused();
		await page.keyboard.press('Enter');
	}
	await readResult(page);

	const address = newAddress();
	await tabTo(page, page.getByRole('textbox', { name: t('quick.claim.email') }));
	await page.keyboard.type(address);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: t('quick.claim.sent.title') })).toBeVisible();
	await page.goto(await linkMailedTo(page, address));
	await enterOn(page, page.getByRole('button', { name: t('quick.claim.confirm.button') }));
	await expect(page).toHaveURL(/\/de\/home\?kept$/);
	await expect(page.getByText(t('mine.kept'))).toBeVisible();
	await enterOn(page, page.getByRole('link', { name: /Go International/ }));
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('quick.result.title'));
});

test('the quick check asks for a missing reason, keeps the choice and says so without JavaScript too', async ({ visit }) => {
	for (const javaScriptEnabled of [true, false]) {
		const page = await visit({ locale: 'de-DE', javaScriptEnabled });
		const step = await firstStepThatMayNotApply(page);
		await page.getByRole('radio', { name: t('quick.notApplicable') }).check();
		await page.getByRole('button', { name: t('quick.goNext') }).click();
		const summary = page.getByRole('alert');
		await expect(summary).toContainText(t('quick.error.reason'));
		if (javaScriptEnabled) await expect(summary).toBeFocused();
		await expect(page.getByRole('radio', { name: t('quick.notApplicable') })).toBeChecked();
		await page
			.getByRole('group', { name: t('quick.reason') })
			.getByRole('radio')
			.first()
			.check();
		await page.getByRole('button', { name: t('quick.goNext') }).click();
		await expect(page.getByText(t('quick.step', { step: step + 1, steps: 9 }))).toBeVisible();
	}
});

test('on paper the way the number was made is open and the buttons are gone', async ({ visit }) => {
	const page = await visit({ locale: 'de-DE' });
	await page.goto('/de/benchmarks/go-international/sample');
	await expect(page.getByText(t('quick.method.text'))).toBeHidden();
	await page.emulateMedia({ media: 'print' });
	await expect(page.getByText(t('quick.method.text'))).toBeVisible();
	await expect(page.getByRole('link', { name: t('quick.sample.pdf') })).toBeHidden();
	await expect(page.getByRole('banner')).toBeHidden();
});

async function answerOnFrontPage(page: Page): Promise<void> {
	await page.getByRole('main').getByRole('radio').nth(2).check();
	await page.getByRole('button', { name: t('quick.goNext') }).click();
	await expect(page.getByText(t('quick.step', { step: 2, steps: 9 }))).toBeVisible();
}

async function answerTheOtherEight(page: Page): Promise<void> {
	for (let step = 2; step <= 9; step++) {
		await expect(page.getByText(t('quick.step', { step, steps: 9 }))).toBeVisible();
		await page
			.getByRole('main')
			.getByRole('radio')
			.nth(step % 4)
			.check();
		await page.getByRole('button', { name: step < 9 ? t('quick.goNext') : t('quick.finish') }).click();
	}
}

/** Levels 3, 3, 4, 1, 2, 3, 4, 1, 2 in the order of the sections. */
async function readResult(page: Page): Promise<void> {
	await expect(page).toHaveURL(new RegExp(`${quick}/result$`));
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('quick.result.title'));
	await expect(page.getByText(t('quick.result.of', { count: 9, all: 9 }))).toBeVisible();
	await expect(page.getByRole('heading', { name: t('quick.next', { count: 3 }) })).toBeVisible();
}

async function downloadPdf(page: Page): Promise<void> {
	const download = page.waitForEvent('download');
	await page.getByRole('link', { name: t('quick.result.pdf') }).click();
	const file = await (await download).path();
	const source = readFileSync(file).toString('latin1');
	expect(source.slice(0, 5)).toBe('%PDF-');
	// Tagged, for a screen reader, and in the language it is read in.
	expect(source).toMatch(/\/StructTreeRoot/);
	expect(source).toMatch(/\/Marked true/);
	expect(source).toMatch(/\/Lang\s*\(de/);
	expect(source.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
	try {
		expect(execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8', stdio: 'pipe' })).toContain(t('quick.result.title'));
	} catch (error) {
		// The words are looked at where the tool is installed; everything above needs none.
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
	}
}

async function keepAndBringColleague(page: Page, visit: Visit): Promise<void> {
	const address = newAddress();
	await page.getByRole('textbox', { name: t('quick.claim.email') }).fill(address);
	await page.getByRole('button', { name: t('quick.claim.send') }).click();
	await expect(page.getByRole('heading', { name: t('quick.claim.sent.title') })).toBeVisible();
	await page.goto(await linkMailedTo(page, address));
	await page.getByRole('textbox', { name: t('shell.yourName') }).fill('Petra Lindner');
	await page.getByRole('button', { name: t('quick.claim.confirm.button') }).click();
	await expect(page).toHaveURL(/\/de\/home\?kept$/);
	await expect(page.getByText(t('mine.kept'))).toBeVisible();
	await expect(page.getByText(t('mine.hello', { name: 'Petra Lindner' }))).toBeVisible();
	await expect(page.getByRole('link', { name: /Go International/ })).toBeVisible();

	await page.getByRole('link', { name: t('mine.next.organisation.act') }).click();
	const name = `Berufskolleg ${address.split('@')[0]}`;
	await page.getByRole('textbox', { name: t('organisations.field.name') }).fill(name);
	await page.getByRole('combobox', { name: t('organisations.field.country') }).selectOption('DE');
	await page.getByRole('button', { name: t('organisations.new.send') }).click();
	await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

	const colleague = newAddress('karl');
	await page.getByRole('textbox', { name: t('organisations.invite.email') }).fill(colleague);
	await page.getByRole('button', { name: t('organisations.invite.send') }).click();
	await expect(page.getByRole('status').filter({ hasText: colleague })).toBeVisible();

	const theirs = await visit(phone);
	await theirs.goto(await linkMailedTo(theirs, colleague));
	await expect(theirs.getByRole('heading', { name: t('organisations.invitation.title', { organisation: name }) })).toBeVisible();
	await theirs.getByRole('button', { name: t('organisations.invitation.accept') }).click();
	await expect(theirs.getByRole('heading', { level: 1, name })).toBeVisible();
}

/** Opens the first question that offers "does not apply". @returns its number */
async function firstStepThatMayNotApply(page: Page): Promise<number> {
	for (let step = 1; step < 9; step++) {
		await page.goto(`${quick}?q=${step}`);
		if (await page.getByRole('radio', { name: t('quick.notApplicable') }).count()) return step;
	}
	throw new Error('Every question of the quick check applies to everybody');
}
