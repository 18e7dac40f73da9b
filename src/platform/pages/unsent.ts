/**
 * Data that a page without scripts shows: its components read it, and nobody writes it into the page, where no script
 * would ever read it. A shallow copy, so the original stays as it is.
 */
export function unsent<T extends object>(data: T): T {
	const copy = Object.getOwnPropertyDescriptors(data);
	for (const property of Object.values(copy)) (property as PropertyDescriptor).enumerable = false;
	return Object.defineProperties({}, copy) as T;
}
