import { namesOf } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import { editionOf } from '../instruments.ts';
import type { OverallResult, Result } from '../solity/scoring.ts';
import { changedScores, type ChangedScore } from '../solity/changed-scores.ts';
import { authoriseReturn } from './access.ts';
import { wordsIn } from './words.ts';

/** Somebody's step with a revision; without a name it was the platform, or somebody whose account is gone. */
export type RevisionStep = { at: Date; by: string | null };

/** One revision of a return: its figures stay as they were when it was locked. */
export type ReturnRevision = {
	revision: number;
	/** `submitted` is the newest alone, while it waits to be locked. */
	mark: 'submitted' | 'locked';
	submitted: RevisionStep;
	locked: RevisionStep | null;
	/** How it was opened again, and why. */
	reopened: (RevisionStep & { reason: string }) | null;
	overall: OverallResult;
	/** In the reader's words; null without a score. */
	band: string | null;
	/** Indicators whose score is another in the newest revision; null for that one itself. */
	changes: (ChangedScore & { name: string })[] | null;
};

/** A return is reopened now and then, never so often. */
const mostRevisions = 50;

/**
 * The revisions of a return, newest first, for those who may read its report: those that were locked, and the one that
 * is submitted now.
 * @throws AppError not_signed_in, not_found, forbidden
 */
export async function revisionsOfReturn(ctx: Ctx, id: string): Promise<ReturnRevision[]> {
	const { row } = await authoriseReturn(ctx, id, 'read report');
	const [results, steps] = await Promise.all([
		ctx.db
			.selectFrom('benchmarks.return_result')
			.select(['revision', 'edition', 'made_at', 'locked_at', 'result'])
			.where('return_id', '=', id)
			.where((is) => is.or([is('locked_at', 'is not', null), ...(row.state === 'submitted' ? [is('revision', '=', row.revision)] : [])]))
			.orderBy('revision', 'desc')
			.limit(mostRevisions)
			.execute(),
		ctx.db
			.selectFrom('benchmarks.return_entry')
			.select(['revision', 'before', 'after', 'note', 'person_id', 'at'])
			.where('return_id', '=', id)
			.where('kind', '=', 'state')
			.orderBy('id', 'desc')
			.limit(mostRevisions * 10)
			.execute(),
	]);
	const names = await namesOf(ctx, [...new Set(steps.flatMap(({ person_id }) => person_id ?? []))]);
	const newest = results[0]?.result as Result | undefined;
	return results.map(({ revision, edition, made_at, locked_at, result }, index) => {
		// A submission that was sent back is followed by another of the same revision: the last one counts.
		const last = (state: string) => steps.find((step) => step.revision === revision && step.after === state && step.before !== 'deleted');
		const stepOf = (state: string, at: Date): RevisionStep => ({ at, by: names.get(last(state)?.person_id ?? '') ?? null });
		const { text } = wordsIn(editionOf('solity', edition), ctx.locale);
		const { overall } = result as unknown as Result;
		const reopened = last('reopened');
		return {
			revision,
			mark: locked_at ? 'locked' : 'submitted',
			submitted: stepOf('submitted', made_at),
			locked: locked_at && stepOf('locked', locked_at),
			reopened: reopened ? { ...stepOf('reopened', reopened.at), reason: reopened.note } : null,
			overall,
			band: 'band' in overall ? text(`su.band.${overall.band}`) : null,
			changes:
				index === 0
					? null
					: changedScores(result as unknown as Result, newest!).map((change) => ({ ...change, name: text(`su.${change.code}.name`) })),
		};
	});
}
