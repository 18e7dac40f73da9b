import { standingOf, traitsOf } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { textsOf } from '../instruments.ts';
import { authoriseReturn, editionOfReturn } from '../returns/access.ts';
import { itself, type Return } from '../returns/model.ts';
import type { CountedInstrument } from '../solity/instrument.ts';
import type { Report } from '../solity/report/model.ts';
import type { Result } from '../solity/scoring.ts';
import { refusal, type Refusal } from './entry.ts';
import type { Choice } from './groups.ts';
import { officialAt, officialNow, officialResults, resultBefore, valueInForce, type OfficialResult } from './official-results.ts';
import type { Place } from './near.ts';
import { compare, type Comparison } from './queries.ts';
import type { FilterName } from './rules.ts';
import type { OwnValue } from './seen.ts';
import type { Profile, Weights } from './similar.ts';
import { changesOf, filtersOf, profileOf, scoredAxes, solitySource, unitOf, valuesOf, wholeColumn } from './sources/solity.ts';
import { requireTried, tryWeights } from './weight-sets.ts';

/** Comparisons of returns (SOLITY, section 14). */

/** Before a reader chooses: providers of the same kind and size, else of the same kind, else of the same size. */
const usualLists: readonly (readonly FilterName[])[] = [['providerType', 'sizeClass'], ['providerType'], ['sizeClass']];

/** Whom a return is compared with: filters, the one to drop first at the end, or similar providers. */
export type Company = { choices: readonly Choice[] } | { similar: { count: number; weights: Weights } };

export type ReturnComparison = Comparison & {
	returnId: string;
	unit: 'provider' | 'centre';
	year: number;
	/** Language of the instrument's texts. */
	textLocale: string;
	/** The column the own overall score stands in. */
	whole: string;
	/** Axes the own overall score is made of, and how many there are. */
	axes: { scored: number; all: number };
	/** Name, axis, and own band of each column; the whole has neither name nor axis. */
	about: Record<string, { name: string; axis: string | null; own: OwnValue | null }>;
	/** Similar providers as they were asked for, and what they were looked for with; null for filters. */
	similar: { count: number; weights: Weights; own: Profile } | null;
	/** The return's own profile, for "like you". */
	like: Choice[];
	sharing: boolean;
	best: boolean;
	/** Agreed to messages of similar providers; null for centres, who get none. */
	invitable: boolean | null;
	/** Why the result would not be counted in spite of the consent; null when nothing is in the way. */
	refusal: Exclude<Refusal, 'not-official' | 'not-shared' | 'not-applicable'> | null;
};

/**
 * A locked return among others.
 * @param company null for providers like this one
 * @throws AppError not_signed_in, not_found, forbidden, conflict before the return is locked, invalid_input,
 * too_many_requests for a sixth set of weights on one day
 */
export async function compareReturn(ctx: Ctx, id: string, company: Company | null): Promise<ReturnComparison> {
	const { row, allows } = await authoriseReturn(ctx, id, 'read report');
	return comparisonOfReturn(ctx, row, company, { small: allows('read numbers', { centre: itself }) });
}

/** What the report of a return shows of others: providers like this one; null for one that is not locked. */
export async function comparisonForReport(
	ctx: Ctx,
	{ returnId, state }: Pick<Report, 'returnId' | 'state'>,
): Promise<ReturnComparison | null> {
	return state === 'locked' ? compareReturn(ctx, returnId, null) : null;
}

/**
 * The comparison of a return whose reader was let in by other means (a share link).
 * @param options.small whether the reader sees own values with a small base
 * @throws AppError conflict, invalid_input
 */
export async function comparisonOfReturn(
	ctx: Ctx,
	row: Return,
	company: Company | null,
	{ small = false }: { small?: boolean } = {},
): Promise<ReturnComparison> {
	return (await placed(ctx, row, company, { small, weighed: tryWeights })).comparison;
}

/**
 * The neighbourhood of similar providers that a return was compared with today; null where its figures are not shown. For
 * callers who have asked the policy.
 * @throws AppError conflict before the return is locked, or for weights nobody tried today
 */
export async function neighbourhoodOfReturn(ctx: Ctx, row: Return, similar: { count: number; weights: Weights }): Promise<Place | null> {
	return (await placed(ctx, row, { similar }, { small: false, weighed: requireTried })).place;
}

async function placed(
	ctx: Ctx,
	row: Return,
	company: Company | null,
	{ small, weighed }: { small: boolean; weighed: typeof tryWeights },
): Promise<{ comparison: ReturnComparison; place: Place | null }> {
	if (row.state !== 'locked' || !row.lockedAt)
		throw new AppError('conflict', 'There is no comparison before the return is locked; submit and lock it first');
	const edition = editionOfReturn(row);
	const { instrument } = edition;
	const unit = unitOf(row);
	const unitId = unit === 'centre' ? row.centreId! : row.providerId;
	const [standings, traits, official] = await Promise.all([
		standingOf(ctx.db, [row.providerId]),
		traitsOf(ctx.db, [row.providerId]),
		officialResults(ctx.db, row),
	]);
	const standing = standings.get(row.providerId);
	const now = officialNow(official, row);
	if (!now) throw new AppError('conflict', 'This return was opened again a moment ago; there is no comparison before it is locked');
	const { result } = now;
	const before = resultBefore(official, row);
	const own = ownValues(instrument, result, before);
	const profileBy = (of: OfficialResult) => profileOf(of, traits.get(row.providerId)!);
	const filters = filtersOf(profileBy(now), traits.get(row.providerId)!);
	const similar = company && 'similar' in company ? company.similar : null;
	if (similar) await weighed(ctx, unitId, similar.weights);
	const { comparison, profile, place } = await compare(ctx, {
		source: solitySource,
		series: { edition: row.edition, kind: standing?.fictional ? 'fictional' : 'real', unit },
		providerId: unitId,
		own,
		choices: company && 'choices' in company ? company.choices : null,
		usual: { lists: usualLists, filters },
		similar: similar && {
			...similar,
			runId: row.id,
			profileAt: (madeAt) => profileBy((madeAt && officialAt(official, row, madeAt)) ?? now),
		},
		positioned: (column, day, counted) => {
			// A centre costs nobody anything to make up, nor does a provider nobody has verified: only one who is counted learns where it stands.
			if (!counted && (unit === 'centre' || !standing?.active)) return null;
			const value = own[column]?.value ?? null;
			return value === valueInForce(official, column, day) ? value : null;
		},
	});
	const why = refusal(
		solitySource.rules,
		{
			providerId: unitId,
			runId: row.id,
			finishedAt: row.lockedAt,
			official: true,
			sharing: true,
			active: standing?.active ?? false,
			provisional: result.overall.score === null,
			notApplicable: 0,
			scoredAxes: scoredAxes(result),
		},
		ctx.now(),
	);
	const text = textsOf(edition, ctx.locale);
	const named = new Set([...instrument.axes, ...instrument.indicators].map(({ code }) => code));
	const compared: ReturnComparison = {
		...comparison,
		returnId: row.id,
		unit,
		year: row.year,
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		whole: wholeColumn(instrument, result),
		axes: { scored: scoredAxes(result), all: instrument.axes.length },
		about: Object.fromEntries(
			comparison.columns.map(({ column }) => [
				column,
				{
					name: named.has(column) ? text(`su.${column}.name`) : '',
					axis: instrument.indicators.find(({ code }) => code === column)?.axis ?? null,
					own: own[column] ?? null,
				},
			]),
		),
		similar: similar && { ...similar, own: small ? profile! : withoutSmallBases(profile!, official, profileBy) },
		like: solitySource.rules.filters.flatMap((filter) => (filters[filter] ?? []).map((value) => ({ filter, value }))),
		sharing: row.sharing,
		best: row.best,
		invitable: unit === 'provider' ? row.invitable : null,
		refusal: why as ReturnComparison['refusal'],
	};
	return { comparison: compared, place };
}

/**
 * The profile as those see it who may not see values with a small base: shares of all participants tell how few there are.
 * It may be that of an earlier result, so every one that gives the same number is asked. A number that none of them gives
 * (the result is not among those that were read, or was counted in another way) is not shown: nothing tells how small its base was.
 */
function withoutSmallBases(profile: Profile, official: readonly OfficialResult[], profileBy: (of: OfficialResult) => Profile): Profile {
	const known = official.map((each) => ({ ...profileBy(each), indicators: each.result.indicators }));
	const unlessSmall = (number: 'size' | 'jobseekers' | 'vulnerable', codes: readonly string[]) => {
		const same = known.filter((each) => each[number] === profile[number]);
		const sound = same.every(({ indicators }) => codes.every((code) => indicators[code]?.status !== 'small'));
		return same.length > 0 && sound ? profile[number] : null;
	};
	return {
		...profile,
		size: unlessSmall('size', ['SU-3.1']),
		vulnerable: unlessSmall('vulnerable', ['SU-3.1']),
		jobseekers: unlessSmall('jobseekers', ['SU-1.2', 'SU-3.1']),
	};
}

/** Own values by column, each in its band; a change has none. */
function ownValues(instrument: CountedInstrument, result: Result, before: Result | null): Record<string, OwnValue> {
	const { overall, axes, indicators } = result;
	const bandOf = (column: string) => axes[column] ?? indicators[column] ?? (overall.score === null ? { low: null, high: null } : overall);
	const scores = Object.entries(valuesOf(instrument, result)).map(([column, value]) => {
		const { low, high } = bandOf(column);
		return [column, { value, low: low ?? undefined, high: high ?? undefined }] as const;
	});
	const changes = before === null ? {} : changesOf(instrument, before, result);
	return Object.fromEntries([...scores, ...Object.entries(changes).map(([column, value]) => [column, { value }] as const)]);
}
