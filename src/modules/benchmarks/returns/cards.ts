import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { positionsOf } from '#modules/network/index.ts';
import { audit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { announce, inTransaction } from '#platform/events.ts';
import { personOf } from '#platform/policy.ts';
import { cardOf, choices, fingerprintOfCard, mostNumbers, type CardContent } from '../solity/report/card.ts';
import { authoriseReturn, editionOfReturn } from './access.ts';
import { gatherReturnReport } from './report.ts';

/** The public card of a return (specification, section 13): published by choice, withdrawn at any time, checked by anybody. */

/** No vowels, so that no words come out, and nothing that looks like something else. */
const alphabet = 'CDFGHJKMNPQRTWXY34679';
const newCode = () => Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('');

/** Reads a card's code as people type it. */
export function tidyCardCode(text: string): string {
	return text.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

export const cardInput = z.strictObject({
	/** Indicators whose values stand on the card, in this order. */
	numbers: z.array(z.string().max(10)).max(mostNumbers).default([]),
});

/**
 * Publishes the card of a locked return. One that is out already is withdrawn: a return has one card.
 * @throws AppError forbidden, conflict while the return is not locked or has no overall score, or its provider is not
 * verified, invalid_input for a number that may not stand on a card
 */
export async function publishCard(ctx: Ctx, returnId: string, input: z.input<typeof cardInput>): Promise<{ code: string }> {
	const { numbers } = cardInput.parse(input);
	return inTransaction(ctx, async (tx) => {
		const { row } = await authoriseReturn(ctx, returnId, 'publish card', { tx, lock: true });
		if (row.state !== 'locked') throw new AppError('conflict', 'Lock the return first: only official numbers stand on a card');
		if (!(await isVerified({ ...ctx, db: tx }, row.providerId)))
			throw new AppError('conflict', 'A card carries the name of its provider: it is published once the provider is verified');
		const report = await gatherReturnReport({ db: tx, locale: ctx.locale }, row, everything);
		const allowed = new Set(choices(report).map(({ code }) => code));
		const refused = numbers.find((code) => !allowed.has(code));
		if (refused)
			throw new AppError('invalid_input', {
				message: `${refused} may not stand on a card: it has no score, or too small a base`,
				field: 'numbers',
			});
		const code = newCode();
		const content = cardOf(editionOfReturn(row).instrument, report, code, numbers);
		if (!content) throw new AppError('conflict', 'This return has no overall score, so there is no card to publish');
		await withdraw(ctx, tx, returnId);
		await tx
			.insertInto('benchmarks.card')
			.values({
				code,
				return_id: returnId,
				provider_id: row.providerId,
				revision: row.revision,
				content: JSON.stringify(content),
				fingerprint: fingerprintOfCard(content),
				published_by: personOf(ctx.actor) ?? null,
				published_at: ctx.now(),
			})
			.execute();
		await audit(ctx, tx, {
			action: 'benchmarks.card.published',
			subject: { kind: 'return', id: returnId },
			organisationId: row.providerId,
			details: { code, numbers },
		});
		await announce(tx, 'benchmarks.card.published', { returnId, providerId: row.providerId, code });
		return { code };
	});
}

/** Whether the network has verified the provider the actor publishes for. */
async function isVerified(ctx: Parameters<typeof positionsOf>[0] & Pick<Ctx, 'actor'>, providerId: string): Promise<boolean> {
	const person = personOf(ctx.actor);
	const positions = person ? await positionsOf(ctx, person) : [];
	return positions.some(({ organisationId, state }) => organisationId === providerId && state === 'active');
}

/** A publisher sees all of its own numbers; what may stand on the card is decided by the card's own rules. */
const everything = { small: true, numbers: true, centre: () => true };

/** Withdraws the card at once; its numbers are gone, its fingerprint still tells that it was one. @throws AppError not_found */
export async function withdrawCard(ctx: Ctx, returnId: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const { row } = await authoriseReturn(ctx, returnId, 'publish card', { tx, lock: true });
		const code = await withdraw(ctx, tx, returnId);
		if (!code) throw new AppError('not_found', 'This return has no public card');
		await audit(ctx, tx, {
			action: 'benchmarks.card.withdrawn',
			subject: { kind: 'return', id: returnId },
			organisationId: row.providerId,
			details: { code },
		});
		await announce(tx, 'benchmarks.card.withdrawn', { returnId, providerId: row.providerId, code });
	});
}

async function withdraw(ctx: Ctx, tx: DatabaseTransaction, returnId: string): Promise<string | null> {
	const row = await tx
		.updateTable('benchmarks.card')
		.set({ withdrawn_at: ctx.now(), content: null })
		.where('return_id', '=', returnId)
		.where('withdrawn_at', 'is', null)
		.returning('code')
		.executeTakeFirst();
	return row?.code ?? null;
}

export type OwnCard = {
	/** What is out; null while nothing is. */
	published: { code: string; content: CardContent; fingerprint: string; publishedAt: Date; current: boolean } | null;
	/** Numbers that may stand on it. */
	choices: ReturnType<typeof choices>;
	/** Whether a card can be published now, and if not why. */
	state: 'ready' | 'not-locked' | 'not-verified' | 'no-score';
};

/** A provider's view of its card. @throws AppError not_signed_in, not_found, forbidden */
export async function cardOfReturn(ctx: Ctx, returnId: string): Promise<OwnCard> {
	const { row } = await authoriseReturn(ctx, returnId, 'publish card');
	const card = await ctx.db
		.selectFrom('benchmarks.card')
		.select(['code', 'content', 'fingerprint', 'published_at', 'revision'])
		.where('return_id', '=', returnId)
		.where('withdrawn_at', 'is', null)
		.executeTakeFirst();
	const locked = row.state === 'locked';
	const report = locked ? await gatherReturnReport(ctx, row, everything) : null;
	return {
		published: card
			? {
					code: card.code,
					content: card.content as unknown as CardContent,
					fingerprint: card.fingerprint,
					publishedAt: card.published_at,
					current: locked && card.revision === row.revision,
				}
			: null,
		choices: report ? choices(report) : [],
		state: !locked
			? 'not-locked'
			: report!.overall.score === null
				? 'no-score'
				: (await isVerified(ctx, row.providerId))
					? 'ready'
					: 'not-verified',
	};
}

export type PublicCard = {
	code: string;
	/** valid: as published, and the return is still official; reopened: its numbers are being revised or have been. */
	state: 'valid' | 'reopened' | 'withdrawn';
	/** Null once it is withdrawn. */
	content: CardContent | null;
	fingerprint: string;
	/** Whether the numbers kept here still have the fingerprint they were published with. */
	intact: boolean;
	publishedAt: Date;
	withdrawnAt: Date | null;
};

/** A card as anybody may read it. @throws AppError not_found for a code nobody published */
export async function readCard(ctx: Pick<Ctx, 'db'>, code: string): Promise<PublicCard> {
	const row = await ctx.db
		.selectFrom('benchmarks.card as card')
		.leftJoin('benchmarks.return as own', 'own.id', 'card.return_id')
		.select(['card.code', 'card.content', 'card.fingerprint', 'card.published_at', 'card.withdrawn_at', 'card.revision'])
		.select(['own.state', 'own.revision as revision_now', 'own.deleted_at'])
		.where('card.code', '=', tidyCardCode(code))
		.executeTakeFirst();
	if (!row) throw new AppError('not_found', 'There is no card with this code');
	const gone = row.withdrawn_at !== null || row.state === null || row.deleted_at !== null;
	const content = gone ? null : (row.content as unknown as CardContent);
	return {
		code: row.code,
		state: gone ? 'withdrawn' : row.state === 'locked' && row.revision_now === row.revision ? 'valid' : 'reopened',
		content,
		fingerprint: row.fingerprint,
		intact: content === null || fingerprintOfCard(content) === row.fingerprint,
		publishedAt: row.published_at,
		withdrawnAt: row.withdrawn_at ?? row.deleted_at,
	};
}
