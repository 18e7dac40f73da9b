import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { newId } from '#platform/ids.ts';
import { leavePool } from './leave.ts';
import { compare, forgetPools } from './queries.ts';
import { rebuildPools } from './rebuild.ts';
import { goInternationalRules } from './rules.ts';
import type { PoolCandidate, PoolSource } from './source.ts';

const app = useTestApp();
const hour = 3_600_000;

/** A result of a provider; numbers make providers different, and stay the same from night to night. */
function candidate(number: number, value: number, more: Partial<PoolCandidate> = {}): PoolCandidate {
	const id = (kind: number) => `00000000-0000-7000-800${kind}-${String(number).padStart(12, '0')}`;
	return {
		providerId: id(1),
		runId: id(2),
		edition: 'GI-1.0',
		finishedAt: new Date(Date.now() - hour),
		sharing: true,
		official: true,
		active: true,
		provisional: false,
		notApplicable: 0,
		fictional: false,
		unit: 'provider',
		owners: [],
		weight: 1,
		best: false,
		filters: { country: ['PT'] },
		profile: null,
		values: { overall: value, ENV: value },
		...more,
	};
}
const many = (count: number, value: (i: number) => number = (i) => 1 + i / 10) =>
	Array.from({ length: count }, (_, i) => candidate(i, value(i)));

type Source = PoolSource<Parameters<typeof leavePool>[1]>;
/** An instrument of its own, so that nothing but its candidates matters. @param during is called after they were read */
function sourceOf(candidates: readonly PoolCandidate[], during: () => Promise<void> = async () => {}): Source {
	return {
		rules: goInternationalRules,
		columnsOf: () => ['overall', 'ENV'],
		async *candidates() {
			yield* candidates;
			await during();
		},
	};
}

const read = async (
	who: PoolCandidate | null,
	series: { kind?: 'real' | 'fictional'; edition?: string } = {},
	choices = [] as { filter: 'country'; value: string }[],
) =>
	(
		await compare(app, {
			source: sourceOf([]),
			series: { edition: 'GI-1.0', kind: 'real', unit: 'provider', ...series },
			providerId: who?.providerId ?? newId(),
			own: Object.fromEntries(Object.entries(who?.values ?? {}).map(([column, value]) => [column, { value }])),
			choices,
			usual: { lists: [], filters: {} },
		})
	).comparison;
const overall = async (...asked: Parameters<typeof read>) => (await read(...asked)).columns[0]!;
const leave = (runId: string) => app.db.transaction().execute((tx) => leavePool(app, tx, runId));
const members = () =>
	app.db
		.selectFrom('benchmarks.comparison_member')
		.select(['run_id', 'since', 'until', 'withdrawn', 'values'])
		.orderBy('run_id')
		.orderBy('since')
		.execute();

beforeEach(async () => {
	await sql`truncate benchmarks.comparison_series, benchmarks.comparison_leaver cascade`.execute(app.db);
	forgetPools();
});

describe('a night', () => {
	test('before the first nobody is there to be compared with, and nothing fails', async () => {
		expect(await read(null)).toMatchObject({ madeAt: null, hidden: 'too-few', wider: null, counted: false });
	});

	test('shows the middle of the others, never with the own result in it', async () => {
		const all = many(13);
		expect(await rebuildPools(app, [sourceOf(all)])).toEqual({ pools: 1, providers: 13 });
		expect(await overall(null)).toMatchObject({ hidden: null, providers: 10, median: 1.6, quartiles: [1.3, 1.9], word: null });
		// Without its own 2.2 the others are 1.0 to 2.1.
		expect(await overall(all[12]!)).toMatchObject({ providers: 10, own: 2.2, median: 1.6, quartiles: [1.3, 1.8], word: 'upper-quarter' });
		expect(await overall(all[0]!)).toMatchObject({ own: 1, median: 1.7, word: 'lower-quarter' });
		expect(await overall(all[6]!)).toMatchObject({ word: 'middle-half' });
	});

	test('invented and real providers, and editions, are never in one pool', async () => {
		const all = [
			...many(8, () => 2),
			...Array.from({ length: 8 }, (_, i) => candidate(100 + i, 3, { fictional: true })),
			...Array.from({ length: 8 }, (_, i) => candidate(200 + i, 4, { edition: 'GI-2.0' })),
		];
		expect(await rebuildPools(app, [sourceOf(all)])).toEqual({ pools: 3, providers: 24 });
		expect(await overall(null)).toMatchObject({ providers: 8, median: 2 });
		expect(await overall(null, { kind: 'fictional' })).toMatchObject({ providers: 8, median: 3 });
		expect(await overall(null, { edition: 'GI-2.0' })).toMatchObject({ providers: 8, median: 4 });
	});

	test('that breaks off leaves everything as it was', async () => {
		const all = many(9);
		await rebuildPools(app, [sourceOf(all)]);
		const before = await members();
		const broken: Source = {
			...sourceOf([]),
			rules: { ...goInternationalRules, instrument: 'solity' },

			async *candidates() {
				throw new Error('the line is cut');
			},
		};
		await expect(rebuildPools(app, [sourceOf(many(30)), broken])).rejects.toThrow('the line is cut');
		expect(await members()).toEqual(before);
		expect(await overall(null)).toMatchObject({ providers: 8, median: 1.4 });
		expect(await rebuildPools(app, [sourceOf(many(30))])).toEqual({ pools: 1, providers: 30 });
	});

	test('is seen as a whole when it is over, and not before', async () => {
		await rebuildPools(app, [sourceOf(many(9))]);
		const seen: unknown[] = [];
		const source = sourceOf(many(30), async () => void seen.push(await overall(null)));
		await rebuildPools(app, [source]);
		expect(seen).toMatchObject([{ providers: 8, median: 1.4 }]);
		expect(await overall(null)).toMatchObject({ providers: 30, median: 2.5 });
	});

	test('two at once come one after the other', async () => {
		const all = many(12);
		await Promise.all([rebuildPools(app, [sourceOf(all)]), rebuildPools(app, [sourceOf(all)])]);
		const pools = await app.db.selectFrom('benchmarks.comparison_pool').select('number').orderBy('number').execute();
		expect(pools).toEqual([{ number: 1 }, { number: 2 }]);
		expect(await members()).toHaveLength(12);
	});

	test('keeps pools for a week', async () => {
		const at = (days: number) => ({ db: app.db, now: () => new Date(Date.now() + days * 24 * hour) });
		for (const days of [0, 1, 7.5]) await rebuildPools(at(days), [sourceOf(many(9))]);
		const pools = await app.db.selectFrom('benchmarks.comparison_pool').select('number').orderBy('number').execute();
		// The first is older than a week by then.
		expect(pools).toEqual([{ number: 2 }, { number: 3 }]);
		expect(await overall(null)).toMatchObject({ providers: 8 });
	});
});

describe('who leaves', () => {
	test('is erased at once, stays in figures made before, and counts in none made afterwards', async () => {
		const all = many(12);
		await rebuildPools(app, [sourceOf(all)]);
		await leave(all[3]!.runId);
		const [row] = (await members()).filter(({ run_id }) => run_id === all[3]!.runId);
		expect(row).toMatchObject({ until: 2, withdrawn: true });
		expect([...row!.values]).toEqual(Array<number>(16).fill(0));
		expect(await read(all[3]!)).toMatchObject({ hidden: null, counted: false });
		expect(await rebuildPools(app, [sourceOf(all.toSpliced(3, 1))])).toEqual({ pools: 1, providers: 11 });
		expect((await members()).find(({ run_id }) => run_id === all[3]!.runId)!.until).toBe(2);
	});

	test('while a night is under way is not taken in again by it', async () => {
		const all = many(12);
		await rebuildPools(app, [sourceOf(all.slice(0, 9))]);
		// Both had been read before they left: one that was there and one that was to come.
		await rebuildPools(app, [sourceOf(all, async () => void (await Promise.all([leave(all[2]!.runId), leave(all[10]!.runId)])))]);
		for (const { runId } of [all[2]!, all[10]!]) {
			const rows = (await members()).filter(({ run_id }) => run_id === runId);
			expect(rows.at(-1)).toMatchObject({ until: 3, withdrawn: true });
			for (const { withdrawn, values } of rows) expect([withdrawn, ...values]).toEqual([true, ...Array<number>(16).fill(0)]);
		}
		expect(await rebuildPools(app, [sourceOf(all.filter((_, i) => i !== 2 && i !== 10))])).toMatchObject({ providers: 10 });
	});

	test('and comes back counts as a new one', async () => {
		const all = many(12);
		await rebuildPools(app, [sourceOf(all)]);
		await leave(all[3]!.runId);
		expect(await rebuildPools(app, [sourceOf(all)])).toMatchObject({ providers: 12 });
		expect((await members()).filter(({ run_id }) => run_id === all[3]!.runId)).toMatchObject([
			{ since: 1, until: 2, withdrawn: true },
			{ since: 2, until: null, withdrawn: false },
		]);
		expect(await read(all[3]!)).toMatchObject({ counted: true });
	});

	test('as one of eight does not open the group to subtraction: figures stay as they were made', async () => {
		const all = many(9);
		await rebuildPools(app, [sourceOf(all)]);
		const before = await overall(null);
		await leave(all[8]!.runId);
		await rebuildPools(app, [sourceOf(all.slice(0, 8))]);
		expect(await overall(null)).toEqual(before);
	});
});

describe('filters', () => {
	const mixed = [
		...Array.from({ length: 20 }, (_, i) => candidate(i, 2, { filters: { country: ['PT'], sizeClass: ['250-999'] } })),
		...Array.from({ length: 20 }, (_, i) =>
			candidate(50 + i, 3, { filters: { country: ['DE'], sizeClass: [i < 5 ? '250-999' : 'under-250'] } }),
		),
	];
	test('a group too small says so and offers the next wider one', async () => {
		await rebuildPools(app, [sourceOf(mixed)]);
		const choices = [{ filter: 'country', value: 'DE' }, { filter: 'sizeClass', value: '250-999' }] as unknown as { filter: 'country'; value: string }[]; // prettier-ignore
		expect(await read(null, {}, choices)).toMatchObject({ hidden: 'too-few', wider: [choices[0]] });
		expect((await read(null, {}, choices.toReversed())).wider).toEqual([choices[1]]);
		expect(await read(null, {}, [{ filter: 'country', value: 'IE' }])).toMatchObject({ hidden: 'too-few', wider: [] });
		expect((await read(null)).offered).toContainEqual({ filter: 'sizeClass', values: ['250-999', 'under-250'] });
	});

	test('more than two, or two of a kind, are refused', async () => {
		const of = (...filters: string[]) => filters.map((filter) => ({ filter, value: 'x' })) as { filter: 'country'; value: string }[];
		await expect(read(null, {}, of('country', 'sizeClass', 'sector'))).rejects.toMatchObject({ code: 'invalid_input' });
		await expect(read(null, {}, of('country', 'country'))).rejects.toMatchObject({ code: 'invalid_input' });
		await expect(read(null, {}, of('mainField'))).rejects.toMatchObject({ code: 'invalid_input' });
	});

	test('one owner with more than half hides the group', async () => {
		const owned = many(12).map((each, i) => ({ ...each, owners: i < 7 ? [newId().slice(0, 8) + each.runId.slice(8), 'one owner'] : [] }));
		await rebuildPools(app, [sourceOf(owned)]);
		expect(await read(null)).toMatchObject({ hidden: 'owner', wider: null });
	});
});

test('a pool that was damaged says so, and nothing of it is shown', async () => {
	await rebuildPools(app, [sourceOf(many(9))]);
	await sql`update benchmarks.comparison_pool set content = overlay(content placing '\\x00'::bytea from 40)`.execute(app.db);
	await expect(read(null)).rejects.toThrow(/can not be read.*its checksum is wrong/);
});
