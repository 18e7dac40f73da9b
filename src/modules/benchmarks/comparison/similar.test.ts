import { expect, test } from 'vitest';
import { seeded } from './attack/pools.fixture.ts';
import { formNeighbourhoods, narrowest, nearestOf, typicalOf, whereToLook, type Neighbourhoods } from './neighbourhoods.ts';
import {
	coder,
	defaultWeights,
	distance,
	profilesOf,
	rangesOf,
	rowsOf,
	variables,
	withoutRows,
	type Profile,
	type Profiles,
	type Weights,
} from './similar.ts';
import { listOf } from './table.ts';

const own: Profile = {
	size: 1240,
	jobseekers: 0.66,
	vulnerable: 0.35,
	unemployment: 7.2,
	providerType: 'private',
	placeKind: 'town',
	fields: ['0715', '0732', '1013'],
};
const ranges = [1.6, 0.8, 0.6, 10];
const apart = (other: Profile, weights: Weights = defaultWeights) => {
	const code = coder();
	return distance(profilesOf([own], code), 0, profilesOf([other], code), 0, weights, ranges);
};

test('S-13 Similar: p1', () => {
	const p1 = { ...own, size: 900, jobseekers: 0.55, vulnerable: 0.4, unemployment: 6.1, fields: ['0715', '0732'] };
	expect(apart(p1)).toBeCloseTo(0.165463, 6);
});

test('S-13 Similar: p2 with an unknown variable (10 of 11 weight)', () => {
	const p2: Profile = {
		size: 5200,
		jobseekers: 0.7,
		vulnerable: 0.3,
		unemployment: null,
		providerType: 'public',
		placeKind: 'city',
		fields: ['0715', '0613', '1013', '0923'],
	};
	expect(apart(p2)).toBeCloseTo(0.551517, 6);
});

test('S-13 Similar: p3 is out, 5 of 11 known', () => {
	const p3: Profile = { ...own, size: 1300, jobseekers: null, vulnerable: null, unemployment: null, placeKind: null, fields: ['0715'] };
	expect(apart(p3)).toBeNaN();
});

test('the distance is the same from both sides, 0 to oneself, 1 at most; a weight of 0 leaves a variable out', () => {
	expect(apart(own)).toBe(0);
	expect(apart({ ...own, providerType: 'public' }, { ...defaultWeights, providerType: 0 })).toBe(0);
	const nothing = Object.fromEntries(variables.map((variable) => [variable, 0])) as Weights;
	expect(apart(own, nothing)).toBeNaN();
	expect(
		apart({ ...own, size: 1e6, jobseekers: 0, vulnerable: 1, unemployment: 60, providerType: 'x', placeKind: 'y', fields: ['9'] }),
	).toBeLessThanOrEqual(1);
});

const random = seeded(5);
const invented = (count: number): Profile[] =>
	Array.from({ length: count }, () => ({
		size: Math.round(10 ** (1.5 + 3 * random())),
		jobseekers: random(),
		vulnerable: random() < 0.8 ? random() : null,
		unemployment: random() * 15,
		providerType: `type ${Math.floor(random() * 4)}`,
		placeKind: `place ${Math.floor(random() * 4)}`,
		fields: [`0${Math.floor(random() * 9)}11`],
	}));

test.each([5, 15, 29, 30, 200, 1001])('neighbourhoods of %i providers hold everybody once, and wide ones whole narrow ones', (count) => {
	const { members, outline } = formNeighbourhoods(profilesOf(invented(count), coder()));
	const { wider, narrow, sizes } = outline;
	expect([...sizes]).toEqual(members.map(({ length }) => length));
	expect(
		members
			.slice(0, narrow)
			.flatMap((each) => [...each])
			.toSorted((a, b) => a - b),
	).toEqual([...Array(count).keys()]);
	for (const [number, each] of members.entries()) {
		if (number < narrow && count >= narrowest) {
			expect(each.length).toBeGreaterThanOrEqual(narrowest);
			expect(each.length).toBeLessThan(2 * narrowest);
		}
		const above = members[wider[number]!];
		if (above) expect([...each].every((row) => above.includes(row))).toBe(true);
	}
});

/** The neighbourhood a provider is led to. */
function nearest(
	{ members, outline }: Neighbourhoods,
	profiles: Profiles,
	asking: Profiles,
	weights: Weights,
	least: number,
): number | null {
	return nearestOf(outline, whereToLook(outline, asking, weights, least), asking, weights, (leaf) => rowsOf(profiles, members[leaf]!));
}

test('the nearest neighbourhood has as many as asked for and is nearer than any other that has', () => {
	const code = coder();
	const all = invented(300);
	const profiles = profilesOf(all, code);
	const neighbourhoods = formNeighbourhoods(profiles);
	const { ranges, narrow } = neighbourhoods.outline;
	expect(ranges).toEqual(rangesOf(profiles));
	for (const least of [8, 15, 20, 35, 50])
		for (const weights of [defaultWeights, { ...defaultWeights, providerType: 3, size: 0 }]) {
			const asking = profilesOf([all[7]!], code);
			const chosen = nearest(neighbourhoods, profiles, asking, weights, least)!;
			const mean = (number: number) => {
				const members = [...neighbourhoods.members[number]!];
				return members.reduce((sum, row) => sum + distance(asking, 0, profiles, row, weights, ranges), 0) / members.length;
			};
			expect(neighbourhoods.members[chosen]!.length).toBeGreaterThanOrEqual(least);
			for (const [number, members] of neighbourhoods.members.entries())
				if (members.length >= least && (number < narrow || least > narrowest))
					if (neighbourhoods.members[chosen]!.length >= members.length) expect(mean(number)).toBeGreaterThanOrEqual(mean(chosen) - 1e-9);
		}
});

test('more or fewer similar providers, and any weights, lead to the same few groups', () => {
	const code = coder();
	const all = invented(200);
	const profiles = profilesOf(all, code);
	const neighbourhoods = formNeighbourhoods(profiles);
	const reached = new Set<number | null>();
	for (let i = 0; i < 500; i++) {
		const weights = Object.fromEntries(variables.map((variable) => [variable, Math.floor(random() * 4)])) as Weights;
		reached.add(nearest(neighbourhoods, profiles, profilesOf([all[i % 200]!], code), weights, 8 + (i % 43)));
	}
	reached.delete(null);
	expect(reached.size).toBeLessThanOrEqual(neighbourhoods.members.length);
});

test('in a large pool, where only some are looked at, it is hardly farther than the nearest of all', () => {
	const code = coder();
	const all = invented(6000);
	const profiles = profilesOf(all, code);
	const neighbourhoods = formNeighbourhoods(profiles);
	const { members } = neighbourhoods;
	const { narrow, ranges } = neighbourhoods.outline;
	expect(narrow).toBeGreaterThan(200);
	for (const weights of [defaultWeights, { ...defaultWeights, providerType: 3, size: 0 }])
		for (let row = 0; row < 6000; row += 400) {
			const asking = profilesOf([all[row]!], code);
			const mean = (number: number) =>
				members[number]!.reduce((sum, each) => sum + distance(asking, 0, profiles, each, weights, ranges), 0) / members[number]!.length;
			const best = Math.min(...Array.from({ length: narrow }, (_, leaf) => mean(leaf)));
			expect(mean(nearest(neighbourhoods, profiles, asking, weights, 15)!)).toBeLessThan(1.1 * best);
		}
});

test('typical is the member nearest to the others; what it does not know, and what was forgotten of it, others tell', () => {
	const like = (more: Partial<Profile>): Profile => ({ ...own, ...more });
	const code = coder();
	const members = profilesOf(
		[
			like({ size: 40, providerType: 'public', fields: [] }),
			like({ unemployment: null, placeKind: null, fields: ['0715'] }),
			like({ size: 1300, vulnerable: 0.9, unemployment: 9.1, placeKind: 'rural', fields: ['0715'] }),
		],
		code,
	);
	const typical = typicalOf(members, ranges);
	expect([...typical.numbers]).toEqual([Math.log10(1240), 0.66, 0.35, 7.2]);
	expect([...typical.kinds]).toEqual([code('private'), code('town')]);
	const left = typicalOf(withoutRows(members, new Set([1])), ranges);
	expect([...left.numbers]).toEqual([Math.log10(40), 0.66, 0.35, 7.2]);
	expect([...listOf(left.fields, 0)]).toEqual([code('0715')]);
	const nobody = typicalOf(withoutRows(members, new Set([0, 1, 2])), ranges);
	expect([...nobody.numbers, ...nobody.kinds, ...nobody.fields.items]).toEqual([NaN, NaN, NaN, NaN, -1, -1]);
});
