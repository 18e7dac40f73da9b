import type { Ctx } from '#platform/context.ts';
import { reviewOf, type Review } from '../go-international/review.ts';
import { editionOf, textsOf } from '../instruments.ts';
import type { Importance } from '../model.ts';
import { authoriseRun, type Run } from './access.ts';
import { inputsOf } from './inputs.ts';
import { answersOfRun } from './queries.ts';

/** What stands between the last answer and the result. */

/** What is worth a look before a run gets its result. @throws AppError not_signed_in, not_found */
export async function reviewOfRun(ctx: Ctx, runId: string): Promise<Review> {
	const run = await authoriseRun(ctx, runId, 'read run');
	const { answers, evidence } = await inputsOf(ctx.db, runId);
	return reviewOf(editionOf(run.instrument, run.edition).instrument, answers, evidence);
}

/** The sections with their importance, and what kind of result the answers make; for callers who have asked the policy. */
export type Importances = {
	textLocale: string;
	sections: { code: string; name: string; question: string; importance: Importance }[];
	outlook: Review['outlook'];
	/** Answers that met and are not decided. */
	conflicts: number;
};

export async function readImportance(ctx: Ctx, run: Pick<Run, 'id' | 'instrument' | 'edition'>): Promise<Importances> {
	const edition = editionOf(run.instrument, run.edition);
	const text = textsOf(edition, ctx.locale);
	const [{ importance, conflicts }, { outlook }] = await Promise.all([answersOfRun(ctx, run.id), reviewOfRun(ctx, run.id)]);
	return {
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		sections: edition.instrument.sections.map(({ code }) => ({
			code,
			name: text(`gi.${code}.name`),
			question: text(`gi.${code}.question`),
			importance: importance.get(code) ?? 2,
		})),
		outlook: { ...outlook, notEnough: outlook.notEnough.map((code) => text(`gi.${code}.name`)) },
		conflicts: conflicts.length,
	};
}
