/**
 * The language as it is written in Europe (the region 150), where the network is: English days come before months and
 * hours run to 24. A locale that names its own region keeps it.
 */
export function regional(locale: string): string {
	return /^[a-z]{2,3}$/.test(locale) ? `${locale}-150` : locale;
}

// A format takes longer to make than a hundred dates to write.
const formats = new Map<string, Intl.DateTimeFormat>();

function format(date: Date, locale: string, style: Pick<Intl.DateTimeFormatOptions, 'dateStyle' | 'timeStyle' | 'month' | 'year'>): string {
	const key = `${locale} ${style.dateStyle} ${style.timeStyle} ${style.month} ${style.year}`;
	let made = formats.get(key);
	if (!made) formats.set(key, (made = new Intl.DateTimeFormat(regional(locale), { ...style, timeZone: 'UTC' })));
	return made.format(date);
}

/** A day in a reader's language, e.g. "24 November 2026". Days of records are days in UTC. */
export function formatDay(date: Date, locale: string): string {
	return format(date, locale, { dateStyle: 'long' });
}

/** A day where there is little room, e.g. "24 Nov 2026". */
export function formatShortDay(date: Date, locale: string): string {
	return format(date, locale, { dateStyle: 'medium' });
}

/** A month in a reader's language, e.g. "November 2026"; in UTC. */
export function formatMonth(date: Date, locale: string): string {
	return format(date, locale, { month: 'long', year: 'numeric' });
}

/** A day and a minute in a reader's language, in UTC and saying so. */
export function formatMoment(date: Date, locale: string): string {
	return `${format(date, locale, { dateStyle: 'medium', timeStyle: 'short' })} UTC`;
}

/** A day of a plan (`2026-11-24`) in a reader's language with its weekday, e.g. "Tuesday, 24 November 2026". */
export function formatPlannedDay(day: string, locale: string): string {
	return format(new Date(`${day}T00:00:00Z`), locale, { dateStyle: 'full' });
}
