import { isClearDifference } from './confidence.ts';
import { recalculated } from './editions.ts';
import type { CountedInstrument } from './instrument.ts';
import type { ReturnData } from './return-data.ts';
import type { OverallResult, Result } from './scoring.ts';

/** One year of a unit: its official result, in the edition it was made with. */
export type TrendYear = {
	year: number;
	instrument: CountedInstrument;
	data: ReturnData;
	result: Result;
	/** Centres that were summed; empty for a unit without centres. */
	centres: readonly string[];
};

/** What makes two neighbouring years less comparable. */
export type TrendMark = 'new-edition' | 'cohort-changed' | 'centres-added' | 'centres-closed';

export type TrendPoint = {
	year: number;
	edition: string;
	overall: OverallResult;
	/** The same year in the newest edition; null where it was made with it, or where fields are missing. */
	recalculated: OverallResult | null;
	marks: TrendMark[];
};

const years = 6;

/**
 * Up to six years, oldest first, with marks and the line recalculated with the newest edition (sections 10.6 and 13).
 * @param all in any order, one a year
 * @param editions all editions of the instrument, oldest first
 */
export function trend(all: readonly TrendYear[], editions: readonly CountedInstrument[]): TrendPoint[] {
	const shown = all.toSorted((a, b) => a.year - b.year).slice(-years);
	const newest = shown.at(-1)?.instrument.edition;
	const pathFrom = (edition: string) => {
		const [from, to] = [edition, newest].map((name) => editions.findIndex((each) => each.edition === name));
		return from! >= 0 && from! < to! ? editions.slice(from, to! + 1) : null;
	};
	return shown.map((each, i) => ({
		year: each.year,
		edition: each.instrument.edition,
		overall: each.result.overall,
		recalculated: recalculatedOf(pathFrom(each.instrument.edition), each.data),
		marks: i === 0 ? [] : marksBetween(shown[i - 1]!, each),
	}));
}

function recalculatedOf(path: readonly CountedInstrument[] | null, data: ReturnData): OverallResult | null {
	return path && (recalculated(path, data)?.overall ?? null);
}

function marksBetween(before: TrendYear, now: TrendYear): TrendMark[] {
	const basis = ({ data }: TrendYear) => data.settings.get('cohort_basis');
	const gone = (from: readonly string[], to: readonly string[]) => from.some((centre) => !to.includes(centre));
	return [
		...(before.instrument.edition !== now.instrument.edition ? (['new-edition'] as const) : []),
		...(basis(before) !== basis(now) ? (['cohort-changed'] as const) : []),
		...(gone(now.centres, before.centres) ? (['centres-added'] as const) : []),
		...(gone(before.centres, now.centres) ? (['centres-closed'] as const) : []),
	];
}

/** How two results differ: only where their bands have no value in common is the change clear (section 9). */
export type Change = { difference: number; verdict: 'better' | 'lower' | 'no-clear-change' };

/** The change of a score between two years; null where one of them has none. */
export function changeOf(
	before: { score: number | null; low?: number | null; high?: number | null },
	now: { score: number | null; low?: number | null; high?: number | null },
): Change | null {
	if (before.score === null || now.score === null) return null;
	const difference = now.score - before.score;
	const [old, band] = [bandOf(before), bandOf(now)];
	const clear = old !== null && band !== null && isClearDifference(old, band);
	return { difference, verdict: !clear ? 'no-clear-change' : difference > 0 ? 'better' : 'lower' };
}

function bandOf({ low, high }: { low?: number | null; high?: number | null }) {
	return low === null || low === undefined || high === null || high === undefined ? null : { low, high };
}
