import { describe, expect, test } from 'vitest';
import { quartiles, rounded } from '../quantiles.ts';
import { solityRules, type ComparisonRules } from '../rules.ts';
import { coder, defaultWeights, distance, profilesOf, rangesOf } from '../similar.ts';
import type { Member } from '../table.ts';
import { attack } from './attacker.fixture.ts';
import { knowledgeOf, type Statement } from './knowledge.fixture.ts';
import { inventedMembers, seeded } from './pools.fixture.ts';
import { nightsOf, outcomeOf, poolOf, providers, seeds, solity, solityShapes } from './scenario.fixture.ts';

test.each(seeds)(
	'SOLITY, pool %i: nobody’s score can be told within ±2 points',
	(seed) => {
		const { found, pinned, answers, otherAnswers } = outcomeOf(seed, solity, solityShapes);
		expect(found).toEqual([]);
		expect(pinned).toEqual([]);
		expect(otherAnswers).toEqual(answers);
	},
	300_000,
);

test.each([1, 2, 3, 4])('pool %i: twelve nights of coming, leaving and new results tell nobody’s score either', (seed) => {
	const random = seeded(seed);
	const rows = inventedMembers(seed, 320, solityShapes[seed % 2]!).map((row, i) => {
		const since = i < providers ? 1 : 2 + Math.floor((i - providers) / 12);
		return { ...row, since, until: random() < 0.3 ? since + 1 + Math.floor(random() * 11) : null };
	});
	const truth = Float64Array.from(rows, ({ values }) => values[0]!);
	const made = nightsOf(solityRules, rows, truth, 12);
	const accounts = rows.flatMap(({ until, since }, i) => (until === null && since === 1 ? [i] : [])).slice(0, 2);
	expect(hits(knowledgeOf(solityRules, made.nights, made.rows, accounts).statements, truth, accounts)).toEqual([]);
});

describe('without the protections the attack succeeds', () => {
	const weak: ComparisonRules = {
		...solityRules,
		differencing: null,
		providersPerFigure: null,
		renewal: { share: 0, least: 0, most: 0 },
		similar: false,
	};
	test('by comparing the figures before and after a provider joins or leaves', () => {
		const found = seeds.slice(0, 10).filter((seed) => {
			const { rows, accounts, truth } = poolOf(seed, solity, solityShapes);
			const made = nightsOf(weak, rows, truth, 2);
			return hits(knowledgeOf(weak, made.nights, made.rows, accounts).statements, truth, accounts).length > 0;
		});
		expect(found.length).toBeGreaterThanOrEqual(5);
	}, 300_000);

	test('by asking for one similar provider more each time', () => {
		const found = seeds.slice(0, 2).filter((seed) => {
			const { rows, accounts, truth } = poolOf(seed, solity, solityShapes);
			return hits(nearestOneByOne(rows, truth, accounts), truth, accounts).length > 0;
		});
		expect(found.length).toBeGreaterThan(0);
	}, 300_000);
});

/** Providers whose score the attacker tells within ±2 points, and rightly. */
function hits(statements: readonly Statement[], truth: Float64Array, accounts: readonly number[]) {
	const known = new Map(accounts.map((row) => [row, truth[row]!]));
	return attack(truth.length, statements, known, solity.edges).filter(
		({ row, low, high }) => high - low <= solity.width && truth[row]! >= low && truth[row]! <= high,
	);
}

/** What would be told if the k nearest providers were taken one by one, k from 8 to 27. */
function nearestOneByOne(rows: readonly Member[], truth: Float64Array, accounts: readonly number[]): Statement[] {
	const profiles = profilesOf(
		rows.map(({ profile }) => profile!),
		coder(),
	);
	const ranges = rangesOf(profiles);
	return accounts.flatMap((account) => {
		const order = [...rows.keys()]
			.filter((row) => row !== account)
			.map((row) => ({ row, apart: distance(profiles, account, profiles, row, defaultWeights, ranges) }))
			.filter(({ apart }) => !Number.isNaN(apart))
			.toSorted((a, b) => a.apart - b.apart)
			.map(({ row }) => row);
		return Array.from({ length: 20 }, (_, i) => order.slice(0, 8 + i)).flatMap((near): Statement[] => {
			const { first, median, third } = quartiles(near.map((row) => truth[row]!));
			return [first, median, third].map((value, i) => ({
				kind: 'quantile',
				rows: near,
				position: ((near.length - 1) * (i + 1)) / 4,
				low: rounded(value, 0) - 0.5,
				high: rounded(value, 0) + 0.5,
			}));
		});
	});
}
