import { randomBytes } from 'node:crypto';
import { expect, type Page } from '@playwright/test';

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
