import { expect, type Locator, type Page } from '@playwright/test';

/** Far more stops than any page has; whoever is not there by then is out of reach. */
const mostStops = 80;

/** Presses Tab until `target` has the focus; on the way every stop must show where the focus is. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
	for (let stop = 0; stop < mostStops; stop++) {
		await page.keyboard.press('Tab');
		expect(await page.evaluate(unmarkedFocus)).toBeNull();
		if (await target.evaluate((node) => node === document.activeElement)) return;
	}
	throw new Error(`${target} was not reached in ${mostStops} stops`);
}

/** Presses Tab until `target` has the focus, then Enter. */
export async function enterOn(page: Page, target: Locator): Promise<void> {
	await tabTo(page, target);
	await page.keyboard.press('Enter');
}

/** Says what has the focus when nothing at all marks it: no ring around it or around what it fills. Runs in the page. */
function unmarkedFocus(): string | null {
	const focused = document.activeElement;
	if (!focused || focused === document.body) return null;
	for (let node: Element | null = focused, up = 0; node && up < 3; node = node.parentElement, up++) {
		const { outlineStyle, outlineWidth } = getComputedStyle(node);
		if (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) return null;
	}
	return `nothing marks the focus on ${focused.outerHTML.slice(0, 200)}`;
}
