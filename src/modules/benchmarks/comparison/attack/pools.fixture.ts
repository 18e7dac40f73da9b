import type { FilterName } from '../rules.ts';
import type { Member } from '../table.ts';

/** Pools of invented providers for the attack test; the same seed gives the same pool. */

export type Random = () => number;

/** Numbers from 0 to below 1 (mulberry32). */
export function seeded(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

const shares: Partial<Record<FilterName, readonly number[]>> = {
	country: [30, 25, 20, 18, 15, 12, 10, 8, 5, 3],
	providerType: [40, 30, 20, 10, 5],
	sizeClass: [20, 40, 30, 10],
	placeKind: [30, 30, 25, 10],
	mainField: [25, 20, 15, 12, 10, 8, 6, 4],
	erasmusStatus: [30, 25, 15, 25, 5],
	experience: [15, 30, 30, 25],
};

export type PoolShape = {
	/** Standard deviation of what no filter explains, in points of 100. */
	spread: number;
	/** Share of providers at the upper end, where scores are cut off. */
	capped: number;
};

/** `count` providers with one column on 0 to 100, scaled by `scale` (a maturity is index / 100 × 3 + 1). */
export function inventedMembers(
	seed: number,
	count: number,
	{ spread, capped }: PoolShape,
	scale: (index: number) => number = (index) => index,
): Member[] {
	const random = seeded(seed);
	const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
	const pick = (weights: readonly number[]) => {
		let at = random() * weights.reduce((sum, weight) => sum + weight, 0);
		return Math.max(
			0,
			weights.findIndex((weight) => (at -= weight) < 0),
		);
	};
	const names = Object.keys(shares) as FilterName[];
	const effects = new Map(names.map((name) => [name, shares[name]!.map(() => normal() * 3)]));
	return Array.from({ length: count }, (_, i) => {
		const picked = new Map(names.map((name) => [name, pick(shares[name]!)]));
		const explained = names.reduce((sum, name) => sum + effects.get(name)![picked.get(name)!]!, 0);
		const index = random() < capped ? 100 : Math.min(100, Math.max(0, 58 + explained + spread * normal()));
		const size = Math.round(10 ** (1.9 + 0.6 * picked.get('sizeClass')! + 0.6 * random()));
		const field = picked.get('mainField')!;
		return {
			id: `row ${String(i).padStart(4, '0')}`,
			providerId: `provider ${String(i).padStart(4, '0')}`,
			runId: `run ${i}`,
			since: 1,
			until: null,
			owners: random() < 0.5 ? [`owner ${Math.floor(random() * 12)}`] : [],
			weight: size,
			best: random() < 0.7,
			filters: {
				...Object.fromEntries(names.map((name) => [name, [`${name[0]}${picked.get(name)}`]])),
				countryGroup: [`g${Math.floor(picked.get('country')! / 4)}`],
				sector: [`${field}`, `${Math.floor(random() * 8)}`],
			},
			profile: {
				size,
				jobseekers: random(),
				vulnerable: random() * 0.7,
				unemployment: random() < 0.8 ? 3 + random() * 12 : null,
				providerType: `p${picked.get('providerType')}`,
				placeKind: `p${picked.get('placeKind')}`,
				fields: Array.from({ length: 1 + Math.floor(random() * 3) }, () => `0${field}1${Math.floor(random() * 4)}`),
			},
			values: Float64Array.of(scale(index)),
		};
	});
}
