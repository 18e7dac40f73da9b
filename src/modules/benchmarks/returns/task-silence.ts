import { createHmac, timingSafeEqual } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { isId } from '#platform/ids.ts';
import { providerName } from '../invitations.ts';
import { findReturn } from './access.ts';

type Db = Ctx['db'] | DatabaseTransaction;

/** Whoever is asked for numbers, as the provider that asks knows them: by their mail address. */
export type Asked = { providerId: string; email: string };

/** What a mailed link to the reminders opens. */
export type Reminders = { provider: string; wanted: boolean };

/** The address of the page that switches reminders off; it works as long as the return is there, without an account. */
export function silenceLink(ctx: Ctx, taskId: string, locale: string): string {
	return `${ctx.origin}/${locale}/returns/task/reminders?for=${taskId}.${sealOf(ctx, taskId)}`;
}

/** @throws AppError gone for a link that was changed, or whose return is gone */
export async function readReminders(ctx: Ctx, secret: string): Promise<Reminders> {
	const asked = await askedBy(ctx, ctx.db, secret);
	return {
		provider: await providerName(ctx.db, asked.providerId, ctx.locale),
		wanted: await wantsReminders(ctx.db, asked),
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

/** Whether an address, of a column or a value, was silenced at a provider. */
export function isSilenced(providerId: RawBuilder<unknown>, email: RawBuilder<unknown>): RawBuilder<boolean> {
	return sql<boolean>`exists (
		select from benchmarks.task_silence as silence
		where silence.provider_id = ${providerId} and silence.address_hash = ${hashOf(providerId, email)})`;
}

/** With the provider in it, so that nobody sees from two rows that they are one person. */
const hashOf = (providerId: RawBuilder<unknown>, email: RawBuilder<unknown>) =>
	sql`sha256(convert_to(${providerId}::text || ' ' || lower(${email}::text), 'UTF8'))`;

/** Whether somebody is reminded of what a provider asks for. */
export async function wantsReminders(db: Db, { providerId, email }: Asked): Promise<boolean> {
	const { rows } = await sql<{ silenced: boolean }>`
		select ${isSilenced(sql`${providerId}::uuid`, sql`${email}::text`)} as silenced`.execute(db);
	return !rows[0]!.silenced;
}

/** Remembers whether somebody wants reminders. */
export async function storeReminders(ctx: Ctx, tx: DatabaseTransaction, { providerId, email }: Asked, wanted: boolean): Promise<void> {
	const hash = hashOf(sql`${providerId}::uuid`, sql`${email}::text`);
	if (wanted) await sql`delete from benchmarks.task_silence where provider_id = ${providerId} and address_hash = ${hash}`.execute(tx);
	else
		await sql`
			insert into benchmarks.task_silence (provider_id, address_hash, since) values (${providerId}, ${hash}, ${ctx.now()})
			on conflict do nothing`.execute(tx);
}

async function askedBy(ctx: Ctx, db: Db, secret: string): Promise<Asked> {
	const [taskId = '', seal = ''] = secret.split('.');
	const sound = isId(taskId) && isEqual(seal, sealOf(ctx, taskId));
	const task = sound
		? await db.selectFrom('benchmarks.return_task').select(['return_id', 'email']).where('id', '=', taskId).executeTakeFirst()
		: undefined;
	const row = task && (await findReturn(db, task.return_id));
	if (!task || !row) throw new AppError('gone', { message: 'This link is damaged, or what was asked for is gone' });
	return { providerId: row.providerId, email: task.email };
}

const sealOf = (ctx: Ctx, taskId: string) =>
	createHmac('sha256', ctx.config.secret).update(`reminders of task ${taskId}`).digest('base64url');

function isEqual(given: string, wanted: string): boolean {
	const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
	return one.length === other.length && timingSafeEqual(one, other);
}
