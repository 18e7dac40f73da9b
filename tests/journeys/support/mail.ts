import { randomBytes } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { wordsOf } from './words.ts';

const t = wordsOf('en');

/** A mail address nobody has used yet. */
export function newAddress(name = 'irene'): string {
	return `${name}.${randomBytes(5).toString('hex')}@schule.example`;
}

/** Reads the newest mail to `address` in the outbox. @returns the link in it */
export async function linkMailedTo(page: Page, address: string): Promise<string> {
	await page.goto('/en/outbox');
	await page.getByRole('row').filter({ hasText: address }).first().getByRole('link').click();
	const link = page.getByRole('main').locator('a[href*="token="]');
	await expect(link).toBeVisible();
	return (await link.getAttribute('href'))!;
}

/** Subject of the message a similar provider wrote to another in the demo. */
export const demoMessage = 'Tiszapart Szakképző would like to exchange with similar providers';

/** Opens the newest mail with a subject in the outbox, however old it is. */
export async function openMail(page: Page, subject: string): Promise<void> {
	await page.goto('/en/outbox');
	const mail = page.getByRole('link', { name: subject }).first();
	const older = page.getByRole('link', { name: t('outbox.older') });
	while ((await mail.count()) === 0) {
		const address = await older.getAttribute('href');
		await older.click();
		await expect(page).toHaveURL(new RegExp(`\\${address}$`));
	}
	await mail.click();
	await expect(page.getByRole('heading', { name: subject })).toBeVisible();
}
