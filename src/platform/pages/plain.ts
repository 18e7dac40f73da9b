import { mark } from './mark.ts';
import type { Page } from './page.ts';
import { asScript } from './script.ts';
import { unsent } from './unsent.ts';

/** What JSON says as it is: no date, no map, nothing undefined in a list. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain | undefined };

/**
 * Data of a page that is plain: its components read it as always, and it is written into the page as JSON, which costs a
 * fraction of what the framework takes to look for everything that JSON cannot say. It must be handed on as it is; a copy
 * of it would be empty. Asked for as data, without a page, it stays the same object.
 */
export function plainData<T extends Plain & object>(page: Page | undefined, data: T): T {
	if (!page) return data;
	const plain = (page.plain ??= []);
	plain.push(asScript(data));
	// Tables of texts count from 0 up, data of one page from -1 down.
	return Object.defineProperty(unsent(data), mark, { value: -plain.length, enumerable: true });
}
