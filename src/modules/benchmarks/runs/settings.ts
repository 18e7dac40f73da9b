import { z } from 'zod';
import { audit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { announce, inTransaction } from '#platform/events.ts';
import { leavePool } from '../comparison/leave.ts';
import { numbersInput, profileInput } from '../go-international/profile.ts';
import { editionOf } from '../instruments.ts';
import type { Importance } from '../model.ts';
import { authoriseRun, requireOpen, type Run } from './access.ts';

/** What a provider says about itself and about what matters to it, beside the answers. */

export const profileChange = z.strictObject({ version: z.int().positive(), profile: profileInput, numbers: numbersInput });
export type ProfileChange = z.input<typeof profileChange>;

/**
 * Keeps profile and numbers panel.
 * @throws AppError conflict when somebody else changed them meanwhile; `details.values.version` is the one to send again with
 */
export async function saveProfile(ctx: Ctx, runId: string, input: ProfileChange): Promise<{ version: number }> {
	const { version, profile, numbers } = profileChange.parse(input);
	return changeRun(ctx, runId, async (tx, run) => {
		const changed = await tx
			.updateTable('benchmarks.run')
			.set({ profile: JSON.stringify(profile), numbers: JSON.stringify(numbers), profile_version: version + 1, changed_at: ctx.now() })
			.where('id', '=', run.id)
			.where('profile_version', '=', version)
			.executeTakeFirst();
		if (!changed.numUpdatedRows) {
			const now = await tx.selectFrom('benchmarks.run').select('profile_version').where('id', '=', run.id).executeTakeFirstOrThrow();
			throw new AppError('conflict', {
				message: 'Somebody else changed the profile meanwhile; look at both versions and send yours again',
				values: { version: now.profile_version },
			});
		}
		return { version: version + 1 };
	});
}

export const importanceInput = z.record(z.string().max(20), z.literal([1, 2, 3]));

/** Keeps how important sections are in the next two years: 1 low, 2 medium, 3 high (section 7, rule 9). */
export async function saveImportance(ctx: Ctx, runId: string, input: Record<string, Importance>): Promise<void> {
	const importance = importanceInput.parse(input);
	await changeRun(ctx, runId, async (tx, run) => {
		const sections = new Set(editionOf(run.instrument, run.edition).instrument.sections.map(({ code }) => code));
		const rows = Object.entries(importance).map(([section, value]) => ({ run_id: run.id, section, importance: value as Importance }));
		const unknown = rows.find(({ section }) => !sections.has(section));
		if (unknown)
			throw new AppError('invalid_input', { message: `${unknown.section} is not a section of ${run.edition}`, field: unknown.section });
		if (rows.length === 0) return;
		await tx
			.insertInto('benchmarks.section_setting')
			.values(rows)
			.onConflict((conflict) =>
				conflict.columns(['run_id', 'section']).doUpdateSet((eb) => ({ importance: eb.ref('excluded.importance') })),
			)
			.execute();
		await tx.updateTable('benchmarks.run').set({ changed_at: ctx.now() }).where('id', '=', run.id).execute();
	});
}

/** Lets the run be counted in comparisons from the next night on, or takes that back at once (section 13, rule 2). */
export async function saveSharing(ctx: Ctx, runId: string, sharing: boolean): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const run = await authoriseRun(ctx, runId, 'share', { tx, lock: true });
		if (run.sharing === sharing) return;
		await tx.updateTable('benchmarks.run').set({ sharing, sharing_changed_at: ctx.now() }).where('id', '=', runId).execute();
		if (!sharing) await leavePool(ctx, tx, runId);
		await audit(ctx, tx, {
			action: sharing ? 'benchmarks.sharing.on' : 'benchmarks.sharing.off',
			subject: { kind: 'run', id: runId },
			organisationId: run.providerId,
		});
		await announce(tx, 'benchmarks.sharing.changed', { runId, providerId: run.providerId, instrument: run.instrument, sharing });
	});
}

async function changeRun<T>(ctx: Ctx, runId: string, work: (tx: DatabaseTransaction, run: Run) => Promise<T>): Promise<T> {
	return inTransaction(ctx, async (tx) => {
		const run = await authoriseRun(ctx, runId, 'answer', { tx, lock: true });
		// In a group check the profile is filled in while people answer, and importance after the meeting.
		if (run.mode === 'full' || run.status === 'finished') requireOpen(run);
		return work(tx, run);
	});
}
