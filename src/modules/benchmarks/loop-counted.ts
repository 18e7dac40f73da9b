import type { ReturnLine } from './returns/lines.ts';

/** The newest official Social Utility Check of the provider somebody acts for, and the year that comes after it. */
export type Counted = {
	returnId: string;
	year: number;
	/** 0 to 100 with one decimal; null with too few axes. */
	score: number | null;
	next: {
		year: number;
		/** The return of that year, once there is one. */
		returnId: string | null;
		/** The year is over, and nobody has begun to count. */
		due: boolean;
	};
};

/** @param thisYear the calendar year of today */
export function countedOf(returns: readonly ReturnLine[], thisYear: number): Counted | null {
	const own = returns.filter(({ unit }) => unit === null);
	const newest = own.filter(({ state }) => state === 'locked').toSorted((a, b) => b.year - a.year)[0];
	if (!newest) return null;
	const year = newest.year + 1;
	const begun = own.find((each) => each.year === year) ?? null;
	return {
		returnId: newest.id,
		year: newest.year,
		score: newest.score,
		next: { year, returnId: begun?.id ?? null, due: !begun && year < thisYear },
	};
}
