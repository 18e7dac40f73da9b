/**
 * A quantile by linear interpolation between neighbours: position h = (n-1)·p in the sorted values
 * (specification of Go International, section 13, rule 8).
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
	const low = sorted[below]!;
	return low + (position - below) * ((sorted[below + 1] ?? low) - low);
}

/** First quartile, median and third quartile. @throws RangeError for no values */
export function quartiles(values: readonly number[]): { first: number; median: number; third: number } {
	return { first: quantile(values, 0.25), median: quantile(values, 0.5), third: quantile(values, 0.75) };
}
