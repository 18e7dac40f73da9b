import type { Ctx } from '../context.ts';
import { formatDay } from '../i18n/dates.ts';

/** The day of printing, as a document's data and its reader have it: `2026-11-24` and "24 November 2026". */
export function printedNow(ctx: Pick<Ctx, 'now' | 'locale'>): { date: string; day: string } {
	const now = ctx.now();
	return { date: now.toISOString().slice(0, 10), day: formatDay(now, ctx.locale) };
}
