import type { MessageKey } from '#platform/i18n/translator.ts';

/** The rooms a visitor can walk into, in the order of the loop. A room stands here from the day it has pages. */
export const rooms = [
	{ path: '/benchmarks', label: 'shell.nav.benchmarks', module: 'benchmarks', also: ['/runs', '/results', '/returns'] },
	{ path: '/plan', label: 'shell.nav.plan', module: 'benchmarks', shown: 'plan' },
	{ path: '/network', label: 'shell.nav.network', module: 'network', also: ['/organisations'] },
] as const satisfies readonly {
	path: string;
	label: MessageKey;
	module: string;
	/** Other paths whose pages belong to the room. */
	also?: readonly string[];
	/** Shown only to whom this concerns (App.Viewer). */
	shown?: 'plan';
}[];

/** Address of a page in a language, e.g. `href('de', '/benchmarks')`. */
export function href(locale: string, path = ''): string {
	return `/${locale}${path}`;
}

/** The same page in another language. */
export function inLocale(url: { pathname: string; search: string }, locale: string): string {
	return url.pathname.replace(/^\/[^/]*/, `/${locale}`) + url.search;
}

/** The query of a list's address with some of its filters changed, so that every state of a list can be shared. */
export function changedQuery(search: string, change: Record<string, string>): string {
	const query = new URLSearchParams(search);
	for (const [key, value] of Object.entries(change)) query.set(key, value);
	return `?${query}`;
}
