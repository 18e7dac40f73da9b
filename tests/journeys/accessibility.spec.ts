import { faultsOf } from './support/accessible.ts';
import { test } from './support/cast.ts';
import { expect } from './support/journey.ts';
import { looksOf, viewers } from './support/pages.ts';
import { locales } from './support/words.ts';

const devices = {
	'a desktop': { viewport: { width: 1440, height: 900 } },
	'a phone': { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
};

// A fault is told by its address and element; recording every page would cost more than checking it.
test.use({ trace: 'off' });

for (const viewer of viewers)
	for (const [device, options] of Object.entries(devices))
		for (const locale of locales)
			test(`the pages ${viewer} sees on ${device} in ${locale} are accessible in both themes`, async ({ visit, cast }) => {
				test.setTimeout(240_000);
				const page = await visit({ ...options, storageState: cast.states[viewer] });
				const faults: string[] = [];
				for (const { path, status = 200 } of looksOf(viewer)) {
					const address = `/${locale}${typeof path === 'string' ? path : path(cast.made)}`;
					const answer = await page.goto(address);
					if (answer?.status() !== status || new URL(page.url()).pathname !== address.split('?')[0])
						faults.push(`${address} led to ${page.url()} with ${answer?.status()} instead of ${status}`);
					faults.push(...(await faultsOf(page)).map((fault) => `${address} ${fault}`));
				}
				expect(faults).toEqual([]);
			});
