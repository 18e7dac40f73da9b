import { createHash } from 'node:crypto';
import { test as base, expect, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';

export { expect };

/** A window in a browser of its own, as somebody else's. */
export type Visit = (options?: BrowserContextOptions) => Promise<Page>;

/**
 * A journey. Beside what it checks itself, each one fails when a page asks another server for anything, breaks the
 * content security policy, or throws. Every journey comes from its own network address, so that limits on attempts
 * count per visitor as they do in life.
 */
export const test = base.extend<{ visit: Visit }>({
	extraHTTPHeaders: async ({ extraHTTPHeaders }, use, info) => {
		const [a, b, c] = createHash('sha256').update(`${info.testId} ${info.repeatEachIndex} ${info.retry}`).digest();
		await use({ ...extraHTTPHeaders, 'x-forwarded-for': `10.${a}.${b}.${c}` });
	},
	context: async ({ context, baseURL }, use) => {
		const faults = await watch(context, baseURL!);
		await use(context);
		expect(faults).toEqual([]);
	},
	visit: async ({ browser, baseURL, extraHTTPHeaders }, use) => {
		const opened: { context: BrowserContext; faults: string[] }[] = [];
		await use(async (options = {}) => {
			const context = await browser.newContext({ baseURL, extraHTTPHeaders, ...options });
			opened.push({ context, faults: await watch(context, baseURL!) });
			return context.newPage();
		});
		for (const { context } of opened) await context.close();
		expect(opened.flatMap(({ faults }) => faults)).toEqual([]);
	},
});

/** Collects what must never happen on any page of a browser. */
export async function watch(context: BrowserContext, origin: string): Promise<string[]> {
	const faults: string[] = [];
	context.on('request', (request) => {
		const url = new URL(request.url());
		if (url.protocol !== 'data:' && url.protocol !== 'blob:' && url.origin !== new URL(origin).origin)
			faults.push(`${request.frame().url()} asks another server: ${request.url()}`);
	});
	context.on('weberror', (error) => faults.push(`${error.page()?.url()} throws: ${error.error().stack ?? error.error().message}`));
	context.on('console', (message) => {
		// The browser reports every answer of 400 and more as an error; which are right is for the journey to say.
		if (message.type() === 'error' && !/^Failed to load resource/.test(message.text()))
			faults.push(`${message.page()?.url()} reports: ${message.text()}`);
	});
	await context.addInitScript(() =>
		document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
			console.error(`content security policy broken: ${effectiveDirective} ${blockedURI}`),
		),
	);
	return faults;
}
