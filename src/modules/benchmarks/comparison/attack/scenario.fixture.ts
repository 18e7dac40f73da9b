import { nextNight, type Night } from '../night.ts';
import { goInternationalRules, solityRules, type ComparisonRules } from '../rules.ts';
import type { Member } from '../table.ts';
import { attack } from './attacker.fixture.ts';
import { knowledgeOf, type Knowledge } from './knowledge.fixture.ts';
import { inventedMembers, type PoolShape } from './pools.fixture.ts';
import { Worlds } from './worlds.fixture.ts';

/**
 * The attack test of SOLITY, section 14: whoever asks everything that may be asked (all filter pairs, all numbers and
 * weights of similar providers, two accounts working together, before and after one provider joins or leaves at night)
 * finds nobody's score within ±2 points, in 100 seeded pools of 200 providers.
 *
 * An attack that fails proves little: a cleverer one might succeed. So for every provider of every pool another pool is
 * found in which everything that can be asked has the same answer, and the provider's score is more than 4 points away.
 * To an attacker, however clever, both are equally possible. The attacker here subtracts and solves as well; he shows
 * that without the protections the attack succeeds.
 */
export const seeds = Array.from({ length: 100 }, (_, i) => i + 1);
export const providers = 200;

export type Scale = {
	rules: ComparisonRules;
	of: (index: number) => number;
	range: [number, number];
	/** ±2 points. */ width: number;
	edges: number[];
};
export const solity: Scale = {
	rules: solityRules,
	of: (index) => index,
	range: [0, 100],
	width: 4,
	edges: Array.from({ length: 102 }, (_, i) => i - 0.5),
};
export const goInternational: Scale = {
	rules: goInternationalRules,
	of: (index) => 1 + (3 * index) / 100,
	range: [1, 4],
	width: 0.12,
	edges: Array.from({ length: 32 }, (_, i) => 0.95 + i / 10),
};
export const solityShapes: PoolShape[] = [
	{ spread: 12, capped: 0 },
	{ spread: 8, capped: 0 },
	{ spread: 14, capped: 0.15 },
	{ spread: 10, capped: 0.05 },
];
export const goInternationalShapes: PoolShape[] = [
	{ spread: 12, capped: 0 },
	{ spread: 8, capped: 0 },
	{ spread: 10, capped: 0 },
];

/** Nights made one after the other; `comes` and `goes` tell in which night a row first and last counts. */
export function nightsOf(
	rules: ComparisonRules,
	rows: readonly Member[],
	values: Float64Array,
	nights: number,
): { nights: Night[]; rows: Member[] } {
	const all = rows.map((row, i) => ({ ...row, values: Float64Array.of(values[i]!) }));
	const made: Night[] = [];
	for (let number = 1; number <= nights; number++) {
		const members = all
			.filter(({ since }) => since <= number)
			.map((row) => ({ ...row, until: row.until !== null && row.until <= number ? row.until : null }));
		made.push(nextNight({ rules, columns: 1, previous: made.at(-1) ?? null, members, number, day: 20_000 + number }));
	}
	return { nights: made, rows: all };
}

/** A pool of 200 of whom one joins (even seeds) or leaves (odd seeds) in the second night, and two accounts. */
export function poolOf(seed: number, scale: Scale, shapes: readonly PoolShape[]) {
	const moving = (seed * 13) % providers;
	const rows = inventedMembers(seed, providers, shapes[seed % shapes.length]!, scale.of).map((row, i) =>
		i !== moving ? row : seed % 2 ? { ...row, until: 2 } : { ...row, since: 2 },
	);
	const accounts = [(seed * 7 + 1) % providers, (seed * 31 + 5) % providers].filter((row) => row !== moving);
	return { rows, accounts, truth: Float64Array.from(rows, ({ values }) => values[0]!) };
}

/** What an attacker gets out of a pool, by subtracting and solving and at the very best. */
export function outcomeOf(seed: number, scale: Scale, shapes: readonly PoolShape[]) {
	const { rows, accounts, truth } = poolOf(seed, scale, shapes);
	const ask = (values: Float64Array): Knowledge => {
		const made = nightsOf(scale.rules, rows, values, 2);
		return knowledgeOf(scale.rules, made.nights, made.rows, accounts);
	};
	const told = ask(truth);
	const known = new Map(accounts.map((row) => [row, truth[row]!]));
	const worlds = new Worlds(truth, told.statements, accounts, scale.range, seed);
	return {
		/** Providers whose score the attacker tells within ±2 points. */
		found: attack(rows.length, told.statements, known, scale.edges).filter(({ low, high }) => high - low <= scale.width),
		/** Providers for whom no other pool was found in which their score is more than 4 points away. */
		pinned: worlds.walk(scale.width, 3000),
		/** Answers of the engine in the true pool, and in the other pool walked to last. */
		answers: told.answers,
		otherAnswers: ask(worlds.values).answers,
	};
}
