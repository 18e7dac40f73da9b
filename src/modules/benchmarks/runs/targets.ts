import { z } from 'zod';
import { audit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { announce, inTransaction } from '#platform/events.ts';
import { priorities } from '../go-international/priorities.ts';
import { editionOf } from '../instruments.ts';
import type { Importance, Level } from '../model.ts';
import { authoriseRun, type Run } from './access.ts';
import { inputsOf } from './inputs.ts';
import { remakeResult } from './lifecycle.ts';
import { requireItem } from './notes.ts';
import { saveImportance } from './settings.ts';

/** What a provider wants to reach: the level of an item, and the two or three items it works on first. */

export const targetsInput = z.record(z.string().max(20), z.literal([1, 2, 3, 4]).nullable());

/**
 * Sets the targets of items, or takes them back to the default with null (section 7, rule 10). Also after the end: targets
 * are part of planning, and the result then proposes by them.
 * @throws AppError not_found, forbidden, invalid_input naming the item whose target is below its level
 */
export async function saveTargets(ctx: Ctx, runId: string, input: Record<string, Level | null>): Promise<void> {
	const targets = Object.entries(targetsInput.parse(input));
	await inTransaction(ctx, async (tx) => {
		const run = await authoriseRun(ctx, runId, 'choose focus', { tx, lock: true });
		if (targets.length === 0) return;
		const { answers } = await inputsOf(tx, runId);
		for (const [item, level] of targets) {
			requireItem(run, item);
			const current = answers.get(item);
			if (level !== null && typeof current === 'number' && level < current)
				throw new AppError('invalid_input', {
					message: `A target below the level is not allowed: ${item} is at level ${current}`,
					field: 'level',
					values: { item },
				});
		}
		await tx
			.deleteFrom('benchmarks.target')
			.where('run_id', '=', runId)
			.where(
				'item',
				'in',
				targets.map(([item]) => item),
			)
			.execute();
		const wanted = targets.flatMap(([item, level]) => (level === null ? [] : [{ run_id: runId, item, level }]));
		if (wanted.length) await tx.insertInto('benchmarks.target').values(wanted).execute();
		await tx.updateTable('benchmarks.run').set({ changed_at: ctx.now() }).where('id', '=', runId).execute();
		if (run.status === 'finished') {
			await remakeResult(tx, run);
			await dropFromFocus(tx, run);
		}
		await audit(ctx, tx, {
			action: 'benchmarks.targets.saved',
			subject: { kind: 'run', id: runId },
			organisationId: run.providerId,
			details: { targets: Object.fromEntries(targets) },
		});
		await announce(tx, 'benchmarks.targets.saved', {
			runId,
			providerId: run.providerId,
			instrument: run.instrument,
			items: targets.map(([item]) => item),
		});
	});
}

/**
 * Keeps importance and targets of one form, both or neither.
 * @throws AppError as `saveImportance` and `saveTargets` do
 */
export async function saveWishes(
	ctx: Ctx,
	runId: string,
	{ importance, targets }: { importance: Record<string, Importance>; targets: Record<string, Level | null> },
): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const inside = { ...ctx, db: tx };
		// Targets are part of planning and can be changed after the end; importance is not.
		if (Object.keys(importance).length) await saveImportance(inside, runId, importance);
		if (Object.keys(targets).length) await saveTargets(inside, runId, targets);
	});
}

/** Takes out of the focus what is at its target now and so is no priority any more. */
async function dropFromFocus(tx: DatabaseTransaction, run: Run): Promise<void> {
	const known = await prioritiesOf(tx, run);
	const focus = await tx.selectFrom('benchmarks.focus').select('item').where('run_id', '=', run.id).execute();
	const gone = focus.map(({ item }) => item).filter((item) => !known.has(item));
	if (gone.length) await tx.deleteFrom('benchmarks.focus').where('run_id', '=', run.id).where('item', 'in', gone).execute();
}

/** How many items are chosen as focus (section 8: two or three). */
export const focusNumber = { least: 2, most: 3 } as const;
export const focusInput = z.array(z.string().max(20)).max(focusNumber.most);

/**
 * Chooses two or three of the priorities to work on, in the order given; with none the choice is taken back. Where the
 * result has one priority only, one is enough.
 * @throws AppError not_found, forbidden, conflict without a result, invalid_input
 */
export async function chooseFocus(ctx: Ctx, runId: string, input: string[]): Promise<void> {
	const items = [...new Set(focusInput.parse(input))];
	await inTransaction(ctx, async (tx) => {
		const run = await authoriseRun(ctx, runId, 'choose focus', { tx, lock: true });
		if (run.status !== 'finished') throw new AppError('conflict', 'Choose the focus when the run has its result');
		await requirePriorities(tx, run, items);
		await tx.deleteFrom('benchmarks.focus').where('run_id', '=', runId).execute();
		if (items.length)
			await tx
				.insertInto('benchmarks.focus')
				.values(items.map((item, position) => ({ run_id: runId, item, position })))
				.execute();
		await audit(ctx, tx, {
			action: 'benchmarks.focus.chosen',
			subject: { kind: 'run', id: runId },
			organisationId: run.providerId,
			details: { items },
		});
		await announce(tx, 'benchmarks.focus.chosen', { runId, providerId: run.providerId, instrument: run.instrument, items });
	});
}

async function prioritiesOf(tx: DatabaseTransaction, run: Run): Promise<Set<string>> {
	const { answers, importance, targets } = await inputsOf(tx, run.id);
	return new Set(priorities(editionOf(run.instrument, run.edition).instrument, answers, importance, targets).map(({ item }) => item));
}

async function requirePriorities(tx: DatabaseTransaction, run: Run, items: readonly string[]): Promise<void> {
	const known = await prioritiesOf(tx, run);
	for (const item of items) {
		requireItem(run, item);
		if (!known.has(item))
			throw new AppError('invalid_input', { message: `${item} is no priority of this result: it is at its target`, field: 'items' });
	}
	const least = Math.min(focusNumber.least, known.size);
	if (items.length > 0 && items.length < least)
		throw new AppError('invalid_input', {
			message: `Choose ${focusNumber.least} or ${focusNumber.most} items as focus`,
			field: 'items',
			values: { fault: 'few', least },
		});
}
