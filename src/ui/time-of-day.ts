/**
 * A time as a clock shows it: `14:02`, or with its day when that is not today.
 * @param zone IANA time zone; absent: the reader's own
 */
export function timeOfDay(at: string | Date, locale: string, zone?: string, now = new Date()): string {
	const date = new Date(at);
	const dayOf = (moment: Date) => moment.toLocaleDateString('en-CA', { timeZone: zone });
	const day = dayOf(date) === dayOf(now) ? {} : ({ day: 'numeric', month: 'short' } as const);
	return date.toLocaleString(locale, { ...day, hour: '2-digit', minute: '2-digit', timeZone: zone });
}
