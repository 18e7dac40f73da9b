/** Puts the focus on the page's title, for whoever came to another question or stage without loading a page. */
export function focusTitle(): void {
	document.querySelector<HTMLElement>('main h1')?.focus();
}
