import { globSync, readFileSync } from 'node:fs';
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

test('pages hand tables of texts on as they are: a copy is empty', () => {
	const copied = globSync('**/*.server.ts', { cwd: fromRoot('src', 'routes') }).filter((file) =>
		/\.\.\.\s*(?:\w+\.)*(?:texts\.group\b|messages\b|shell\b)|(?:assign|entries|fromEntries|structuredClone)\(\s*(?:\w+\.)*(?:texts\.group\b|messages\b)/.test(
			readFileSync(fromRoot('src', 'routes', file), 'utf8'),
		),
	);
	expect(copied).toEqual([]);
});
