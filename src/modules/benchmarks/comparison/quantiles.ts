/**
 * A quantile by linear interpolation between neighbours: position h = (n-1)·p in the sorted values
 * (Go International, section 13, rule 8; SOLITY, 14.6).
 * @param values unsorted, at least one
 * @param p 0 to 1
 * @throws RangeError for no values or p outside 0 to 1
 */
export function quantile(values: readonly number[], p: number): number {
	if (values.length === 0) throw new RangeError('A quantile needs at least one value');
	if (!(p >= 0 && p <= 1)) throw new RangeError('A quantile is asked for between 0 and 1');
	const sorted = values.toSorted((a, b) => a - b);
	const position = (sorted.length - 1) * p;
	const below = Math.floor(position);
	return between(sorted[below]!, sorted[below + 1] ?? sorted[below]!, position - below);
}

/** First quartile, median and third quartile. @throws RangeError for no values */
export function quartiles(values: readonly number[]): { first: number; median: number; third: number } {
	return { first: quantile(values, 0.25), median: quantile(values, 0.5), third: quantile(values, 0.75) };
}

/** Between two neighbours, `share` of the way from the lower one; every quantile is interpolated here. */
export function between(low: number, high: number, share: number): number {
	return low + share * (high - low);
}

/** Where a value stands among others: 100·(number below + half of the number equal) / n, unrounded (SOLITY, 14.6). */
export function positionOf(value: number, others: readonly number[]): number {
	const below = others.filter((other) => other < value).length;
	const equal = others.filter((other) => other === value).length;
	return (100 * (below + equal / 2)) / others.length;
}

/** Rounds half away from zero; the small step takes back what a division may have lost. */
export function rounded(value: number, decimals: number): number {
	const factor = 10 ** decimals;
	return (Math.sign(value) * Math.round(Math.abs(value) * factor + 1e-9)) / factor;
}
