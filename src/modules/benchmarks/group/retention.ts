import { sql } from 'kysely';
import type { App } from '#platform/context.ts';
import { ownAnswers } from '../runs/answer-writer.ts';

/** The views themselves are deleted so many months after the levels were agreed (section 15, "Privacy"). */
export const monthsViewsAreKept = 12;
/** Names, addresses and ways in of the people are erased so many days after the end; their number and role groups stay. */
export const daysNamesAreKept = 30;

/**
 * Deletes views and notes of groups that agreed 12 months ago (or were closed then and never agreed), and erases who
 * took part 30 days after the end. A group that ended before it was compared is forgotten as a whole 12 months after
 * that: who was asked, and what they had answered. @returns how many of each
 */
export async function forgetGroups(app: Pick<App, 'db' | 'now'>): Promise<{ views: number; names: number; abandoned: number }> {
	const now = Temporal.Instant.fromEpochMilliseconds(app.now().getTime()).toZonedDateTimeISO('UTC');
	const before = (ago: Temporal.DurationLike) => new Date(now.subtract(ago).epochMilliseconds);
	const yearAgo = before({ months: monthsViewsAreKept });
	const over = sql`
		select run.id from benchmarks.run join benchmarks.group_check on group_check.run_id = run.id
		where run.mode = 'group' and coalesce(run.finished_at, group_check.closed_at) < ${yearAgo}`;
	const views = await sql`delete from benchmarks.group_view where run_id in (${over})`.execute(app.db);
	await sql`delete from benchmarks.group_note where run_id in (${over})`.execute(app.db);
	const ended = sql`
		select id from benchmarks.run where mode = 'group' and finished_at < ${before({ days: daysNamesAreKept })} union ${over}`;
	const names = await sql`
		update benchmarks.participant set name = null, email = null, person_id = null
		where run_id in (${ended}) and (name is not null or email is not null or person_id is not null)`.execute(app.db);
	await sql`
		delete from benchmarks.participant_token where participant_id in
			(select id from benchmarks.participant where run_id in (${ended}))`.execute(app.db);
	return {
		views: Number(views.numAffectedRows ?? 0),
		names: Number(names.numAffectedRows ?? 0),
		abandoned: await forgetAbandoned(app, yearAgo),
	};
}

/** Forgets the people of groups whose answering ended with too few of them, so that nothing was ever compared. */
async function forgetAbandoned({ db }: Pick<App, 'db'>, endedBefore: Date): Promise<number> {
	const abandoned = db
		.selectFrom('benchmarks.run as run')
		.select('run.id')
		.where('run.mode', '=', 'group')
		.where('run.status', '=', 'closed')
		.where('run.closed_at', '<', endedBefore)
		.where(({ not, exists, selectFrom }) =>
			not(
				exists(
					selectFrom('benchmarks.group_check as group')
						.select('group.run_id')
						.whereRef('group.run_id', '=', 'run.id')
						.where('group.closed_at', 'is not', null),
				),
			),
		);
	const runs = await abandoned
		.where(({ exists, selectFrom }) =>
			exists(selectFrom('benchmarks.participant').select('id').whereRef('benchmarks.participant.run_id', '=', 'run.id')),
		)
		.limit(200)
		.execute();
	let forgotten = 0;
	for (const { id } of runs)
		await db.transaction().execute(async (tx) => {
			// Asked again while the run is held: it may have been opened meanwhile, and its people are wanted then.
			const { rows } = await tx.executeQuery<{ id: string }>(abandoned.where('run.id', '=', id).forUpdate().compile());
			if (rows.length === 0) return;
			for (const table of ['benchmarks.answer', 'benchmarks.answer_entry', 'benchmarks.note'] as const)
				await tx.deleteFrom(table).where('run_id', '=', id).where('participant_id', '!=', ownAnswers).execute();
			await tx.deleteFrom('benchmarks.participant').where('run_id', '=', id).execute();
			forgotten++;
		});
	return forgotten;
}
