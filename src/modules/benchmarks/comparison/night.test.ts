import { describe, expect, test } from 'vitest';
import { forgettable, nextNight } from './night.ts';
import { firstNight, member, see } from './pool.fixture.ts';
import { positionOf, quantile } from './quantiles.ts';
import { goInternationalRules, solityRules, type ComparisonRules } from './rules.ts';
import { seeded } from './attack/pools.fixture.ts';
import type { Member } from './table.ts';

const many = (count: number, more: (i: number) => Partial<Member> = () => ({}), from = 0) =>
	Array.from({ length: count }, (_, i) => member(from + i, 20 + ((i * 37) % 61), more(i)));
const shown = (rules: ComparisonRules, members: readonly Member[], key = '') => {
	const view = see(rules, firstNight(rules, members), key);
	return {
		hidden: view.hidden,
		figures: (['median', 'quartiles', 'tails', 'best'] as const).filter((figure) => view[figure] !== null),
	};
};
/** Without the crowding rule, which small pools would meet first. */
const roomy: ComparisonRules = { ...solityRules, providersPerFigure: null };

describe('S-14 Limits', () => {
	test.each([
		[7, 'too-few', []],
		[8, null, ['median']],
		[11, null, ['median']],
		[12, null, ['median', 'quartiles']],
		[20, null, ['median', 'quartiles', 'tails']],
		[30, null, ['median', 'quartiles', 'tails', 'best']],
	])('a group of %i', (count, hidden, figures) => {
		expect(shown(solityRules, many(count))).toEqual({ hidden, figures });
	});

	test('one provider with 51 % of participants: hidden (dominance)', () => {
		const others = many(9, () => ({ weight: 100 }));
		expect(shown(solityRules, [...others, member(99, 50, { weight: 937 })]).hidden).toBe('dominance');
		expect(shown(solityRules, [...others, member(99, 50, { weight: 900 })]).hidden).toBeNull();
	});

	test('two providers with more than 85 % of participants: hidden (dominance)', () => {
		const others = many(10, () => ({ weight: 10 }));
		const two = [member(98, 50, { weight: 290 }), member(99, 50, { weight: 290 })];
		expect(shown(solityRules, [...others, ...two]).hidden).toBe('dominance');
	});

	test('country X has 20, X and type private 15: the filter pair is hidden (differencing)', () => {
		const members = [
			...many(20, (i) => ({ filters: { country: ['X'], providerType: [i < 15 ? 'private' : 'public'] } })),
			...many(40, () => ({ filters: { country: ['Y'], providerType: ['private'] } }), 20),
		];
		expect(shown(roomy, members, 'country=X').hidden).toBeNull();
		expect(shown(roomy, members, 'country=X&providerType=private').hidden).toBe('differencing');
		// The same for what is left of the country without the pair.
		expect(shown(roomy, members, 'country=X&providerType=public').hidden).toBe('too-few');
	});

	test('what is left of a group without a shown one may not be subtracted either', () => {
		// 40 = 20 + 17 + 3: beside 20, the 17 would tell about the other 3.
		const members = many(40, (i) => ({ filters: { country: ['X'], providerType: [i < 20 ? 'a' : i < 37 ? 'b' : 'c'] } }));
		expect(shown(roomy, members, 'providerType=a').hidden).toBeNull();
		expect(shown(roomy, members, 'providerType=b').hidden).toBe('differencing');
	});
});

describe('13.5 - protection in Go International', () => {
	const inCountry = (count: number) =>
		shown(
			goInternationalRules,
			many(count + 30, (i) => ({ filters: { country: [i < count ? 'X' : 'Y'] } })),
			'country=X',
		);
	test.each([
		[7, 'too-few', []],
		[8, null, ['median']],
		[11, null, ['median']],
		[12, null, ['median', 'quartiles']],
		[100, null, ['median', 'quartiles']],
	])('a group of %i', (count, hidden, figures) => expect(inCountry(count)).toEqual({ hidden, figures }));

	test('one network with more than half of the group hides it, with half it does not', () => {
		const owned = (count: number) => many(12, (i) => ({ owners: i < count ? ['network'] : [`own ${i}`] }));
		expect(shown(goInternationalRules, owned(6)).hidden).toBeNull();
		expect(shown(goInternationalRules, owned(7)).hidden).toBe('owner');
	});

	test('the group is smaller by one for a provider that is in it', () => {
		const night = firstNight(goInternationalRules, many(8));
		expect(see(goInternationalRules, night, '').hidden).toBeNull();
		expect(see(goInternationalRules, night, '', { value: 20, best: true }).hidden).toBe('too-few');
	});
});

test('13.8 - quartiles of a night, with and without the own value', () => {
	const values = [1.4, 1.6, 1.7, 1.9, 2.0, 2.1, 2.2, 2.3, 2.5, 2.6, 2.8, 3.1, 3.3];
	const night = firstNight(
		goInternationalRules,
		values.map((value, i) => member(i, value)),
	);
	expect(see(goInternationalRules, night, '')).toMatchObject({ median: 2.2, quartiles: [1.9, 2.6] });
	const without = see(goInternationalRules, night, '', { value: 3.3, best: false });
	expect(without.median).toBeCloseTo(2.15, 12);
	expect(without.quartiles![0]).toBeCloseTo(1.85, 12);
	expect(without.quartiles![1]).toBeCloseTo(2.525, 12);
});

test('never more figures than the pool has room for: the largest groups first, middles before middle halves', () => {
	const members = many(60, (i) => ({ filters: { country: [`c${i % 4}`], providerType: [`t${i % 3}`] } }));
	const night = firstNight(solityRules, members);
	const figures = (bits: number) => [1, 2, 3, 1].reduce((sum, cost, bit) => sum + (bits & (1 << bit) ? cost : 0), 0);
	const given = night.groups.reduce((sum, { granted }) => sum + figures(granted[0]!), 0);
	expect(given).toBeLessThanOrEqual(20);
	expect(given).toBeGreaterThan(16);
	expect(see(solityRules, night, '')).toMatchObject({ hidden: null, best: expect.any(Number) });
});

describe('for random pools', () => {
	const random = seeded(99);
	const pools = Array.from({ length: 60 }, () => {
		const count = 8 + Math.floor(random() * 60);
		// Few different values, so that there are many equal ones.
		return Array.from({ length: count }, (_, i) => member(i, Math.round(random() * 20) * 5, { best: random() < 0.8 }));
	});

	test('the own result is never counted: figures are those of the others', () => {
		for (const members of pools) {
			const night = firstNight(roomy, members);
			for (const own of members) {
				const others = members.filter((each) => each !== own);
				const values = others.map((each) => each.values[0]!);
				const view = see(roomy, night, '', { value: own.values[0]!, best: own.best });
				expect(view.count).toBe(others.length);
				if (view.hidden) continue;
				expect(view.median).toBeCloseTo(quantile(values, 0.5), 9);
				if (view.quartiles) expect(view.quartiles).toEqual([0.25, 0.75].map((p) => expect.closeTo(quantile(values, p), 9)));
				if (view.tails) expect(view.tails).toEqual([0.1, 0.9].map((p) => expect.closeTo(quantile(values, p), 9)));
				if (view.position !== null) expect(view.position).toBe(Math.round(positionOf(own.values[0]!, values) / 5 + 1e-9) * 5);
				const best = others.filter((each) => each.best).map((each) => each.values[0]!);
				if (view.best !== null) {
					const top = best.toSorted((a, b) => b - a).slice(0, Math.floor(best.length / 10));
					expect(view.best).toBeCloseTo(quantile(top, 0.5), 9);
				}
			}
		}
	});

	test('a stranger’s position is the one of the specification', () => {
		for (const members of pools) {
			const night = firstNight(roomy, members);
			const values = members.map((each) => each.values[0]!);
			for (const own of [0, 12.5, 50, 52.5, 100]) {
				const { position } = see(roomy, night, '', null, own);
				if (position !== null) expect(position).toBe(Math.round(positionOf(own, values) / 5 + 1e-9) * 5);
			}
		}
	});

	test('hiding grows with what is asked: where a pair is shown, so is each of its filters', () => {
		const pairsShown = [roomy, goInternationalRules].flatMap((rules) => {
			const members = many(160, (i) => ({
				filters: { country: [`c${Math.floor(random() * 6)}`], providerType: [`t${Math.floor(random() * 4)}`], sizeClass: [`s${i % 3}`] },
			}));
			const night = firstNight(rules, members);
			const isShown = (key: string) => see(rules, night, key).hidden === null;
			const pairs = night.groups.filter(({ key }) => key.includes('&') && isShown(key));
			for (const { key } of pairs) {
				expect(isShown('')).toBe(true);
				if (rules.differencing === null) for (const part of key.split('&')) expect(isShown(part)).toBe(true);
			}
			return pairs;
		});
		expect(pairsShown.length).toBeGreaterThan(10);
	});

	test('a provider far away changes whether a group is shown only by being one more', () => {
		for (const members of pools.slice(0, 20)) {
			const newcomer = (value: number) => firstNight(roomy, [...members, member(999, value)]);
			const decided = (value: number) => newcomer(value).groups.map(({ key, reason, granted }) => [key, reason[0], granted[0]]);
			expect(decided(1000)).toEqual(decided(members[0]!.values[0]!));
		}
	});
});

describe('from night to night', () => {
	const start = many(40);
	const next = (rules: ComparisonRules, members: readonly Member[], previous = firstNight(rules, start), number = 2) =>
		nextNight({ rules, columns: 1, previous, members, number, day: 20_000 + number });
	const newcomers = (count: number, value: number) => Array.from({ length: count }, (_, i) => member(500 + i, value, { since: 2 }));
	const median = (night: ReturnType<typeof next>) => see(solityRules, night, '').median;

	test('a provider that comes or leaves changes no figure that night', () => {
		const before = median(firstNight(solityRules, start));
		expect(median(next(solityRules, [...start, ...newcomers(1, 1000)]))).toBe(before);
		expect(median(next(solityRules, start.with(3, { ...start[3]!, until: 2 })))).toBe(before);
	});

	test('figures are made anew when a quarter has changed, eight at least', () => {
		expect(median(next(solityRules, [...start, ...newcomers(9, 1000)]))).toBe(median(firstNight(solityRules, start)));
		const renewed = next(solityRules, [...start, ...newcomers(10, 1000)]);
		expect(median(renewed)).toBe(
			quantile(
				[...start, ...newcomers(10, 1000)].map(({ values }) => values[0]!),
				0.5,
			),
		);
		expect(see(solityRules, renewed, '').count).toBe(50);
	});

	test('changes add up over nights, and coming back takes one away', () => {
		const gone = (count: number, until: number) => start.map((row, i) => (i < count ? { ...row, until } : row));
		const second = next(solityRules, gone(9, 2));
		expect(second.groups[0]!.made).toBe(1);
		// The first comes back with a result of the same night: a new row of the same provider.
		const back = [...gone(9, 2), { ...start[0]!, id: 'row 0 again', since: 3 }];
		expect(next(solityRules, back, second, 3).groups[0]!.made).toBe(1);
		const third = gone(9, 2).map((row, i) => (i === 9 ? { ...row, until: 3 } : row));
		expect(next(solityRules, third, second, 3).groups[0]!.made).toBe(3);
	});

	test('a provider with a new result counts as one change, not two', () => {
		const anew = start.flatMap((row, i) =>
			i < 9
				? [
						{ ...row, until: 2 },
						{ ...row, id: `${row.id} again`, since: 2, values: Float64Array.of(99) },
					]
				: [row],
		);
		expect(next(solityRules, anew).groups[0]!.made).toBe(1);
	});

	test('a group that fell under the limit is hidden although its figures are kept', () => {
		const small = many(8);
		const after = next(solityRules, small.with(0, { ...small[0]!, until: 2 }), firstNight(solityRules, small));
		expect(see(solityRules, after, '').hidden).toBe('too-few');
	});

	test('a row that left is forgotten when no figure is made of it any more', () => {
		const left = [...start.slice(1), { ...start[0]!, until: 2 }];
		const second = next(solityRules, left);
		expect(forgettable(second, left, solityRules, 1)).toEqual([]);
		const all = [...left, ...Array.from({ length: 12 }, (_, i) => member(500 + i, 50, { since: 3 }))];
		const third = next({ ...solityRules, similar: false }, all, second, 3);
		expect(forgettable(third, all, solityRules, 1).map(({ id }) => id)).toEqual([start[0]!.id]);
	});

	test('the same members give the same night, in whatever order they come', () => {
		const members = many(120, (i) => ({ filters: { country: [`c${i % 5}`] } }));
		const view = (all: readonly Member[]) => firstNight(solityRules, all).groups.map(({ key, cells }) => [key, [...cells]]);
		expect(view(members).toSorted()).toEqual(view(members.toReversed()).toSorted());
	});
});
