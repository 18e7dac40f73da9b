import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults, RunOnly, RunOptions } from 'axe-core';

// The checker's own program, put into a page once: its usual wrapper would bring it along for every single run.
const { source } = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright'))('axe-core') as { source: string };

/** WCAG 2.2 up to AA, and what the checker's authors found to be good practice beyond it. */
const everything: RunOnly = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] };
/** The rules about colour; a theme changes nothing else. */
const colours: RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** What an automatic checker finds wrong with a page as it is, in both themes; one line a fault. */
export async function faultsOf(page: Page): Promise<string[]> {
	// Without motion, no colour is measured half-way between two.
	await page.emulateMedia({ reducedMotion: 'reduce' });
	await page.evaluate(source);
	return [
		...(await page.evaluate(inspect, { theme: 'light', runOnly: everything })),
		...(await page.evaluate(inspect, { theme: 'dark', runOnly: colours })),
	];
}

/** Runs in the page and leaves its theme as it was. */
async function inspect({ theme, runOnly }: { theme: string; runOnly: RunOnly }): Promise<string[]> {
	const { dataset } = document.documentElement;
	const before = dataset.theme;
	dataset.theme = theme;
	const { axe } = window as unknown as { axe: { run(root: Document, options: RunOptions): Promise<AxeResults> } };
	const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'] });
	dataset.theme = before;
	return violations.flatMap(({ id, help, nodes }) =>
		nodes.map(
			({ target, failureSummary }) =>
				`${theme}: ${id} (${help}) at ${target.join(' ')}: ${failureSummary?.split('\n').slice(1, 3).join(' ').trim()}`,
		),
	);
}
