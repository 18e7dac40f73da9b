import { expect, test } from 'vitest';
import { alikeIn, middlesOf } from './alike.ts';
import { seeded } from './attack/pools.fixture.ts';
import { formNeighbourhoods } from './neighbourhoods.ts';
import { quantile } from './quantiles.ts';
import { coder, numberVariables, profilesOf, rowsOf, type Profile, type Profiles } from './similar.ts';

/** Neighbourhoods of providers of which some numbers are not known. */
function invented(seed: number, count: number): { together: Profiles; profiles: Profile[] } {
	const random = seeded(seed);
	const known = <T>(value: T) => (random() < 0.7 ? value : null);
	const profiles = Array.from({ length: count }, (): Profile => ({
		size: known(Math.round(10 ** (1 + 3 * random()))),
		jobseekers: known(random()),
		// Many equal ones.
		vulnerable: known(Math.round(random() * 4) / 4),
		unemployment: known(random() * 20),
		providerType: ['a', 'b'][Math.floor(random() * 2)]!,
		placeKind: null,
		fields: [],
	}));
	return { profiles, together: profilesOf(profiles, coder()) };
}

const middle = (values: (number | null)[], rounded: (value: number) => number) => {
	const known = values.filter((value) => value !== null);
	return known.length < 8 ? null : rounded(quantile(known, 0.5));
};
const percent = (share: number) => Math.round(share * 100) / 100;

test.each([1, 2, 3, 4, 5])('what others are like is the middle of the others, whoever asks, or nothing below eight (pool %i)', (seed) => {
	const { together, profiles } = invented(seed, 40 + 17 * seed);
	for (const members of formNeighbourhoods(together).members) {
		const inside = [...members];
		const middles = middlesOf(rowsOf(together, inside));
		const numbersOf = (row: number) => together.numbers.subarray(row * numberVariables.length, (row + 1) * numberVariables.length);
		for (const own of [null, ...profiles.keys()]) {
			const others = inside.filter((row) => row !== own).map((row) => profiles[row]!);
			expect(alikeIn(middles, own !== null && inside.includes(own) ? numbersOf(own) : null)).toEqual({
				size: middle(
					others.map(({ size }) => size && Math.log10(size)),
					(value) => Number((10 ** value).toPrecision(2)),
				),
				jobseekers: middle(
					others.map(({ jobseekers }) => jobseekers),
					percent,
				),
				vulnerable: middle(
					others.map(({ vulnerable }) => vulnerable),
					percent,
				),
				unemployment: middle(
					others.map(({ unemployment }) => unemployment),
					Math.round,
				),
			});
		}
	}
});
