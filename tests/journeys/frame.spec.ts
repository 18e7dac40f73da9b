import { faultsOf } from './support/accessible.ts';
import { expect, test } from './support/journey.ts';
import { people, signInAs } from './support/people.ts';
import { holdScripts } from './support/steps.ts';
import { locales, wordsOf } from './support/words.ts';

const t = wordsOf('en');

for (const [asks, gets] of [
	['de-AT', 'de'],
	['fr-BE', 'fr'],
	['en-GB', 'en'],
	['xx', 'en'],
] as const)
	test(`a reader whose browser asks for ${asks} is led to ${gets}`, async ({ visit }) => {
		const page = await visit({ locale: asks });
		await page.goto('/');
		await expect(page).toHaveURL(new RegExp(`/${gets}$`));
		await expect(page.locator('html')).toHaveAttribute('lang', gets);
		await expect(page.getByRole('link', { name: wordsOf(gets)('shell.skip') })).toBeAttached();
	});

test('the second choice of a browser counts when the first is not spoken here', async ({ request }) => {
	const answer = await request.get('/', { headers: { 'accept-language': 'xx, yy;q=0.9, fr;q=0.8, de;q=0.7' }, maxRedirects: 0 });
	expect(answer.headers().location).toBe('/fr');
});

for (const javaScriptEnabled of [true, false])
	test(`changing the language keeps the page and its filters ${javaScriptEnabled ? '' : 'without JavaScript'}`, async ({ visit }) => {
		const page = await visit({ javaScriptEnabled });
		await page.goto('/en/network?kind=provider&country=DE&sort=-name');
		for (const locale of ['de', 'fr', 'en']) {
			const now = await page.locator('html').getAttribute('lang');
			const summary = page
				.getByRole('banner')
				.locator('summary')
				.filter({ hasText: wordsOf(now!)('locale.name') });
			await summary.click();
			await page
				.getByRole('banner')
				.getByRole('link', { name: wordsOf(locale)('locale.name') })
				.first()
				.click();
			await expect(page.locator('html')).toHaveAttribute('lang', locale);
			await expect(page).toHaveURL(new RegExp(`/${locale}/network\\?kind=provider&country=DE&sort=-name$`));
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(wordsOf(locale)('organisations.list.title'));
		}
	});

test('a menu opened before the page’s script had started stays open, and closes by Escape and on the way to another page', async ({
	page,
}) => {
	const release = await holdScripts(page);
	await page.goto('/en/network', { waitUntil: 'commit' });
	const banner = page.getByRole('banner');
	const menu = banner.locator('summary').filter({ hasText: t('locale.name') });
	const german = banner.getByRole('link', { name: wordsOf('de')('locale.name') }).first();
	await menu.click();
	await expect(german).toBeVisible();
	release();
	await page.waitForLoadState('networkidle');
	await expect(german).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(german).toBeHidden();
	await menu.click();
	await banner
		.getByRole('link', { name: t('shell.nav.about') })
		.first()
		.click();
	await expect(page).toHaveURL(/\/en\/about$/);
	await expect(german).toBeHidden();
});

test('every page names its sisters in the other languages', async ({ page }) => {
	await page.goto('/de/about');
	for (const locale of locales)
		await expect(page.locator(`link[rel=alternate][hreflang=${locale}]`)).toHaveAttribute('href', new RegExp(`/${locale}/about$`));
});

for (const javaScriptEnabled of [true, false])
	test(`the chosen appearance stays on every page ${javaScriptEnabled ? '' : 'without JavaScript'}`, async ({ visit }) => {
		const page = await visit({ javaScriptEnabled, colorScheme: 'light' });
		await page.goto('/en/about');
		await page.getByRole('button', { name: t('shell.theme.dark') }).click();
		await expect(page).toHaveURL(/\/en\/about$/);
		await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
		await expect(page.getByRole('button', { name: t('shell.theme.dark') })).toHaveAttribute('aria-pressed', 'true');
		await page.goto('/de/benchmarks');
		await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
		await page.getByRole('button', { name: wordsOf('de')('shell.theme.auto') }).click();
		await expect(page.locator('html')).toHaveAttribute('data-theme', 'auto');
	});

for (const locale of locales)
	test(`an address that leads nowhere says so in ${locale} and leads on`, async ({ page }) => {
		const words = wordsOf(locale);
		const answer = await page.goto(`/${locale}/there/is/nothing`);
		expect(answer?.status()).toBe(404);
		await expect(page.locator('html')).toHaveAttribute('lang', locale);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(words('errors.notFound.title'));
		await expect(page.getByText(words('errors.notFound.text'))).toBeVisible();
		await page.getByRole('link', { name: words('errors.start') }).click();
		await expect(page).toHaveURL(new RegExp(`/${locale}$`));
	});

test('an address outside every language answers 404 and leads to the front page', async ({ page }) => {
	const answer = await page.goto('/klingon/about');
	expect(answer?.status()).toBe(404);
	expect(await faultsOf(page)).toEqual([]);
	await page.getByRole('link', { name: 'VENHANS' }).first().click();
	await expect(page).toHaveURL(/\/en$/);
});

for (const javaScriptEnabled of [true, false])
	test(`a refused form keeps what was typed, says what is wrong and ${javaScriptEnabled ? 'takes the focus there' : 'needs no JavaScript'}`, async ({
		visit,
	}) => {
		const page = await visit({ javaScriptEnabled });
		await signInAs(page, people.colleague);
		await page.goto('/en/organisations/new');
		await page.getByRole('textbox', { name: t('organisations.field.place') }).fill('Lower Saxony');
		await page.getByRole('textbox', { name: t('organisations.field.web') }).fill('no address at all');
		await page.getByRole('textbox', { name: t('organisations.field.description') }).fill('A school beside a river.');
		await page.getByRole('button', { name: t('organisations.new.send') }).click();

		const summary = page.getByRole('alert');
		await expect(summary).toContainText(t('organisations.error.name'));
		if (javaScriptEnabled) await expect(summary).toBeFocused();
		await expect(page.getByRole('textbox', { name: t('organisations.field.place') })).toHaveValue('Lower Saxony');
		await expect(page.getByRole('textbox', { name: t('organisations.field.description') })).toHaveValue('A school beside a river.');
		await expect(page.getByRole('textbox', { name: t('organisations.field.name') })).toHaveAttribute('aria-invalid', 'true');
		await expect(page.getByRole('textbox', { name: t('organisations.field.name') })).toHaveAccessibleDescription(
			new RegExp(t('organisations.error.name')),
		);
		if (javaScriptEnabled) expect(await faultsOf(page)).toEqual([]);
		await summary.getByRole('link', { name: t('organisations.error.name') }).click();
		await expect(page.getByRole('textbox', { name: t('organisations.field.name') })).toBeFocused();
	});
