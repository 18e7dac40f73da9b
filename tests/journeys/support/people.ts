import { expect, type Page } from '@playwright/test';
import { wordsOf } from './words.ts';

/** People of the demo a journey acts as, by what they may do. */
export const people = {
	provider: 'Ana Ferreira',
	colleague: 'Rui Matos',
	coordinator: 'Nora Winter',
	administrator: 'Sam Keller',
} as const;

/** Signs in as one of the demo's people; their home is shown afterwards. */
export async function signInAs(page: Page, name: string, locale = 'en'): Promise<void> {
	await page.goto(`/${locale}/demo`);
	await page.getByRole('button', { name: wordsOf(locale)('demo.signInAs', { name }), exact: true }).click();
	await expect(page).toHaveURL(new RegExp(`/${locale}/home$`));
}
