import { z } from 'zod';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { publishLive } from '#platform/live.ts';
import { personOf } from '#platform/policy.ts';
import { editionOf } from '../instruments.ts';
import { authoriseRun, requireOpen, type Run } from './access.ts';
import { ownAnswers } from './answer-writer.ts';

export const noteInput = z.strictObject({
	item: z.string().max(20),
	/** Empty takes the note away. */
	text: z.string().trim().max(1000),
	/** The version the writer had seen; 0 for none. */
	basedOn: z.int().min(0).default(0),
});
export type NoteInput = z.input<typeof noteInput>;

/**
 * Keeps the note of an item, private to the provider. Saving the same text again changes nothing.
 * @throws AppError conflict when somebody else changed it meanwhile; `details.values` holds their text and version
 */
export async function saveNote(ctx: Ctx, runId: string, input: NoteInput): Promise<{ version: number }> {
	const given = noteInput.parse(input);
	return inTransaction(ctx, async (tx) => {
		const run = await authoriseRun(ctx, runId, 'answer', { tx, lock: true });
		requireOpen(run);
		const by = personOf(ctx.actor) ?? null;
		const saved = await writeNote(ctx, tx, run, { ...given, participantId: ownAnswers, by });
		if (saved.changed) await publishLive(tx, `run:${runId}`, { kind: 'note', item: given.item, version: saved.version, by });
		return { version: saved.version };
	});
}

/** Writes a note of the run or of one participant, in a transaction that holds the run. @throws AppError invalid_input, conflict */
export async function writeNote(
	ctx: Ctx,
	tx: DatabaseTransaction,
	run: Run,
	{ item, text, basedOn, participantId, by }: z.output<typeof noteInput> & { participantId: string; by: string | null },
): Promise<{ version: number; changed: boolean }> {
	requireItem(run, item);
	const stands = await tx
		.selectFrom('benchmarks.note')
		.select(['text', 'version', 'changed_by'])
		.where('run_id', '=', run.id)
		.where('item', '=', item)
		.where('participant_id', '=', participantId)
		.executeTakeFirst();
	const version = stands?.version ?? 0;
	if ((stands?.text ?? '') === text) return { version, changed: false };
	if (version !== basedOn)
		throw new AppError('conflict', {
			message: 'Somebody else changed this note meanwhile; look at both texts and save yours again',
			field: 'text',
			values: { text: stands?.text ?? '', version, by: stands?.changed_by ?? '' },
		});
	const row = { text, version: version + 1, changed_by: by, changed_at: ctx.now() };
	await tx
		.insertInto('benchmarks.note')
		.values({ run_id: run.id, item, participant_id: participantId, ...row })
		.onConflict((conflict) => conflict.columns(['run_id', 'item', 'participant_id']).doUpdateSet(row))
		.execute();
	await tx.updateTable('benchmarks.run').set({ changed_at: ctx.now() }).where('id', '=', run.id).execute();
	return { version: version + 1, changed: true };
}

/** @throws AppError invalid_input for a code the run's edition does not have */
export function requireItem(run: Pick<Run, 'instrument' | 'edition'>, item: string): void {
	if (!editionOf(run.instrument, run.edition).instrument.items.some(({ code }) => code === item))
		throw new AppError('invalid_input', { message: `${item} is not an item of ${run.edition}`, field: 'item' });
}
