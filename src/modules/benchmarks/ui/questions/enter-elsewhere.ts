/** Enter where nothing else waits for it: it goes on. In a form it sends the form. */
export function isEnterElsewhere(event: KeyboardEvent): boolean {
	if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.altKey) return false;
	const target = event.target as HTMLElement;
	return target === document.body || target.matches('h1') || target.id === 'content';
}
