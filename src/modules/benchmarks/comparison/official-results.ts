import { sql } from 'kysely';
import type { Database } from '#platform/database/connect.ts';
import { editionOf } from '../instruments.ts';
import type { Return } from '../returns/model.ts';
import type { Result } from '../solity/scoring.ts';
import { valuesOf, type Settings } from './sources/solity.ts';

/** A revision of a unit's returns that was official at some time. */
export type OfficialResult = {
	year: number;
	lockedAt: Date;
	result: Result;
	/** As they were when it was submitted. */
	settings: Settings;
	/** Scores by column as they would have been compared. */
	values: Readonly<Record<string, number>>;
	/** Still official today. */
	current: boolean;
};

const day = 86_400_000;
/** Nobody honest locks so often; of more, only the newest are read. */
export const mostOfficial = 200;

/** Everything that was ever official of a return's unit in its edition, oldest first; returns that wait for their deletion too. */
export async function officialResults(
	db: Database,
	{ providerId, centreId, edition }: Pick<Return, 'providerId' | 'centreId' | 'edition'>,
): Promise<OfficialResult[]> {
	const rows = await db
		.selectFrom('benchmarks.return as own')
		.innerJoin('benchmarks.return_result as result', 'result.return_id', 'own.id')
		.select(['own.year', 'own.revision as newest', 'own.state', 'own.deleted_at', 'result.revision', 'result.locked_at', 'result.result'])
		.select(sql<Settings | null>`result.inputs #> '{file,settings}'`.as('settings'))
		.where('own.provider_id', '=', providerId)
		.where('own.centre_id', 'is not distinct from', centreId)
		.where('own.edition', '=', edition)
		.where('result.locked_at', 'is not', null)
		.orderBy('result.locked_at', 'desc')
		.limit(mostOfficial)
		.execute();
	const { instrument } = editionOf('solity', edition);
	return rows.toReversed().map((row) => {
		const result = row.result as unknown as Result;
		const current = row.state === 'locked' && row.revision === row.newest && row.deleted_at === null;
		return {
			year: row.year,
			lockedAt: row.locked_at!,
			result,
			settings: row.settings ?? {},
			values: valuesOf(instrument, result),
			current,
		};
	});
}

/** What is official of a year; null where nothing is today. */
export function officialNow(all: readonly OfficialResult[], { year }: { year: number }): OfficialResult | null {
	return all.findLast((each) => each.year === year && each.current) ?? null;
}

/**
 * What was official of a year at a time; the first there ever was where that came later. So what is locked in
 * between counts from the next night on, like a profile that was changed.
 */
export function officialAt(all: readonly OfficialResult[], { year }: { year: number }, at: Date): OfficialResult | null {
	const ofYear = all.filter((each) => each.year === year);
	return ofYear.findLast(({ lockedAt }) => lockedAt < at) ?? ofYear[0] ?? null;
}

/** The official result of the year before; null where there is none today. */
export function resultBefore(all: readonly OfficialResult[], { year }: { year: number }): Result | null {
	return officialNow(all, { year: year - 1 })?.result ?? null;
}

/**
 * The one value whose position is told among figures of a day: that of the result that was official before the day, the
 * latest of them, else of the first there ever was. Who opens a return again and locks it with other numbers gets no
 * second position among the same figures, and so can't search for the values of others step by step. Changes have no position.
 * Of so many results that not all were read, nothing is told where none of those read was official before the day.
 * @param figuresDay days since 1970
 */
export function valueInForce(all: readonly OfficialResult[], column: string, figuresDay: number): number | null {
	const before = all.findLast(({ lockedAt }) => Math.floor(lockedAt.getTime() / day) < figuresDay);
	const inForce = before ?? (all.length < mostOfficial ? all[0] : undefined);
	return inForce?.values[column] ?? null;
}
