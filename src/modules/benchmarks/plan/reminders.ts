import { sql } from 'kysely';
import { administratorsOf, namesOfOrganisations, positionsOf } from '#modules/network/index.ts';
import { findAccount, findAccountByEmail } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { inTransaction } from '#platform/events.ts';
import { formatDay, formatPlannedDay } from '#platform/i18n/dates.ts';
import { sendMail } from '#platform/mail/index.ts';
import { monthsToNextRun } from '../runs/lifecycle.ts';
import { dayOf, daysLater } from './dates.ts';
import { monthsToReview, remindDaysBefore } from './model.ts';

/** So many reminders go out in one go; the rest follow with the next. */
const batch = 500;

type DueAction = {
	id: string;
	provider_id: string;
	action: string;
	owner_id: string | null;
	owner_email: string | null;
	created_by: string | null;
	deadline: string;
	kind: 'two-weeks' | 'today';
};

/**
 * Reminds owners of open actions 14 days before the deadline and on the day, each once, also when the job runs twice.
 * A day that was missed (the platform was down) is made up for until the deadline.
 * @returns how many mails were written
 */
export async function remindOwners(ctx: Ctx): Promise<number> {
	const today = dayOf(ctx.now());
	const soon = daysLater(today, remindDaysBefore);
	const { rows } = await sql<DueAction>`
		select due.id, due.provider_id, due.action, due.owner_id, due.owner_email, due.created_by, due.deadline::text, due.kind
		from (
			select action.*, case when action.deadline = ${today}::date then 'today' else 'two-weeks' end as kind
			from benchmarks.action
			where action.status in ('planned', 'running') and action.deleted_at is null
				and action.deadline between ${today}::date and ${soon}::date and (action.owner_id is not null or action.owner_email is not null)
		) due
		where not exists (
			select 1 from benchmarks.action_reminder sent
			where sent.action_id = due.id and sent.kind = due.kind and sent.deadline = due.deadline)
		order by due.deadline limit ${batch}`.execute(ctx.db);
	let sent = 0;
	for (const row of rows)
		await inTransaction(ctx, async (tx) => {
			const first = await tx
				.insertInto('benchmarks.action_reminder')
				.values({ action_id: row.id, kind: row.kind, deadline: row.deadline, sent_at: ctx.now() })
				.onConflict((conflict) => conflict.doNothing())
				.returning('action_id')
				.executeTakeFirst();
			if (!first) return;
			if (await remindOwner(ctx, tx, row)) sent++;
		});
	return sent;
}

/**
 * Writes to the owner of an action. Whoever works at the provider gets the link to it; others can open nothing there, so
 * that their mail says whom to tell, in the language of the colleague who named them.
 * @returns whether there was an address to write to
 */
async function remindOwner(ctx: Ctx, tx: DatabaseTransaction, row: DueAction): Promise<boolean> {
	const account = row.owner_id
		? await findAccount(tx, row.owner_id)
		: row.owner_email
			? await findAccountByEmail(tx, row.owner_email)
			: undefined;
	const to = account?.email ?? row.owner_email;
	if (!to) return false;
	const inside =
		account && (await positionsOf({ ...ctx, db: tx }, account.id)).some(({ organisationId }) => organisationId === row.provider_id);
	const colleague = inside || !row.created_by ? undefined : await findAccount(tx, row.created_by);
	const locale = account?.locale ?? colleague?.locale ?? ctx.locale;
	const about = { action: row.action, deadline: formatPlannedDay(row.deadline, locale) };
	if (inside)
		await sendMail(ctx, tx, {
			kind: row.kind === 'today' ? 'actionToday' : 'actionSoon',
			to,
			locale,
			values: { link: `${ctx.origin}/${locale}/plan/${row.id}`, ...about },
		});
	else {
		const names = await namesOfOrganisations(tx, [row.provider_id], locale);
		await sendMail(ctx, tx, {
			kind: row.kind === 'today' ? 'actionTodayOutside' : 'actionSoonOutside',
			to,
			locale,
			values: {
				organisation: names.get(row.provider_id)?.text ?? '',
				colleague: colleague?.name || ctx.texts.translator(locale)('mail.colleague'),
				...about,
			},
		});
	}
	return true;
}

/**
 * Reminds the administrators of a provider that its plan is to be looked at, once a review, on its day or as soon after as
 * the job runs. A plan with no action that is open needs no review;
 * the result itself is asked about then (`remindResults`).
 * @returns how many mails were written
 */
export async function remindReviews(ctx: Ctx): Promise<number> {
	const { rows } = await sql<{ id: string; provider_id: string; due_on: string }>`
		select review.id, review.provider_id, review.due_on::text
		from benchmarks.plan_review review
		where review.held_at is null and review.reminded_at is null and review.due_on <= ${dayOf(ctx.now())}::date
			and exists (
				select from benchmarks.action
				where action.provider_id = review.provider_id and action.status in ('planned', 'running') and action.deleted_at is null)
		order by review.due_on limit ${batch}`.execute(ctx.db);
	let sent = 0;
	for (const { id, provider_id: providerId, due_on } of rows)
		await inTransaction(ctx, async (tx) => {
			const first = await tx
				.updateTable('benchmarks.plan_review')
				.set({ reminded_at: ctx.now() })
				.where('id', '=', id)
				.where('reminded_at', 'is', null)
				.where('held_at', 'is', null)
				.returning('id')
				.executeTakeFirst();
			if (!first) return;
			sent += await askAdministrators(ctx, tx, providerId, 'planReview', '#review', (locale) => formatPlannedDay(due_on, locale));
		});
	return sent;
}

/**
 * Half a year after a result, asks the administrators of a provider what came of it, once a result; where the plan holds
 * open actions its own review does that (section 11: reminder and short review for all). Not when the next check has begun,
 * and not for results older than the year after which a new check is wise.
 * @returns how many mails were written
 */
export async function remindResults(ctx: Ctx): Promise<number> {
	const now = ctx.now();
	const { rows } = await sql<{ id: string; provider_id: string; finished_at: Date }>`
		select run.id, run.provider_id, run.finished_at from benchmarks.run
		where run.mode in ('full', 'group') and run.status = 'finished' and run.deleted_at is null and run.reminded_at is null
			and run.finished_at <= ${monthsBefore(now, monthsToReview)} and run.finished_at > ${monthsBefore(now, monthsToNextRun)}
			and not exists (
				select from benchmarks.run later
				where later.provider_id = run.provider_id and later.instrument = run.instrument and later.mode in ('full', 'group')
					and later.deleted_at is null and later.created_at > run.created_at)
			and not exists (
				select from benchmarks.action
				where action.provider_id = run.provider_id and action.status in ('planned', 'running') and action.deleted_at is null)
		order by run.finished_at limit ${batch}`.execute(ctx.db);
	let sent = 0;
	for (const { id, provider_id: providerId, finished_at } of rows)
		await inTransaction(ctx, async (tx) => {
			const first = await tx
				.updateTable('benchmarks.run')
				.set({ reminded_at: now })
				.where('id', '=', id)
				.where('reminded_at', 'is', null)
				.returning('id')
				.executeTakeFirst();
			if (!first) return;
			sent += await askAdministrators(ctx, tx, providerId, 'resultReview', '&review#review', (locale) => formatDay(finished_at, locale));
		});
	return sent;
}

/**
 * Writes to every administrator of a provider, each in their language, with a link to its plan.
 * @param place where in the plan: more of the query, and the fragment
 * @returns how many mails were written
 */
async function askAdministrators(
	ctx: Ctx,
	tx: DatabaseTransaction,
	providerId: string,
	kind: 'planReview' | 'resultReview',
	place: string,
	dayIn: (locale: string) => string,
): Promise<number> {
	let sent = 0;
	for (const person of await administratorsOf(tx, providerId)) {
		const account = await findAccount(tx, person);
		if (!account) continue;
		const { email, locale } = account;
		const names = await namesOfOrganisations(tx, [providerId], locale);
		await sendMail(ctx, tx, {
			kind,
			to: email,
			locale,
			values: {
				link: `${ctx.origin}/${locale}/plan?provider=${providerId}${place}`,
				organisation: names.get(providerId)?.text ?? '',
				day: dayIn(locale),
			},
		});
		sent++;
	}
	return sent;
}

function monthsBefore(moment: Date, months: number): Date {
	return new Date(
		Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO('UTC').subtract({ months }).epochMilliseconds,
	);
}
