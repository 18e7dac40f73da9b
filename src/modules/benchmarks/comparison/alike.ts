import { quantile } from './quantiles.ts';
import { numberVariables, type Profiles } from './similar.ts';

/**
 * What the members of a neighbourhood are like: the middle of each number similar providers are found by. Kept from the
 * night the neighbourhood was formed, as three neighbours of the middle and how many there are, so that it can be told
 * without the reader's own number and never changes by one provider from night to night.
 */
const width = 4;

/** Of each number: how many of a neighbourhood's members know it, and the three values around the middle. */
export function middlesOf(members: Profiles): Float64Array {
	const middles = new Float64Array(numberVariables.length * width).fill(NaN);
	for (let variable = 0; variable < numberVariables.length; variable++) {
		const known = Float64Array.from({ length: members.size }, (_, row) => members.numbers[row * numberVariables.length + variable]!)
			.filter((value) => !Number.isNaN(value))
			.sort();
		const at = variable * width;
		middles[at] = known.length;
		const from = Math.floor((known.length - 2) / 2);
		for (let i = 0; i < 3; i++) middles[at + 1 + i] = known[from + i] ?? NaN;
	}
	return middles;
}

/**
 * The middle of the others by variable, in its own unit: participants to two figures, shares to hundredths, whole percents
 * of unemployment. Null where fewer than eight others know it.
 */
export type Alike = Record<(typeof numberVariables)[number], number | null>;

const fewest = 8;

/**
 * What similar providers are like, without the reader.
 * @param own the reader's numbers as they were when the neighbourhood was formed, NaN where unknown; null when it is not in it
 */
export function alikeIn(middles: Float64Array, own: Float64Array | null): Alike {
	const middle = (variable: number) => {
		const at = variable * width;
		const count = middles[at]!;
		const mine = own?.[variable] ?? NaN;
		const without = Number.isNaN(mine) ? null : mine;
		const others = without === null ? count : count - 1;
		if (others < fewest) return null;
		const kept = Array.from(middles.subarray(at + 1, at + 1 + Math.min(3, count)));
		return middleOf(kept, count, others, without);
	};
	const [size, jobseekers, vulnerable, unemployment] = numberVariables.map((_, variable) => middle(variable));
	const about = (value: number | null | undefined, rounded: (value: number) => number) => (value == null ? null : rounded(value));
	const percent = (share: number) => Math.round(share * 100) / 100;
	return {
		size: about(size, (logarithm) => Number((10 ** logarithm).toPrecision(2))),
		jobseekers: about(jobseekers, percent),
		vulnerable: about(vulnerable, percent),
		unemployment: about(unemployment, Math.round),
	};
}

/** The median from the three kept values, without one where it is given. */
function middleOf(kept: number[], count: number, others: number, without: number | null): number {
	const from = Math.floor((count - 2) / 2);
	if (without !== null) {
		// Everything above the value that is left out moves down by one.
		if (without <= kept[0]!) kept.splice(0, 1);
		else if (without <= kept[1]!) kept.splice(1, 1);
	}
	const position = (others - 1) / 2 - from;
	return quantile(kept.slice(Math.floor(position), Math.ceil(position) + 1), 0.5);
}
