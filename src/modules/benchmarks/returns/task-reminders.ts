import { sql } from 'kysely';
import { namesOfOrganisations } from '#modules/network/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import { inTransaction } from '#platform/events.ts';
import { formatPlannedDay } from '#platform/i18n/dates.ts';
import { sendMail } from '#platform/mail/index.ts';
import { endOfLinks, newTaskLink, taskDays } from './task-links.ts';

/** Whoever was asked for numbers is reminded so many days before the day they are due. */
export const remindTaskDays = 3;
/** A reminder that was missed (the platform was down) is made up for, but not after so many days. */
const lateDays = 7;
/** So many reminders go out in one go; the rest follow with the next. */
const batch = 500;

/**
 * Reminds whoever was asked for numbers that are still missing: some days before the day they are due, and once after it,
 * each once, also when the job runs twice. Not when a link was sent in the days before, and not while a return is closed.
 * The mail has a link of its own; the earlier one goes on working.
 * @returns how many mails were written
 */
export async function remindTasks(ctx: Ctx): Promise<number> {
	const today = ctx.now().toISOString().slice(0, 10);
	const { rows } = await sql<{
		id: string;
		provider_id: string;
		year: number;
		email: string;
		locale: string;
		due_on: string;
		created_by: string | null;
		kind: 'soon' | 'late';
		missing: number;
	}>`
		select due.*, own.provider_id, own.year
		from (
			select task.id, task.return_id, task.email, task.locale, task.due_on::text, task.created_by,
				case when task.due_on < ${today}::date then 'late' else 'soon' end as kind,
				(select count(*)::int from unnest(task.fields) as field where not exists (
					select from benchmarks.datum
					where datum.return_id = task.return_id and datum.centre_id = task.centre_id and datum.target = field
						and datum.value is not null)) as missing
			from benchmarks.return_task as task
			where task.state = 'open' and task.due_on between ${today}::date - ${lateDays}::int and ${today}::date + ${remindTaskDays}::int
				and task.sent_at < (task.due_on - case when task.due_on < ${today}::date then 0 else ${remindTaskDays}::int end)::timestamp at time zone 'UTC'
		) due
		join benchmarks.return as own on own.id = due.return_id
		where due.missing > 0 and own.state in ('draft', 'reopened') and own.deleted_at is null
			and not exists (select from benchmarks.return_task_reminder sent where sent.task_id = due.id and sent.kind = due.kind)
		order by due.due_on, due.id limit ${batch}`.execute(ctx.db);
	const people = await namesOf(ctx, [...new Set(rows.flatMap(({ created_by }) => created_by ?? []))]);
	let sent = 0;
	for (const row of rows)
		await inTransaction(ctx, async (tx) => {
			const first = await tx
				.insertInto('benchmarks.return_task_reminder')
				.values({ task_id: row.id, kind: row.kind, sent_at: ctx.now() })
				.onConflict((conflict) => conflict.doNothing())
				.returning('task_id')
				.executeTakeFirst();
			if (!first) return;
			await tx
				.updateTable('benchmarks.return_task')
				.set({ expires_at: endOfLinks(ctx) })
				.where('id', '=', row.id)
				.execute();
			const organisation = (await namesOfOrganisations(tx, [row.provider_id], row.locale)).get(row.provider_id)?.text ?? '';
			await sendMail(ctx, tx, {
				kind: row.kind === 'late' ? 'returnTaskLate' : 'returnTaskSoon',
				to: row.email,
				locale: row.locale,
				values: {
					link: await newTaskLink(ctx, tx, row.id, row.locale),
					inviter: people.get(row.created_by ?? '') ?? organisation,
					organisation,
					year: String(row.year),
					count: row.missing,
					due: formatPlannedDay(row.due_on, row.locale),
					days: taskDays,
				},
			});
			sent++;
		});
	return sent;
}
