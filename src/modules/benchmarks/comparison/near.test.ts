import { beforeEach, expect, test, vi } from 'vitest';
import { sql, type Kysely } from 'kysely';
import { useTestApp } from '../../../../tests/support/app.ts';
import { newId } from '#platform/ids.ts';
import { up as divideForests } from '../migrations/20261130_1110_neighbourhoods.ts';
import { seeded } from './attack/pools.fixture.ts';
import { decodeNeighbourhood, decodeOutline } from './codec.ts';
import { leavePool } from './leave.ts';
import { findNear, forgetForests } from './near.ts';
import { formNeighbourhoods, nearestOf, whereToLook } from './neighbourhoods.ts';
import { rebuildPools } from './rebuild.ts';
import { solityRules } from './rules.ts';
import { coder, defaultWeights, profilesOf, rowsOf, type Profile } from './similar.ts';
import type { PoolCandidate, PoolSource } from './source.ts';
import { newestOf } from './store.ts';

const app = useTestApp();
const series = { instrument: 'solity', edition: 'SU-1.0', kind: 'real', unit: 'provider' } as const;

function candidates(count: number, profile: (i: number) => Profile): PoolCandidate[] {
	return Array.from({ length: count }, (_, i) => ({
		...{ providerId: newId(), runId: newId(), edition: series.edition, unit: 'provider' as const, fictional: false },
		...{ finishedAt: new Date(Date.now() - 3_600_000), sharing: true, official: true, active: true, provisional: false, notApplicable: 0 },
		...{ scoredAxes: 5, owners: [], weight: 1, best: false, filters: {}, profile: profile(i), values: { overall: i % 90 } },
	}));
}
type Tx = Parameters<typeof leavePool>[1];
const night = (all: PoolCandidate[]) => {
	const source: PoolSource<Tx> = {
		rules: solityRules,
		columnsOf: () => ['overall'],
		async *candidates() {
			yield* all;
		},
	};
	return rebuildPools(app, [source]);
};
const leave = (runId: string) => app.db.transaction().execute((tx) => leavePool(app, tx, runId));
const own: Profile = {
	...{ size: 1240, jobseekers: 0.66, vulnerable: 0.35, unemployment: 7.2 },
	...{ providerType: 'private-school', placeKind: 'town', fields: ['0715'] },
};
const led = async (asking: Profile, { count = 15, weights = defaultWeights, ownIds = [] as string[] } = {}) =>
	findNear(app, (await newestOf(app.db, series))!.forest!, { own: asking, weights, count, ownIds });

/** What is kept of a night's neighbourhoods: numbers of every member, and of what is typical. */
async function kept(): Promise<{ members: number[]; typical: number[] }> {
	const neighbourhoods = await app.db.selectFrom('benchmarks.comparison_neighbourhood').select('content').orderBy('number').execute();
	const [forest] = await app.db.selectFrom('benchmarks.comparison_forest').select('content').execute();
	return {
		members: neighbourhoods.flatMap(({ content }) => [...(decodeNeighbourhood(content).profiles?.numbers ?? [])]),
		typical: [...decodeOutline(forest!.content).typical.numbers],
	};
}

beforeEach(async () => {
	await sql`truncate benchmarks.comparison_series, benchmarks.comparison_leaver cascade`.execute(app.db);
});

test('in a large pool, where only some are read, one is led to the same neighbourhood as if all were at hand', async () => {
	const random = seeded(3);
	const profile = (): Profile => ({
		size: Math.round(10 ** (1.5 + 3 * random())),
		jobseekers: random() < 0.8 ? random() : null,
		vulnerable: random(),
		unemployment: random() < 0.7 ? random() * 15 : null,
		providerType: `type ${Math.floor(random() * 4)}`,
		placeKind: `place ${Math.floor(random() * 4)}`,
		fields: [`0${Math.floor(random() * 9)}11`],
	});
	await night(candidates(2600, profile));
	const rows = await app.db.selectFrom('benchmarks.comparison_member').select(['id', 'attributes']).orderBy('id').execute();
	const code = coder();
	const profiles = profilesOf(
		rows.map(({ attributes }) => (attributes as unknown as { profile: Profile }).profile),
		code,
	);
	const { members, outline } = formNeighbourhoods(profiles);
	expect(outline.narrow).toBeGreaterThan(64);
	const reached = new Set<number>();
	for (let i = 0; i < 40; i++) {
		const asking = profile();
		const weights = { ...defaultWeights, unemployment: i % 4, size: 3 - (i % 3) };
		const count = [8, 15, 30, 50][i % 4]!;
		const row = profilesOf([asking], code);
		const near = nearestOf(outline, whereToLook(outline, row, weights, count), row, weights, (leaf) => rowsOf(profiles, members[leaf]!))!;
		const mine = rows[members[near]![i % 7]!]!.id;
		const found = (await led(asking, { weights, count, ownIds: [newId(), mine] }))!;
		expect(found).toMatchObject({ key: `near=${near}`, own: new Set([mine]) });
		reached.add(near);
	}
	expect(reached.size).toBeGreaterThan(15);
}, 60_000);

test('what a provider was like leaves its neighbourhood with it, and what is typical there tells it no more', async () => {
	const all = candidates(40, (i) => ({ ...own, size: 1000 + i, unemployment: 5 + i / 10 }));
	await night(all);
	for (const [i, { runId, profile }] of all.entries()) {
		expect((await kept()).members).toContain(Math.log10(profile!.size!));
		await leave(runId);
		const { members, typical } = await kept();
		for (const { size, unemployment } of all.slice(0, i + 1).map((each) => each.profile!))
			for (const number of [Math.log10(size!), unemployment]) {
				expect(members).not.toContain(number);
				expect(typical).not.toContain(number);
			}
	}
});

test('two that leave at the same moment are both forgotten', async () => {
	const all = candidates(20, (i) => ({ ...own, size: 1000 + i }));
	await night(all);
	let second: Promise<void>;
	await app.db.transaction().execute(async (tx) => {
		await leavePool(app, tx, all[3]!.runId);
		second = leave(all[4]!.runId);
		// Long enough to read what the first has not written for good yet.
		await new Promise((done) => setTimeout(done, 300));
	});
	await second!;
	const { members } = await kept();
	expect(members).not.toContain(Math.log10(1003));
	expect(members).not.toContain(Math.log10(1004));
	expect(members).toContain(Math.log10(1005));
});

test('who left is forgotten at the next question, whatever was read before', async () => {
	const all = candidates(16, () => own);
	await night(all);
	expect(await led(own)).toMatchObject({ key: 'near=0' });
	for (const { runId } of all.slice(0, 8)) await leave(runId);
	expect(await led(own)).toMatchObject({ key: 'near=0' });
	await leave(all[8]!.runId);
	// A neighbourhood of which most members can't be compared says nothing.
	expect(await led(own)).toBeNull();
});

test('whose neighbourhoods are gone in part is led nowhere, as if there were too few', async () => {
	await night(candidates(16, () => own));
	expect(await led(own)).toMatchObject({ key: 'near=0' });
	forgetForests();
	await app.db.deleteFrom('benchmarks.comparison_neighbourhood').where('number', '=', 0).execute();
	expect(await led(own)).toBeNull();
});

test('damaged neighbourhoods do not keep the platform from being brought up to date: the next night forms others', async () => {
	await night(candidates(16, () => own));
	await sql`drop table benchmarks.comparison_neighbourhood`.execute(app.db);
	await app.db
		.updateTable('benchmarks.comparison_forest')
		.set({ content: Buffer.from('VCMP, and then something else') })
		.execute();
	await divideForests(app.db as unknown as Kysely<unknown>);
	expect((await newestOf(app.db, series))!.forest).toBeNull();
	await night(candidates(16, () => own));
	expect(await led(own)).toMatchObject({ key: 'near=0' });
});

test.each(['comparison_forest', 'comparison_neighbourhood'] as const)(
	'who leaves does so also where %s is damaged: the neighbourhoods are gone at once, and the next night forms others',
	async (table) => {
		const all = candidates(20, (i) => ({ ...own, size: 1000 + i }));
		await night(all);
		await app.db
			.updateTable(`benchmarks.${table}`)
			.set({ content: Buffer.from('VCMP, and then something else') })
			.execute();
		const warn = vi.spyOn(app.log, 'error').mockReturnValue();
		await leave(all[3]!.runId);
		expect(warn).toHaveBeenCalledOnce();
		warn.mockRestore();
		expect((await newestOf(app.db, series))!.forest).toBeNull();
		expect(await app.db.selectFrom('benchmarks.comparison_neighbourhood').selectAll().execute()).toEqual([]);
		await night(all.toSpliced(3, 1));
		expect(await led(own)).toMatchObject({ key: 'near=0' });
		expect((await kept()).members).not.toContain(Math.log10(1003));
	},
);

test.each(['comparison_forest', 'comparison_neighbourhood'] as const)(
	'where %s is damaged one is led nowhere, as if there were too few, and that is logged once; the next night forms others',
	async (table) => {
		await night(candidates(16, () => own));
		await app.db
			.updateTable(`benchmarks.${table}`)
			.set({ content: Buffer.from('VCMP, and then something else') })
			.execute();
		const errors = vi.spyOn(app.log, 'error').mockReturnValue();
		const { forest } = (await newestOf(app.db, series))!;
		const asked = { own, weights: defaultWeights, count: 15, ownIds: [] };
		expect(await Promise.all([1, 2, 3].map(() => findNear(app, forest!, asked)))).toEqual([null, null, null]);
		expect(errors).toHaveBeenCalledOnce();
		errors.mockRestore();
		expect((await newestOf(app.db, series))!.forest).toBeNull();
		await night(candidates(16, () => own));
		expect(await led(own)).toMatchObject({ key: 'near=0' });
	},
);

test('neighbourhoods written before they were kept one by one are not read as what tells where to look', async () => {
	await night(candidates(16, () => own));
	const { content } = await app.db.selectFrom('benchmarks.comparison_forest').select('content').executeTakeFirstOrThrow();
	content.writeUInt32LE(1, 4);
	expect(() => decodeOutline(content)).toThrow('it has format 1');
});

test('whoever leaves is found in its neighbourhoods by an index', async () => {
	const { rows } = await sql<{ indexdef: string }>`
		select indexdef from pg_indexes where tablename = 'comparison_neighbourhood'`.execute(app.db);
	expect(rows.map(({ indexdef }) => indexdef)).toContainEqual(expect.stringContaining('USING gin (members)'));
});
