import { test } from './support/cast.ts';
import { expect } from './support/journey.ts';
import { looksOf, viewers } from './support/pages.ts';

/** Bytes of script a page may bring along, as they go over the line. */
const mostScript = 100_000;
/** Below so many bytes compressing makes no difference worth a header. */
const worthCompressing = 1024;

test.use({ trace: 'off' });

for (const viewer of viewers)
	test(`the pages ${viewer} sees say the same without JavaScript, and bring at most ${mostScript / 1000} kB of it`, async ({
		visit,
		cast,
	}) => {
		test.setTimeout(240_000);
		const storageState = cast.states[viewer];
		const plain = await visit({ storageState, javaScriptEnabled: false });
		for (const { path, scripted } of looksOf(viewer)) {
			const address = `/en${typeof path === 'string' ? path : path(cast.made)}`;
			await plain.goto(address);
			// A browser of its own for each page: nothing is there from the page before.
			const page = await visit({ storageState });
			const scripts: Promise<number>[] = [];
			const uncompressed: string[] = [];
			page.on('response', (response) => {
				if (response.request().resourceType() !== 'script') return;
				scripts.push(
					response
						.request()
						.sizes()
						.then(({ responseBodySize }) => responseBodySize),
				);
				const { 'content-encoding': encoding, 'content-length': length } = response.headers();
				if (!encoding && Number(length) > worthCompressing) uncompressed.push(response.url());
			});
			await page.goto(address, { waitUntil: 'networkidle' });
			if (!scripted) expect(await plain.getByRole('main').ariaSnapshot(), address).toBe(await page.getByRole('main').ariaSnapshot());
			expect(uncompressed).toEqual([]);
			const bytes = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0);
			// A page that is only read brings no script at all; the nonce tells whether it meant to.
			expect(bytes > 0, address).toBe((await page.locator('script').count()) > 0);
			expect(bytes, address).toBeLessThan(mostScript);
			await page.context().close();
		}
	});
