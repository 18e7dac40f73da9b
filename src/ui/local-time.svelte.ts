import { onMount } from 'svelte';

/**
 * Times of day as the reader's clock shows them. The server does not know the reader's time zone: until the page's script
 * has started, and without script, times are in UTC and say so.
 * @returns `14:02`, or with its day when that is not today
 */
export function useLocalTime(locale: string): (at: string | Date) => string {
	let here = $state(false);
	onMount(() => void (here = true));
	return (at) => {
		// Read once and never changed: nothing that reads it waits for a change.
		// eslint-disable-next-line svelte/prefer-svelte-reactivity
		const date = new Date(at);
		const zone = here ? undefined : 'UTC';
		const day = (moment: Date) => moment.toLocaleDateString('en-CA', { timeZone: zone });
		// eslint-disable-next-line svelte/prefer-svelte-reactivity
		const today = day(date) === day(new Date());
		const text = date.toLocaleString(locale, {
			...(!today && { day: 'numeric', month: 'short' }),
			hour: '2-digit',
			minute: '2-digit',
			timeZone: zone,
		});
		return here ? text : `${text} UTC`;
	};
}
