import { sql } from 'kysely';
import { standingOf, traitsOf, type Standing, type Traits } from '#modules/network/index.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { editionOf } from '../../instruments.ts';
import type { ReturnLevel } from '../../returns/model.ts';
import { comparableScores } from '../../solity/comparable.ts';
import type { CountedInstrument } from '../../solity/instrument.ts';
import type { Result } from '../../solity/scoring.ts';
import { solityRules } from '../rules.ts';
import type { Profile } from '../similar.ts';
import type { PoolCandidate, PoolSource } from '../source.ts';

/** The column of the overall score. */
export const overallColumn = 'overall';
/** Overall scores from fewer than all axes are compared with each other only (section 10.4). */
export const partialColumn = 'overall-4';
const pageSize = 1000;

/** Whose results are compared: a provider as a whole, or one centre. */
export const unitOf = ({ level }: { level: ReturnLevel }): 'provider' | 'centre' => (level === 'centre' ? 'centre' : 'provider');

type Row = {
	id: string;
	provider_id: string;
	centre_id: string | null;
	level: ReturnLevel;
	edition: string;
	year: number;
	locked_at: Date;
	best: boolean;
	settings: Settings;
	result: Result;
	/** Of the year before, where that is locked and shared too. */
	before: Result | null;
};
/** What settings of a return tell of its unit: unemployment around it, in percent. */
export type Settings = { ctx_unemployment?: number };

/** Returns that are locked and shared. */
export const solitySource: PoolSource<DatabaseTransaction> = {
	rules: solityRules,
	columnsOf: (edition) => columnsOf(editionOf('solity', edition).instrument),
	async *candidates(db) {
		for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
			const { rows } = await sql<Row>`
				select own.id, own.provider_id, own.centre_id, own.level, own.edition, own.year, own.locked_at, own.best, own.settings, result.result,
					before.result as before
				from benchmarks.return own
				join benchmarks.return_result result on result.return_id = own.id and result.revision = own.revision
				left join lateral (
					select result.result from benchmarks.return earlier
					join benchmarks.return_result result on result.return_id = earlier.id and result.revision = earlier.revision
					where earlier.provider_id = own.provider_id and earlier.year = own.year - 1 and earlier.deleted_at is null
						and earlier.centre_id is not distinct from own.centre_id and earlier.edition = own.edition
						and earlier.state = 'locked' and earlier.sharing
				) before on true
				where own.instrument = 'solity' and own.state = 'locked' and own.sharing and own.deleted_at is null and own.id > ${after}
				order by own.id limit ${pageSize}`.execute(db);
			const providers = [...new Set(rows.map(({ provider_id }) => provider_id))];
			const [standings, traits] = await Promise.all([standingOf(db, providers), traitsOf(db, providers)]);
			for (const row of rows) {
				const standing = standings.get(row.provider_id);
				if (standing) yield candidateOf(row, standing, traits.get(row.provider_id)!);
			}
			if (rows.length < pageSize) return;
			after = rows.at(-1)!.id;
		}
	},
};

function candidateOf(row: Row, { active, fictional, owners }: Standing, traits: Traits): PoolCandidate {
	const { instrument } = editionOf('solity', row.edition);
	const unit = unitOf(row);
	const profile = profileOf(row, traits);
	return {
		providerId: unit === 'centre' ? row.centre_id! : row.provider_id,
		runId: row.id,
		edition: row.edition,
		period: row.year,
		finishedAt: row.locked_at,
		sharing: true,
		official: true,
		active,
		fictional,
		provisional: row.result.overall.score === null,
		notApplicable: 0,
		scoredAxes: scoredAxes(row.result),
		unit,
		owners: unit === 'centre' ? [row.provider_id, ...owners] : owners,
		weight: profile.size ?? 1,
		best: row.best,
		filters: filtersOf(profile, traits),
		profile,
		values: { ...valuesOf(instrument, row.result), ...(row.before && changesOf(instrument, row.before, row.result)) },
	};
}

/** The whole, each axis and each indicator; then how much the whole and the axes changed since the year before. */
export function columnsOf({ axes, indicators }: CountedInstrument): string[] {
	const changing = [overallColumn, ...axes.map(({ code }) => code)];
	return [overallColumn, partialColumn, ...[...axes, ...indicators].map(({ code }) => code), ...changing.map(changeColumn)];
}

/** The column of how much a score changed since the year before. */
export const changeColumn = (column: string) => `${column}@change`;

/**
 * Points by which scores changed since the year before, where both years have one (rule 7). Compared are the changes
 * themselves: two middles of the same providers would be one figure more about the same scores.
 */
export function changesOf(instrument: CountedInstrument, before: Result, now: Result): Record<string, number> {
	const [earlier, later] = [valuesOf(instrument, before), valuesOf(instrument, now)];
	return Object.fromEntries(
		[overallColumn, ...instrument.axes.map(({ code }) => code)].flatMap((column) =>
			earlier[column] === undefined || later[column] === undefined ? [] : [[changeColumn(column), later[column] - earlier[column]]],
		),
	);
}

/** How many axes have a score. */
export function scoredAxes({ axes }: Result): number {
	return Object.values(axes).filter(({ status }) => status === 'scored').length;
}

/** The column a result's overall score stands in. */
export function wholeColumn(instrument: CountedInstrument, { overall }: Result): string {
	return overall.score !== null && overall.axes < instrument.axes.length ? partialColumn : overallColumn;
}

/** Where a result may be compared: its overall score, its axes, and the indicators whose numbers are sound enough (rule 1). */
export function valuesOf(instrument: CountedInstrument, result: Result): Record<string, number> {
	const { overall, axes } = result;
	return Object.fromEntries([
		...(overall.score === null ? [] : [[wholeColumn(instrument, result), overall.score]]),
		...Object.entries(axes).flatMap(([code, { score }]) => (score === null ? [] : [[code, score]])),
		...comparableScores(instrument, result),
	]);
}

/** Participants a year by which a size begins, largest first. */
const sizes = [
	[5000, '5000-or-more'],
	[1000, '1000-4999'],
	[200, '200-999'],
	[0, 'under-200'],
] as const;
export const participantClasses = sizes.map(([, name]) => name).toReversed();

/** What a return is grouped by: what the network knows of the provider, and how many took part. */
export function filtersOf({ size, providerType, placeKind, fields }: Profile, { country, countryGroup }: Traits): PoolCandidate['filters'] {
	const one = (value: string | null | undefined) => (value == null ? [] : [value]);
	return {
		country: one(country),
		countryGroup: one(countryGroup),
		providerType: one(providerType),
		sizeClass: one(size === null ? null : sizes.find(([from]) => size >= from)![1]),
		placeKind: one(placeKind),
		// The field named first is the main one.
		mainField: one(fields[0]?.slice(0, 3)),
	};
}

/** What similar providers are found by; shares are seen against all participants. */
export function profileOf(
	{ result, settings }: { result: Result; settings: Settings },
	{ providerType, placeKind, sectors }: Traits,
): Profile {
	const vulnerable = result.indicators['SU-3.1'];
	const size = vulnerable?.base ?? null;
	const jobseekers = result.indicators['SU-1.2']?.base ?? null;
	return {
		size,
		jobseekers: size && jobseekers !== null ? Math.min(1, jobseekers / size) : null,
		vulnerable: vulnerable?.value == null ? null : vulnerable.value / 100,
		unemployment: settings.ctx_unemployment ?? null,
		providerType,
		placeKind,
		fields: sectors,
	};
}
