import { sql } from 'kysely';
import { z } from 'zod';
import { standingOf } from '#modules/network/index.ts';
import { audit } from '#platform/audit.ts';
import { findAccount } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { newId } from '#platform/ids.ts';
import { requirePerson } from '#platform/policy.ts';
import { accessReturn, authoriseReturn } from '../../returns/access.ts';
import { neighbourhoodOfReturn } from '../return.ts';
import { defaultWeights, largestWeight, similarCount, variables, type Variable } from '../similar.ts';
import { unitOf } from '../sources/solity.ts';
import { daysBefore, daysKept, nextMessage } from './limits.ts';

/** A message to similar providers (SOLITY, section 14): those who agreed are invited to get in touch, and stay unknown. */

export const longestMessage = 2000;

const weight = z.int().min(0).max(largestWeight);
const eachWeight = Object.fromEntries(variables.map((name) => [name, weight.default(defaultWeights[name])])) as Record<
	Variable,
	z.ZodDefault<typeof weight>
>;

export const similarMessageInput = z.strictObject({
	/** Plain text. Browsers send a new line as two characters. */
	message: z
		.string()
		.overwrite((text) => text.replaceAll('\r\n', '\n'))
		.trim()
		.min(1)
		.max(longestMessage),
	/** Whom it goes to: the similar providers that were compared with. */
	count: z.int().min(similarCount.least).max(similarCount.most).default(similarCount.usual),
	weights: z.strictObject(eachWeight).default(defaultWeights),
	/** The same key again is the same message: a form sent twice writes once. */
	key: z.uuid().optional(),
});
export type SimilarMessageInput = z.input<typeof similarMessageInput>;

/**
 * Writes to the similar providers a return is compared with, as far as they agreed. Stored here, carried by a job: neither
 * the answer nor how long it takes depends on whether anybody gets it.
 * @throws AppError not_signed_in, not_found, forbidden, invalid_input; conflict for a return that is not locked, a centre, a
 * provider that is not verified, similar providers that are not shown or weights not tried today; too_many_requests
 */
export async function inviteSimilar(ctx: Ctx, returnId: string, input: SimilarMessageInput): Promise<void> {
	const { message, count, weights, key } = similarMessageInput.parse(input);
	const sentBy = requirePerson(ctx);
	await inTransaction(ctx, async (tx) => {
		const { row } = await authoriseReturn(ctx, returnId, 'write to similar providers', { tx });
		const { id, providerId } = row;
		// One at a time for a provider, also from two of its returns.
		await sql`select pg_advisory_xact_lock(hashtextextended(${`benchmarks.similar_invitation ${providerId}`}, 0))`.execute(tx);
		const known =
			key && (await tx.selectFrom('benchmarks.similar_invitation').select('provider_id').where('id', '=', key).executeTakeFirst());
		if (known && known.provider_id !== providerId)
			throw new AppError('conflict', { message: 'This key was used for another message; use a new one', field: 'key' });
		if (known) return;
		if (unitOf(row) === 'centre') throw new AppError('conflict', 'Providers write to each other, not centres');
		if (!(await standingOf(tx, [providerId])).get(providerId)?.active)
			throw new AppError('conflict', { message: 'Only verified providers write to others', field: 'provider' });
		const next = nextMessage(await sentIn(ctx, tx, providerId));
		if (next && next > ctx.now())
			throw new AppError('too_many_requests', {
				message: `Your organisation has written already; it can write again from ${next.toISOString()} on`,
				field: 'message',
				values: { fault: 'wait' },
				retryAfter: Math.ceil((next.getTime() - ctx.now().getTime()) / 1000),
			});
		const place = await neighbourhoodOfReturn({ ...ctx, db: tx }, row, { count, weights });
		if (!place) throw new AppError('conflict', 'These similar providers are not shown; choose others');
		await tx
			.insertInto('benchmarks.similar_invitation')
			.values({
				id: key ?? newId(),
				provider_id: providerId,
				sent_by: sentBy,
				sent_at: ctx.now(),
				message,
				series_id: place.seriesId,
				forest: place.forest,
				number: place.number,
			})
			.execute();
		await audit(ctx, tx, { action: 'benchmarks.similar.invited', subject: { kind: 'return', id }, organisationId: providerId });
	});
}

/** What somebody who may write to similar providers is told before. */
export type Inviting = {
	/** Only those write who are known to be who they say. */
	verified: boolean;
	/** When its provider wrote last, and when it may again; null where it did not in a year, or may now. */
	last: Date | null;
	next: Date | null;
	/** Who the readers see. */
	sender: { name: string; address: string };
};

/** @returns null for whoever may not write for this return's provider, and for centres */
export async function readInviting(ctx: Ctx, returnId: string): Promise<Inviting | null> {
	const { row, allows } = await accessReturn(ctx, returnId);
	if (!allows('write to similar providers') || unitOf(row) === 'centre') return null;
	const [account, standings, sent] = await Promise.all([
		findAccount(ctx.db, requirePerson(ctx)),
		standingOf(ctx.db, [row.providerId]),
		sentIn(ctx, ctx.db, row.providerId),
	]);
	if (!account) return null;
	const next = nextMessage(sent);
	return {
		verified: standings.get(row.providerId)?.active ?? false,
		last: sent[0] ?? null,
		next: next && next > ctx.now() ? next : null,
		sender: { name: account.name, address: account.email },
	};
}

/** When a provider wrote within a year, newest first. */
async function sentIn(ctx: Ctx, db: Ctx['db'] | DatabaseTransaction, providerId: string): Promise<Date[]> {
	const rows = await db
		.selectFrom('benchmarks.similar_invitation')
		.select('sent_at')
		.where('provider_id', '=', providerId)
		.where('sent_at', '>', daysBefore(ctx.now(), daysKept))
		.orderBy('sent_at', 'desc')
		.limit(10)
		.execute();
	return rows.map(({ sent_at }) => sent_at);
}
