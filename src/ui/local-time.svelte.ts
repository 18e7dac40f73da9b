import { onMount } from 'svelte';
import { timeOfDay } from './time-of-day.ts';

/**
 * Times of day as the reader's clock shows them. The server does not know the reader's time zone: until the page's script
 * has started, and without script, times are in UTC and say so.
 */
export function useLocalTime(locale: string): (at: string | Date) => string {
	let here = $state(false);
	onMount(() => void (here = true));
	return (at) => (here ? timeOfDay(at, locale) : `${timeOfDay(at, locale, 'UTC')} UTC`);
}
