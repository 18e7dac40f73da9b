import { sql } from 'kysely';
import { administratorsOf, standingOf } from '#modules/network/index.ts';
import { findAccount, type Account } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { inTransaction } from '#platform/events.ts';
import { newId } from '#platform/ids.ts';
import { sendMail } from '#platform/mail/index.ts';
import { providerName } from '../../invitations.ts';
import { daysBefore, daysBetweenSame, daysKept, mostReceived } from './limits.ts';
import { stopLink } from './stop.ts';

/** So many messages are carried in one go; the rest follow with the next. */
const batch = 100;

/** A message that waits. */
type Waiting = {
	id: string;
	providerId: string;
	sentBy: string | null;
	message: string;
	seriesId: string;
	forest: number;
	number: number;
};

/**
 * Writes the mails of messages to similar providers: to the administrators of each that agreed, stands well and was not
 * written to too often. Each message all or nothing, so that everybody gets it once, also when the job is broken off or
 * runs twice. Text and neighbourhood are forgotten then.
 * @returns how many messages, whether anybody got them or not
 */
export async function carryInvitations(ctx: Ctx): Promise<number> {
	const waiting = await ctx.db
		.selectFrom('benchmarks.similar_invitation')
		.select('id')
		.where('carried_at', 'is', null)
		.orderBy('id')
		.limit(batch)
		.execute();
	let carried = 0;
	const faults: unknown[] = [];
	for (const { id } of waiting)
		try {
			if (await carryOne(ctx, id)) carried++;
		} catch (error) {
			faults.push(error);
		}
	// One that cannot be carried keeps no other waiting, and is not hidden either.
	if (faults.length) throw faults[0];
	return carried;
}

/** @returns false for one that somebody else carried meanwhile */
function carryOne(ctx: Ctx, id: string): Promise<boolean> {
	return inTransaction(ctx, async (tx) => {
		// One message at a time: what a reader got is counted before the next.
		await sql`select pg_advisory_xact_lock(hashtextextended('benchmarks.carry-invitations', 0))`.execute(tx);
		const message = await waitingAs(tx, id);
		if (!message) return false;
		await carry(ctx, tx, message);
		await tx
			.updateTable('benchmarks.similar_invitation')
			.set({ carried_at: ctx.now(), message: null, series_id: null, forest: null, number: null })
			.where('id', '=', id)
			.execute();
		return true;
	});
}

/** The message as it stands; undefined once it is carried. */
async function waitingAs(tx: DatabaseTransaction, id: string): Promise<Waiting | undefined> {
	const { rows } = await sql<Waiting>`
		select id, provider_id as "providerId", sent_by as "sentBy", message, series_id as "seriesId", forest, number
		from benchmarks.similar_invitation where id = ${id} and carried_at is null`.execute(tx);
	return rows[0];
}

async function carry(ctx: Ctx, tx: DatabaseTransaction, { id, providerId, sentBy, message, ...place }: Waiting): Promise<void> {
	const sender = sentBy ? await findAccount(tx, sentBy) : undefined;
	const standing = (await standingOf(tx, [providerId])).get(providerId);
	if (!sender || !standing?.active) return;
	for (const recipient of await recipientsOf(ctx, tx, { providerId, fictional: standing.fictional, ...place }))
		await writeToAdministrators(ctx, tx, { id, providerId, sender, message }, recipient);
}

/** Notes that a provider gets a message, and writes to each of its administrators, in their language. */
export async function writeToAdministrators(
	ctx: Ctx,
	tx: DatabaseTransaction,
	{ id, providerId, sender, message }: Pick<Waiting, 'id' | 'providerId' | 'message'> & { sender: Pick<Account, 'name' | 'email'> },
	recipient: string,
): Promise<void> {
	const delivery = newId();
	await tx
		.insertInto('benchmarks.similar_invitation_recipient')
		.values({ id: delivery, invitation_id: id, provider_id: recipient, at: ctx.now() })
		.execute();
	for (const person of await administratorsOf(tx, recipient)) {
		const administrator = await findAccount(tx, person);
		if (!administrator) continue;
		const { email, locale } = administrator;
		await sendMail(ctx, tx, {
			kind: 'similarInvitation',
			to: email,
			replyTo: sender.email,
			locale,
			values: {
				link: `mailto:${encodeURIComponent(sender.email).replace('%40', '@')}`,
				stop: stopLink(ctx, delivery, locale),
				sender: sender.name,
				organisation: await providerName(tx, providerId, locale),
				address: sender.email,
				recipient: await providerName(tx, recipient, locale),
				quote: message,
			},
		});
	}
}

/**
 * Providers of a neighbourhood that get a message: those that still count in the pool with a return whose consent stands,
 * are verified, and were not written to too often.
 */
async function recipientsOf(
	ctx: Ctx,
	tx: DatabaseTransaction,
	{
		providerId,
		fictional,
		seriesId,
		forest,
		number,
	}: Pick<Waiting, 'providerId' | 'seriesId' | 'forest' | 'number'> & { fictional: boolean },
): Promise<string[]> {
	const { rows } = await sql<{ id: string }>`
		select distinct counting.provider_id as id
		from benchmarks.comparison_neighbourhood near
		join benchmarks.comparison_member inside on inside.id = any(near.members)
		join benchmarks.comparison_member counting
			on counting.series_id = near.series_id and counting.provider_id = inside.provider_id and counting.until is null
		join benchmarks.return own on own.id = counting.run_id
		where near.series_id = ${seriesId} and near.forest = ${forest} and near.number = ${number}
			and own.invitable and own.state = 'locked' and own.deleted_at is null and counting.provider_id <> ${providerId}
			and not exists (
				select from benchmarks.similar_invitation_recipient got
				join benchmarks.similar_invitation sent on sent.id = got.invitation_id
				where got.provider_id = counting.provider_id and sent.provider_id = ${providerId}
					and got.at > ${daysBefore(ctx.now(), daysBetweenSame)})
			and ${mostReceived.messages} > (
				select count(*) from benchmarks.similar_invitation_recipient got
				where got.provider_id = counting.provider_id and got.at > ${daysBefore(ctx.now(), mostReceived.days)})
		order by counting.provider_id`.execute(tx);
	const standings = await standingOf(
		tx,
		rows.map(({ id }) => id),
	);
	return rows.flatMap(({ id }) => {
		const standing = standings.get(id);
		return standing?.active && standing.fictional === fictional ? id : [];
	});
}

/** Forgets what was written more than a year ago, and who got it. @returns how many messages */
export async function forgetInvitations({ db, now }: Pick<Ctx, 'db' | 'now'>): Promise<number> {
	const { numDeletedRows } = await db
		.deleteFrom('benchmarks.similar_invitation')
		.where('sent_at', '<', daysBefore(now(), daysKept))
		.executeTakeFirst();
	return Number(numDeletedRows);
}
