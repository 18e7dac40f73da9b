import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { seal, unseal } from '#platform/sealed.ts';
import { providerName } from '../invitations.ts';
import { findReturn } from './access.ts';

type Db = Ctx['db'] | DatabaseTransaction;

const purpose = 'reminders of task';

/** Whoever is asked for numbers, as the provider that asks knows them: by their mail address. */
export type Asked = { providerId: string; email: string };

/** What a mailed link to the reminders opens. */
export type Reminders = { provider: string; wanted: boolean };

/** The address of the page that switches reminders off; it works as long as the return is there, without an account. */
export function silenceLink(ctx: Ctx, taskId: string, locale: string): string {
	return `${ctx.origin}/${locale}/returns/task/reminders?for=${seal(ctx, purpose, taskId)}`;
}

/** @throws AppError gone for a link that was changed, or whose return is gone */
export async function readReminders(ctx: Ctx, secret: string): Promise<Reminders> {
	const asked = await askedBy(ctx, ctx.db, secret);
	return {
		provider: await providerName(ctx.db, asked.providerId, ctx.locale),
		wanted: await wantsReminders(ctx, ctx.db, asked),
	};
}

/**
 * Whether a person wants reminders of what this provider asks for, in all of its returns; what somebody sends by hand
 * still comes. Saying the same again changes nothing.
 * @param secret of the mailed link to the reminders
 * @throws AppError gone
 */
export async function setReminders(ctx: Ctx, secret: string, wanted: boolean): Promise<void> {
	await inTransaction(ctx, async (tx) => storeReminders(ctx, tx, await askedBy(ctx, tx, secret), wanted));
}

/**
 * What is kept of an address: nobody who reads the database or a copy of it finds out by trying addresses, for that takes
 * the secret of the platform. The provider is in it, so that nobody sees from two rows that they are one person.
 */
const hashOf = (ctx: Ctx, { providerId, email }: Asked) =>
	createHmac('sha256', ctx.config.secret).update(`no reminders of ${providerId} to ${email.toLowerCase()}`).digest();

/** Whether somebody is reminded of what a provider asks for. */
export async function wantsReminders(ctx: Ctx, db: Db, { providerId, email }: Asked): Promise<boolean> {
	return !(await silencedOf(ctx, db, [providerId]))({ providerId, email });
}

/** Tells of anybody whom some providers ask whether they switched reminders off. */
export async function silencedOf(ctx: Ctx, db: Db, providerIds: readonly string[]): Promise<(asked: Asked) => boolean> {
	const { rows } = await sql<{ hash: string }>`
		select encode(address_hash, 'hex') as hash from benchmarks.task_silence
		where provider_id = any(${[...new Set(providerIds)]}::uuid[])`.execute(db);
	const silenced = new Set(rows.map(({ hash }) => hash));
	return (asked) => silenced.size > 0 && silenced.has(hashOf(ctx, asked).toString('hex'));
}

/** Open tasks that are due within some days (`YYYY-MM-DD`, both included) and of which nobody is to be reminded. @returns ids */
export async function silencedTasks(ctx: Ctx, db: Db, { from, to }: { from: string; to: string }): Promise<string[]> {
	const { rows } = await sql<Asked & { id: string }>`
		select task.id, own.provider_id as "providerId", task.email
		from benchmarks.return_task as task
		join benchmarks.return as own on own.id = task.return_id
		where task.state = 'open' and task.due_on between ${from}::date and ${to}::date
			and own.provider_id in (select provider_id from benchmarks.task_silence)`.execute(db);
	const isSilenced = await silencedOf(
		ctx,
		db,
		rows.map(({ providerId }) => providerId),
	);
	return rows.filter(isSilenced).map(({ id }) => id);
}

/** Remembers whether somebody wants reminders. */
export async function storeReminders(ctx: Ctx, tx: DatabaseTransaction, asked: Asked, wanted: boolean): Promise<void> {
	const key = { provider_id: asked.providerId, address_hash: hashOf(ctx, asked) };
	if (wanted)
		await tx
			.deleteFrom('benchmarks.task_silence')
			.where('provider_id', '=', key.provider_id)
			.where('address_hash', '=', key.address_hash)
			.execute();
	else
		await tx
			.insertInto('benchmarks.task_silence')
			.values({ ...key, since: ctx.now() })
			.onConflict((conflict) => conflict.doNothing())
			.execute();
}

/** Forgets who wanted no reminders of a provider once nothing is left of what it asked anybody for. */
export async function forgetSilences(tx: DatabaseTransaction, providerId: string): Promise<void> {
	await sql`
		delete from benchmarks.task_silence
		where provider_id = ${providerId} and not exists (
			select from benchmarks.return_task as task join benchmarks.return as own on own.id = task.return_id
			where own.provider_id = ${providerId}
		)`.execute(tx);
}

async function askedBy(ctx: Ctx, db: Db, secret: string): Promise<Asked> {
	const taskId = unseal(ctx, purpose, secret);
	const task =
		taskId && (await db.selectFrom('benchmarks.return_task').select(['return_id', 'email']).where('id', '=', taskId).executeTakeFirst());
	const row = task && (await findReturn(db, task.return_id));
	if (!task || !row) throw new AppError('gone', { message: 'This link is damaged, or what was asked for is gone' });
	return { providerId: row.providerId, email: task.email };
}
