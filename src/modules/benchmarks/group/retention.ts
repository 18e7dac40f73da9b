import { sql } from 'kysely';
import type { App } from '#platform/context.ts';

/** The views themselves are deleted so many months after the levels were agreed (section 15, "Privacy"). */
export const monthsViewsAreKept = 12;
/** Names, addresses and ways in of the people are erased so many days after the end; their number and role groups stay. */
export const daysNamesAreKept = 30;

/**
 * Deletes views and notes of groups that agreed 12 months ago (or were closed then and never agreed), and erases who
 * took part 30 days after the end. @returns how many of each
 */
export async function forgetGroups(app: Pick<App, 'db' | 'now'>): Promise<{ views: number; names: number }> {
	const now = Temporal.Instant.fromEpochMilliseconds(app.now().getTime()).toZonedDateTimeISO('UTC');
	const before = (ago: Temporal.DurationLike) => new Date(now.subtract(ago).epochMilliseconds);
	const over = (date: Date) => sql`
		select run.id from benchmarks.run join benchmarks.group_check on group_check.run_id = run.id
		where run.mode = 'group' and coalesce(run.finished_at, group_check.closed_at) < ${date}`;
	const views = await sql`delete from benchmarks.group_view where run_id in (${over(before({ months: monthsViewsAreKept }))})`.execute(
		app.db,
	);
	await sql`delete from benchmarks.group_note where run_id in (${over(before({ months: monthsViewsAreKept }))})`.execute(app.db);
	const ended = sql`select id from benchmarks.run where mode = 'group' and finished_at < ${before({ days: daysNamesAreKept })}`;
	const names = await sql`
		update benchmarks.participant set name = null, email = null, person_id = null
		where run_id in (${ended}) and (name is not null or email is not null or person_id is not null)`.execute(app.db);
	await sql`
		delete from benchmarks.participant_token where participant_id in
			(select id from benchmarks.participant where run_id in (${ended}))`.execute(app.db);
	return { views: Number(views.numAffectedRows ?? 0), names: Number(names.numAffectedRows ?? 0) };
}
