import type { Page } from '@playwright/test';
import { expect, test } from './support/journey.ts';
import { enterOn, tabTo } from './support/keyboard.ts';
import { newAddress } from './support/mail.ts';
import { addOrganisation, signInByMail } from './support/steps.ts';
import { wordsOf } from './support/words.ts';

const t = wordsOf('en');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
/** The notice of what was done has the focus: it is read, and one goes on from there. */
const told = (page: Page, text: string) => expect(page.getByRole('status').filter({ hasText: text })).toBeFocused();

test('the plan by keyboard alone: one always knows where one is, and goes on from what one did', async ({ page }) => {
	test.setTimeout(180_000);
	await signInByMail(page, newAddress());
	await addOrganisation(page, `Keys ${newAddress().split('@')[0]}`);
	await page.goto('/en/plan');

	// What is missing is told first; its lines lead to the fields.
	await enterOn(page, button(page, t('plan.add.act')));
	await expect(page.getByRole('alert')).toBeFocused();
	await enterOn(page, page.getByRole('alert').getByRole('link', { name: t('plan.error.action') }));
	await expect(field(page, t('plan.field.action'))).toBeFocused();
	await page.keyboard.type('Write outcomes');
	await page.keyboard.press('Tab');
	await page.keyboard.type('Two outcomes a programme');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { level: 1, name: 'Write outcomes' })).toBeVisible();
	const action = new URL(page.url()).pathname;

	// The new action opens where its details are asked for.
	await page.keyboard.press('Tab');
	await expect(field(page, t('plan.field.action'))).toBeFocused();
	await tabTo(page, field(page, t('plan.field.ownerName')));
	await page.keyboard.type('Head of metal');
	await enterOn(page, button(page, t('plan.change.act')));
	await told(page, t('plan.kept'));

	// A stop asks for its reason.
	await page.keyboard.press('Tab');
	await expect(page.getByRole('combobox', { name: t('plan.field.state') })).toBeFocused();
	await page.keyboard.type(t('plan.state.stopped'));
	await enterOn(page, button(page, t('plan.where.act')));
	await expect(page.getByRole('alert')).toBeFocused();
	await enterOn(page, page.getByRole('alert').getByRole('link', { name: t('plan.error.stopped') }));
	await expect(field(page, t('plan.field.stoppedReason'))).toBeFocused();
	await page.keyboard.type('No time this year');
	await page.keyboard.press('Enter');
	await told(page, t('plan.kept'));

	// Out of the plan, and back.
	await enterOn(page, page.locator('summary', { hasText: t('plan.remove') }));
	await enterOn(page, button(page, t('plan.remove')));
	await expect(page.getByRole('heading', { level: 1, name: t('plan.removed') })).toBeVisible();
	await page.keyboard.press('Tab');
	await expect(button(page, t('plan.restore'))).toBeFocused();
	await page.keyboard.press('Enter');
	await told(page, t('plan.restored'));
	expect(new URL(page.url()).pathname).toBe(action);

	// The review opens, is kept, and stands there.
	await page.goto('/en/plan');
	await enterOn(page, page.locator('summary', { hasText: t('plan.review.hold') }));
	await tabTo(page, field(page, t('plan.review.done')));
	await page.keyboard.type('The outcomes');
	await enterOn(page, button(page, t('plan.review.act')));
	await expect(page.getByRole('definition').filter({ hasText: 'The outcomes' })).toBeVisible();

	// Every file is within reach, and a menu that was opened on the way closes again.
	await tabTo(page, page.getByRole('link', { name: t('plan.calendar') }));
	await page.goto('/en/plan');
	const menu = page.getByLabel(t('shell.language', { name: 'English' }), { exact: true });
	await enterOn(page, menu);
	await page.keyboard.press('Escape');
	await expect(menu).toBeFocused();
	await expect(menu.locator('..')).not.toHaveAttribute('open');
});
