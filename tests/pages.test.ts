import { globSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { fromRoot } from '#platform/paths.ts';
import { pages } from './journeys/support/pages.ts';

const routes = globSync('**/+page.svelte', { cwd: fromRoot('src', 'routes') })
	.map((file) => `/${dirname(file).replaceAll('\\', '/')}`)
	.sort();

test('every page has an address its accessibility is checked by (tests/journeys/support/pages.ts)', () => {
	expect(routes.filter((route) => !pages[route]?.length)).toEqual([]);
});

test('the list of addresses names no page that does not exist', () => {
	expect(Object.keys(pages).filter((route) => !routes.includes(route))).toEqual([]);
});
