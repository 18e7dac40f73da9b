import { z } from 'zod';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { personOf } from '#platform/policy.ts';
import type { Warning } from '../solity/fault.ts';
import { authoriseReturn, editionOfReturn, requireEnterable } from './access.ts';
import { evaluate } from './evaluation.ts';
import { record } from './history.ts';
import { inputsOf, yearBefore } from './result.ts';

/** A warning somebody looked at: what it said then, and why it is right. */
export type Confirmation = { warning: string; fingerprint: string; comment: string; personId: string | null; at: Date };

/** Which warning, whatever its figures: its text and what it is about. */
export function warningKey({ text, field, indicator }: Pick<Warning, 'text' | 'field' | 'indicator'>): string {
	return [text.replace('su.', ''), field ?? indicator].filter(Boolean).join(':');
}

/** What it said. With other figures it asks again. */
export function fingerprint({ values }: Pick<Warning, 'values'>): string {
	return JSON.stringify(Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export async function confirmationsOf(db: Ctx['db'] | DatabaseTransaction, returnId: string): Promise<Map<string, Confirmation>> {
	const rows = await db
		.selectFrom('benchmarks.return_confirmation')
		.select(['warning', 'fingerprint', 'comment', 'person_id', 'at'])
		.where('return_id', '=', returnId)
		.limit(1000)
		.execute();
	return new Map(rows.map(({ person_id, ...row }) => [row.warning, { ...row, personId: person_id }]));
}

/** Warnings nobody confirmed with a comment since they say what they say. */
export async function unconfirmed(db: Ctx['db'] | DatabaseTransaction, returnId: string, warnings: readonly Warning[]): Promise<Warning[]> {
	const known = await confirmationsOf(db, returnId);
	return warnings.filter((warning) => known.get(warningKey(warning))?.fingerprint !== fingerprint(warning));
}

export const confirmInput = z.strictObject({
	/** Keys of warnings, as the review shows them, each with why it is right; an empty comment takes it back. */
	comments: z.record(z.string().max(120), z.string().trim().max(1000)),
});

/**
 * Confirms warnings, each with a short comment.
 * @throws AppError not_found, forbidden, conflict with E_LOCKED, invalid_input for a warning there is not
 */
export async function confirmWarnings(ctx: Ctx, id: string, input: z.input<typeof confirmInput>): Promise<void> {
	const { comments } = confirmInput.parse(input);
	await inTransaction(ctx, async (tx) => {
		const { row } = await authoriseReturn(ctx, id, 'enter numbers', { tx, lock: true });
		requireEnterable(ctx, row);
		const { file } = await inputsOf(tx, row);
		const { warnings } = evaluate(editionOfReturn(row).instrument, file, 'draft', await yearBefore(tx, row));
		const byKey = new Map(warnings.map((warning) => [warningKey(warning), warning]));
		const known = await confirmationsOf(tx, id);
		const unknown = Object.keys(comments).find((key) => !byKey.has(key));
		if (unknown !== undefined)
			throw new AppError('invalid_input', {
				message: `There is no warning ${unknown} any more`,
				field: unknown,
				values: { fault: 'gone' },
			});
		const changed = Object.entries(comments).filter(([key, comment]) => {
			const now = known.get(key);
			return comment !== (now?.comment ?? '') || (now && now.fingerprint !== fingerprint(byKey.get(key)!));
		});
		const keys = changed.map(([key]) => key);
		if (keys.length === 0) return;
		await tx.deleteFrom('benchmarks.return_confirmation').where('return_id', '=', id).where('warning', 'in', keys).execute();
		const kept = changed.filter(([, comment]) => comment !== '');
		if (kept.length > 0)
			await tx
				.insertInto('benchmarks.return_confirmation')
				.values(
					kept.map(([warning, comment]) => ({
						return_id: id,
						warning,
						fingerprint: fingerprint(byKey.get(warning)!),
						comment,
						person_id: personOf(ctx.actor) ?? null,
						at: ctx.now(),
					})),
				)
				.execute();
		await record(
			ctx,
			tx,
			row,
			changed.map(([target, comment]) => ({ kind: 'confirmation', target, after: comment || null })),
		);
	});
}
