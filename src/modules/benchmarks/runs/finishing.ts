import type { Ctx } from '#platform/context.ts';
import { defaultTarget } from '../go-international/priorities.ts';
import { reviewOf, type Review } from '../go-international/review.ts';
import { editionOf, textsOf } from '../instruments.ts';
import type { Importance, Level } from '../model.ts';
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

/** The sections with their importance and targets, and what kind of result the answers make; for callers who have asked the policy. */
export type Importances = {
	textLocale: string;
	sections: {
		code: string;
		name: string;
		question: string;
		importance: Importance;
		/** Items below level 4, with the level that is wanted; null where nobody chose one and the usual one counts. */
		targets: { item: string; title: string; level: Level; usual: Level; target: Level | null }[];
	}[];
	outlook: Review['outlook'];
	/** Answers that met and are not decided. */
	conflicts: number;
};

export async function readImportance(ctx: Ctx, run: Pick<Run, 'id' | 'instrument' | 'edition'>): Promise<Importances> {
	const edition = editionOf(run.instrument, run.edition);
	const text = textsOf(edition, ctx.locale);
	const [{ conflicts }, { answers, importance, targets }, { outlook }] = await Promise.all([
		answersOfRun(ctx, run.id),
		inputsOf(ctx.db, run.id),
		reviewOfRun(ctx, run.id),
	]);
	return {
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		sections: edition.instrument.sections.map(({ code }) => ({
			code,
			name: text(`gi.${code}.name`),
			question: text(`gi.${code}.question`),
			importance: importance.get(code) ?? 2,
			targets: edition.instrument.items.flatMap((item) => {
				const level = answers.get(item.code);
				if (item.section !== code || typeof level !== 'number' || level === 4) return [];
				const title = text(`gi.${item.code}.title`);
				return [{ item: item.code, title, level, usual: defaultTarget(level), target: targets.get(item.code) ?? null }];
			}),
		})),
		outlook: { ...outlook, notEnough: outlook.notEnough.map((code) => text(`gi.${code}.name`)) },
		conflicts: conflicts.length,
	};
}
