import type { Ctx } from '#platform/context.ts';
import type { Warning } from '../solity/fault.ts';
import { unprovenNumbers } from '../solity/proof.ts';
import { authoriseReturn, editionOfReturn } from './access.ts';
import { confirmationsOf, fingerprint, warningKey, type Confirmation } from './confirmations.ts';
import { evaluate, progressOf, unitsIn } from './evaluation.ts';
import { evidenceOf } from './evidence.ts';
import { cohortOf } from './lifecycle.ts';
import { inputsOf, yearBefore } from './result.ts';
import type { UnitFault } from './refuse.ts';

export type ReturnReview = {
	/** What stands in the way of submitting, in the order of section 8; also a cohort that is not ready yet. */
	faults: UnitFault[];
	/** What somebody should look at again; the confirmation is null while nobody did. */
	warnings: (Warning & { key: string; confirmation: Confirmation | null })[];
	/** Numbers that say they are documented or verified and have nothing attached. */
	evidenceMissing: { unit: string; field: string }[];
	/** Fields with a value, and those needed, over these units. */
	filled: number;
	needed: number;
};

/** What a return still needs, as it stands; of centres what the reader may see. @throws AppError not_signed_in, not_found */
export async function reviewOfReturn(ctx: Ctx, id: string): Promise<ReturnReview> {
	const { row, allows } = await authoriseReturn(ctx, id, 'read numbers');
	const sees = (centre: string | undefined) => allows('read numbers', { centre });
	const { instrument } = editionOfReturn(row);
	const [inputs, previous, known, evidence] = await Promise.all([
		inputsOf(ctx.db, row),
		yearBefore(ctx.db, row),
		confirmationsOf(ctx.db, id),
		evidenceOf(ctx.db, id),
	]);
	const found = evaluate(instrument, inputs.file, 'submit', previous);
	const early = cohortOf(row, ctx.now());
	const units = unitsIn(found).filter(([unit]) => sees(unit));
	const progress = units.map(([, part]) => progressOf(instrument, part));
	return {
		faults: [...found.faults.filter(({ unit }) => sees(unit)), ...(early ? [early] : [])],
		warnings: found.warnings.map((warning) => {
			const confirmation = known.get(warningKey(warning));
			return {
				...warning,
				key: warningKey(warning),
				confirmation: confirmation?.fingerprint === fingerprint(warning) ? confirmation : null,
			};
		}),
		evidenceMissing: unprovenNumbers(
			instrument,
			units.map(([unit, { data }]) => [unit, data] as const),
			evidence,
		),
		filled: progress.reduce((sum, { filled }) => sum + filled, 0),
		needed: progress.reduce((sum, { needed }) => sum + needed, 0),
	};
}
