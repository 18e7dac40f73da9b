import { expect, test } from '@playwright/test';

test('a guest is led to the front page in the browser’s language', async ({ browser }) => {
	const context = await browser.newContext({ locale: 'de-AT' });
	const page = await context.newPage();
	await page.goto('/');
	await expect(page).toHaveURL(/\/de$/);
	await expect(page.locator('html')).toHaveAttribute('lang', 'de');
	await context.close();
});
