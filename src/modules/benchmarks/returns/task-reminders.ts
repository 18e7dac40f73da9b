import { sql } from 'kysely';
import { namesOfOrganisations } from '#modules/network/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { inTransaction } from '#platform/events.ts';
import { formatPlannedDay } from '#platform/i18n/dates.ts';
import { sendMail } from '#platform/mail/index.ts';
import { dormantFields } from '../solity/applicability.ts';
import { editionOfReturn, findReturn } from './access.ts';
import { reasonPrefix } from './model.ts';
import { endOfLink, newTaskLink, taskDays } from './task-links.ts';
import { silencedTasks, silenceLink } from './task-silence.ts';

/** Whoever was asked for numbers is reminded so many days before the day they are due. */
export const remindTaskDays = 3;
/** A reminder that was missed (the platform was down) is made up for, but not after so many days. */
const lateDays = 7;
/** So many reminders go out in one go; the rest follow with the next. */
const batch = 500;

/** A task whose reminder is due, with how many of its numbers are missing: at least one. */
type DueTask = {
	id: string;
	return_id: string;
	provider_id: string;
	year: number;
	email: string;
	locale: string;
	due_on: string;
	created_by: string | null;
	kind: 'soon' | 'late';
	missing: number;
};

/**
 * Reminds whoever was asked for numbers that are still missing: some days before the day they are due, and once after it,
 * each once, also when the job runs twice. Not whoever switched them off, not when a link was sent in the days before, and not while a return is closed.
 * The mail has a link of its own; the earlier one goes on working to its own end.
 * @returns how many mails were written
 */
export async function remindTasks(ctx: Ctx): Promise<number> {
	const tasks = await dueTasks(ctx, ctx.db);
	const people = await namesOf(ctx, [...new Set(tasks.flatMap(({ created_by }) => created_by ?? []))]);
	let sent = 0;
	for (const { id, return_id } of tasks)
		await inTransaction(ctx, async (tx) => {
			// Its turn may come late: whoever changes numbers, a task or a state holds the return, so this is how it stands.
			await findReturn(tx, return_id, { lock: true });
			const [task] = await dueTasks(ctx, tx, id);
			if (!task) return;
			await tx.insertInto('benchmarks.return_task_reminder').values({ task_id: id, kind: task.kind, sent_at: ctx.now() }).execute();
			await tx
				.updateTable('benchmarks.return_task')
				.set({ expires_at: endOfLink(ctx.now()) })
				.where('id', '=', id)
				.execute();
			const { provider_id, locale } = task;
			const organisation = (await namesOfOrganisations(tx, [provider_id], locale)).get(provider_id)?.text ?? '';
			await sendMail(ctx, tx, {
				kind: task.kind === 'late' ? 'returnTaskLate' : 'returnTaskSoon',
				to: task.email,
				locale,
				values: {
					link: await newTaskLink(ctx, tx, id, locale),
					stop: silenceLink(ctx, id, locale),
					inviter: people.get(task.created_by ?? '') ?? organisation,
					organisation,
					year: String(task.year),
					count: task.missing,
					due: formatPlannedDay(task.due_on, locale),
					days: taskDays,
				},
			});
			sent++;
		});
	return sent;
}

/** The tasks to remind of today, or whether one of them is. Numbers no indicator needs any more are not missed. */
async function dueTasks(ctx: Ctx, db: Ctx['db'] | DatabaseTransaction, only?: string): Promise<DueTask[]> {
	const dayAfter = (days: number) => new Date(ctx.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
	const [today, from, to] = [dayAfter(0), dayAfter(-lateDays), dayAfter(remindTaskDays)];
	const silenced = await silencedTasks(ctx, db, { from, to });
	const { rows } = await sql<Omit<DueTask, 'missing'> & { edition: string; empty: string[]; reasons: string[] }>`
		select due.*, own.provider_id, own.year, own.edition,
			array(
				select substr(target, ${reasonPrefix.length + 1}::int) from benchmarks.datum
				where datum.return_id = due.return_id and datum.centre_id = due.centre_id and starts_with(datum.target, ${reasonPrefix})
					and datum.value is not null) as reasons
		from (
			select task.id, task.return_id, task.centre_id, task.email, task.locale, task.due_on::text, task.created_by,
				case when task.due_on < ${today}::date then 'late' else 'soon' end as kind,
				array(select field from unnest(task.fields) as field where not exists (
					select from benchmarks.datum
					where datum.return_id = task.return_id and datum.centre_id = task.centre_id and datum.target = field
						and datum.value is not null)) as empty
			from benchmarks.return_task as task
			where task.state = 'open' and task.due_on between ${from}::date and ${to}::date
				and task.sent_at < (task.due_on - case when task.due_on < ${today}::date then 0 else ${remindTaskDays}::int end)::timestamp at time zone 'UTC'
				and (${only ?? null}::uuid is null or task.id = ${only ?? null}::uuid)
		) due
		join benchmarks.return as own on own.id = due.return_id
		where cardinality(due.empty) > 0 and own.state in ('draft', 'reopened') and own.deleted_at is null
			and due.id <> all(${silenced}::uuid[])
			and not exists (select from benchmarks.return_task_reminder sent where sent.task_id = due.id and sent.kind = due.kind)
		order by due.due_on, due.id limit ${batch}`.execute(db);
	return rows.flatMap(({ edition, empty, reasons, ...task }) => {
		const notApplicable = new Map(reasons.map((code) => [code, code]));
		const dormant = dormantFields(editionOfReturn({ edition }).instrument, notApplicable);
		const missing = empty.filter((field) => !dormant.has(field)).length;
		return missing > 0 ? [{ ...task, missing }] : [];
	});
}
