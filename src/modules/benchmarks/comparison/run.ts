import { standingOf } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import type { Profile } from '../go-international/profile.ts';
import { editionOf, textsOf } from '../instruments.ts';
import { accessRun, type Run } from '../runs/access.ts';
import { resultOf } from '../runs/queries.ts';
import { refusal, type Refusal } from './entry.ts';
import type { Choice } from './groups.ts';
import { compare, type Comparison } from './queries.ts';
import { goInternationalSource, filtersOf, valuesOf } from './sources/go-international.ts';
import type { FilterName } from './rules.ts';

/** Comparisons of full and group checks of Go International (section 13). */

/** Before a reader chooses: providers of the same kind and size, else of the same kind, else of the same size. */
const usualLists: readonly (readonly FilterName[])[] = [['providerType', 'sizeClass'], ['providerType'], ['sizeClass']];

export type RunComparison = Comparison & {
	runId: string;
	/** Language of the instrument's texts. */
	textLocale: string;
	/** Names of the sections by code. */
	names: Record<string, string>;
	/** Names of the levels, Starting to Leading. */
	levelNames: string[];
	caution: string;
	/** What the run's own profile says, for "like you". */
	like: Choice[];
	/** The provider's consent, and why its result would not be counted in spite of it; null when nothing is in the way. */
	sharing: boolean;
	refusal: Exclude<Refusal, 'not-official' | 'not-shared' | 'too-few-axes'> | null;
};

/**
 * A finished run among others.
 * @param choices filters, the one to drop first at the end; null for providers like this one
 * @throws AppError not_signed_in, not_found, forbidden, conflict before the run is finished (rule 1), invalid_input
 */
export async function compareRun(ctx: Ctx, runId: string, choices: readonly Choice[] | null): Promise<RunComparison> {
	const { run, allows } = await accessRun(ctx, runId);
	if (!allows('read report')) throw new AppError('forbidden', 'Your roles do not allow "read report" in this run');
	return comparisonOf(ctx, run, choices);
}

/** The comparison of a run whose reader was let in by other means (a share link). @throws AppError conflict, invalid_input */
export async function comparisonOf(ctx: Ctx, run: Run, choices: readonly Choice[] | null): Promise<RunComparison> {
	const [stored, row, standings] = await Promise.all([
		resultOf(ctx, run.id),
		ctx.db.selectFrom('benchmarks.run').select('profile').where('id', '=', run.id).executeTakeFirstOrThrow(),
		standingOf(ctx.db, [run.providerId]),
	]);
	if (!stored || !run.finishedAt) throw new AppError('conflict', 'There is no comparison before the run is finished; finish it first');
	const { score, counts } = stored.result;
	const values = valuesOf(score);
	const filters = filtersOf(row.profile as Partial<Profile>);
	const standing = standings.get(run.providerId);
	const { comparison } = await compare(ctx, {
		source: goInternationalSource,
		series: { edition: run.edition, kind: standing?.fictional ? 'fictional' : 'real', unit: 'provider' },
		providerId: run.providerId,
		own: Object.fromEntries(Object.entries(values).map(([column, value]) => [column, { value }])),
		choices,
		usual: { lists: usualLists, filters },
	});
	const why = refusal(
		goInternationalSource.rules,
		{
			providerId: run.providerId,
			runId: run.id,
			finishedAt: run.finishedAt,
			official: true,
			sharing: true,
			active: standing?.active ?? false,
			provisional: score.provisional || score.maturity === null,
			notApplicable: counts.notApplicable / counts.all,
		},
		ctx.now(),
	);
	const edition = editionOf(run.instrument, run.edition);
	const text = textsOf(edition, ctx.locale);
	return {
		...comparison,
		runId: run.id,
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		names: Object.fromEntries(edition.instrument.sections.map(({ code }) => [code, text(`gi.${code}.name`)])),
		levelNames: edition.instrument.levels.map((level) => text(`gi.level.${level}.name`)),
		caution: text('gi.comparison.caution'),
		like: goInternationalSource.rules.filters.flatMap((filter) => (filters[filter] ?? []).map((value) => ({ filter, value }))),
		sharing: run.sharing,
		refusal: why as RunComparison['refusal'],
	};
}
