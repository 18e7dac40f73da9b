import { between } from './quantiles.ts';
import { figure } from './protection.ts';
import type { ComparisonRules, HiddenReason } from './rules.ts';

/**
 * The figures of one group and column, as they are kept: not the values of providers, but of each quantile the three
 * neighbours around it. From these the quantile can be made with and without one provider, so that a reader's own
 * result is never counted.
 */

/** What a cell is made from. */
export type Sorted = {
	/** Ascending. */
	values: Float64Array;
	/** Those that may count as best, ascending. */
	best: Float64Array;
};

const middles = [0.25, 0.5, 0.75] as const;
const tails = [0.1, 0.9] as const;
/** Positions are rounded to this many points of 100. */
const positionStep = 5;
const positionSteps = 100 / positionStep;

/** Places in a cell. The first two say when it was made: number of the pool, days since 1970. */
const at = { pool: 0, day: 1, count: 2, middles: 3, tails: 12, bestCount: 18, best: 19, position: 22, positionWithout: 42 } as const;

/** How many numbers a cell has. */
export function cellWidth(rules: ComparisonRules): number {
	return rules.from.tails === null ? at.tails : at.positionWithout + positionSteps;
}

/** Makes a cell. @param day days since 1970 @param pool number of the pool it is made in */
export function makeCell(rules: ComparisonRules, { values, best }: Sorted, pool: number, day: number): Float64Array {
	const cell = new Float64Array(cellWidth(rules)).fill(NaN);
	cell[at.pool] = pool;
	cell[at.day] = day;
	cell[at.count] = values.length;
	middles.forEach((p, i) => keepAround(cell, at.middles + 3 * i, values, Math.floor((values.length - 2) * p)));
	if (rules.from.tails === null) return cell;
	tails.forEach((p, i) => keepAround(cell, at.tails + 3 * i, values, Math.floor((values.length - 2) * p)));
	cell[at.bestCount] = best.length;
	keepAround(cell, at.best, best, Math.floor(bestPosition(best.length - 1)));
	for (let step = 1; step <= positionSteps; step++) {
		const share = (step * positionStep - positionStep / 2) / 100;
		cell[at.position + step - 1] = valueAt(values, share * values.length);
		// Without the reader's own value, which stands half in its own way.
		cell[at.positionWithout + step - 1] = valueAt(values, share * (values.length - 1) + 0.5);
	}
	return cell;
}

/** When and of how many a cell was made; null where none was made yet. */
export function madeOf(cell: Float64Array): { pool: number; day: number; count: number } | null {
	return cell[at.pool]! > 0 ? { pool: cell[at.pool]!, day: cell[at.day]!, count: cell[at.count]! } : null;
}

/** Keeps the values at `from`, `from + 1` and `from + 2` of a sorted list. */
function keepAround(cell: Float64Array, place: number, sorted: Float64Array, from: number): void {
	for (let i = 0; i < 3; i++) cell[place + i] = sorted[from + i] ?? NaN;
}

/** The lowest number of which at least `least` values are below, half of the equal ones counted; Infinity if none is. */
function valueAt(sorted: Float64Array, least: number): number {
	const value = sorted[Math.ceil(least) - 1];
	if (value === undefined) return Infinity;
	const first = countBelow(sorted, value);
	const next = countBelow(sorted, value, true);
	// On the value itself only half of its equals are below; if that is not enough, anything above it is.
	return first + (next - first) / 2 >= least ? value : afterwards(value);
}

/** The middle of the top tenth of `count` sorted values, as a position from the lowest; at least one value is the top. */
function bestPosition(count: number): number {
	return count - 1 - (Math.max(1, Math.floor(count / 10)) - 1) / 2;
}

/** The reader's own result where it is counted in the group. */
export type Counted = { value: number; best: boolean };

export type CellView = {
	hidden: HiddenReason | null;
	/** Providers without the reader's own. */
	count: number;
	/** Unrounded; null where not shown. */
	median: number | null;
	quartiles: [number, number] | null;
	tails: [number, number] | null;
	best: number | null;
	/** Rounded to 5 of 100; null where not shown or nothing was asked. */
	position: number | null;
};

/**
 * What a reader sees of a cell.
 * @param hidden why the night hides it, null if it does not
 * @param granted bits of `figure`
 * @param counted the reader's own result as it is counted in this group; null when it is not
 * @param own the reader's result now, for the position
 */
export function readCell(
	rules: ComparisonRules,
	cell: Float64Array,
	hidden: HiddenReason | null,
	granted: number,
	counted: Counted | null,
	own: number | null,
): CellView {
	const all = madeOf(cell)?.count ?? 0;
	const count = counted ? all - 1 : all;
	const nothing = { count, median: null, quartiles: null, tails: null, best: null, position: null };
	if (hidden) return { hidden, ...nothing };
	if (count < rules.from.median || !(granted & figure.median)) return { hidden: 'too-few', ...nothing };
	const quantile = (place: number, p: number) => around(cell, place, Math.floor((all - 2) * p), (count - 1) * p, counted?.value ?? null);
	const shows = (bit: number, from: number | null) => from !== null && count >= from && (granted & bit) !== 0;
	const withTails = shows(figure.tails, rules.from.tails);
	const bestCounted = counted?.best ? counted.value : null;
	const bestCount = cell[at.bestCount]! - (bestCounted === null ? 0 : 1);
	return {
		hidden: null,
		count,
		median: quantile(at.middles + 3, 0.5),
		quartiles: shows(figure.quartiles, rules.from.quartiles) ? [quantile(at.middles, 0.25), quantile(at.middles + 6, 0.75)] : null,
		tails: withTails ? [quantile(at.tails, 0.1), quantile(at.tails + 3, 0.9)] : null,
		best:
			shows(figure.best, rules.from.best) && bestCount >= rules.from.best!
				? around(cell, at.best, Math.floor(bestPosition(cell[at.bestCount]! - 1)), bestPosition(bestCount), bestCounted)
				: null,
		position:
			own !== null && withTails && count >= rules.from.position! ? positionIn(cell, counted ? at.positionWithout : at.position, own) : null,
	};
}

/** The value at `position`, from the three kept from index `from` on, without one value if `without` is given. */
function around(cell: Float64Array, place: number, from: number, position: number, without: number | null): number {
	const kept = [cell[place]!, cell[place + 1]!, cell[place + 2]!];
	if (without !== null) {
		// Everything above the value that is left out moves down by one.
		if (without <= kept[0]!) kept.splice(0, 1);
		else if (without <= kept[1]!) kept.splice(1, 1);
	}
	const below = Math.floor(position);
	const low = kept[below - from]!;
	return position === below ? low : between(low, kept[below - from + 1]!, position - below);
}

function positionIn(cell: Float64Array, place: number, own: number): number {
	let position = 0;
	while (position < positionSteps && own >= cell[place + position]!) position++;
	return position * positionStep;
}

/** How many values are below, or with `equal` not above, a value. */
function countBelow(sorted: Float64Array, value: number, equal = false): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (sorted[middle]! < value || (equal && sorted[middle] === value)) low = middle + 1;
		else high = middle;
	}
	return low;
}

const bits = new DataView(new ArrayBuffer(8));

/** The next larger double. */
function afterwards(value: number): number {
	if (value === 0) return Number.MIN_VALUE;
	bits.setFloat64(0, value);
	bits.setBigInt64(0, bits.getBigInt64(0) + (value > 0 ? 1n : -1n));
	return bits.getFloat64(0);
}
