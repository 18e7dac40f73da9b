import type { Neighbourhoods } from './neighbourhoods.ts';
import type { Forest } from './night.ts';
import { numberVariables, type Profiles } from './similar.ts';
import { quantile } from './quantiles.ts';

/**
 * What the members of a neighbourhood are like: the middle of each number similar providers are found by. Kept from the
 * night the neighbourhood was formed, as three neighbours of the middle and how many there are, so that it can be told
 * without the reader's own number and never changes by one provider from night to night.
 */
const width = 4;

/** Of each neighbourhood and number: how many know it, and the three values around the middle. */
export function middlesOf({ members }: Neighbourhoods, profiles: Profiles): Float64Array {
	const middles = new Float64Array(members.length * numberVariables.length * width).fill(NaN);
	for (const [number, rows] of members.entries())
		for (let variable = 0; variable < numberVariables.length; variable++) {
			const known = Float64Array.from(rows, (row) => profiles.numbers[row * numberVariables.length + variable]!)
				.filter((value) => !Number.isNaN(value))
				.sort();
			const at = (number * numberVariables.length + variable) * width;
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

/** Ids of the rows in a neighbourhood. */
export function rowsIn({ members, neighbourhoods }: Pick<Forest, 'members' | 'neighbourhoods'>, near: number): string[] {
	return Array.from(neighbourhoods.members[near]!, (row) => members[row]!);
}

/** What similar providers are like, without the reader's own rows. */
export function alikeIn(forest: Forest, near: number, ownRows: readonly { id: string }[]): Alike {
	const own = forest.neighbourhoods.members[near]!.find((row) => ownRows.some(({ id }) => id === forest.members[row]));
	const middle = (variable: number) => {
		const at = (near * numberVariables.length + variable) * width;
		const count = forest.middles[at]!;
		const mine = own === undefined ? NaN : forest.profiles.numbers[own * numberVariables.length + variable]!;
		const without = Number.isNaN(mine) ? null : mine;
		const others = without === null ? count : count - 1;
		if (others < fewest) return null;
		const kept = Array.from(forest.middles.subarray(at + 1, at + 1 + Math.min(3, count)));
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
