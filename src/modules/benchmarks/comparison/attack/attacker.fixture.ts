import type { Statement } from './knowledge.fixture.ts';

/** How many of some providers have a value below each edge of the scale: at least and at most. */
type Fact = { rows: bigint; size: number; members: readonly number[]; least: Int16Array; most: Int16Array };

/** A provider's value is known to lie from `low` to `high`. */
export type Finding = { row: number; low: number; high: number };

/** Differences of more providers than this say little and are not kept. */
const largestDifference = 9;

/**
 * Subtracts and solves: from how many of two groups are below an edge follows how many of their difference are; where
 * that is nobody or everybody, single providers are known, which says more about the groups that hold them.
 * @param known values of the accounts that work together
 * @param edges where rounding changes, ascending
 * @returns what is known of every other row
 */
export function attack(
	rows: number,
	statements: readonly Statement[],
	known: ReadonlyMap<number, number>,
	edges: readonly number[],
): Finding[] {
	const facts = new Map<bigint, Fact>();
	const learn = (mask: bigint, size: number, tell: (edge: number) => [number, number]): boolean => {
		let fact = facts.get(mask);
		const fresh = fact ?? {
			rows: mask,
			size,
			members: [],
			least: new Int16Array(edges.length),
			most: new Int16Array(edges.length).fill(size),
		};
		let news = false;
		for (let edge = 0; edge < edges.length; edge++) {
			const [least, most] = tell(edge);
			if (least > fresh.least[edge]!) [fresh.least[edge], news] = [least, true];
			if (most < fresh.most[edge]!) [fresh.most[edge], news] = [most, true];
		}
		for (let edge = 1; edge < edges.length; edge++) fresh.least[edge] = Math.max(fresh.least[edge]!, fresh.least[edge - 1]!);
		for (let edge = edges.length - 2; edge >= 0; edge--) fresh.most[edge] = Math.min(fresh.most[edge]!, fresh.most[edge + 1]!);
		if (news && !fact) facts.set(mask, (fact = { ...fresh, members: membersOf(mask) }));
		return news;
	};
	for (const statement of statements) tellOf(statement, known, edges, learn);

	for (let round = 0; round < 2; round++) {
		const all = [...facts.values()].toSorted((a, b) => a.size - b.size);
		for (const [i, a] of all.entries())
			for (const b of all.slice(i + 1)) {
				if (a.size >= b.size || b.size - a.size > largestDifference || (a.rows & b.rows) !== a.rows) continue;
				const size = b.size - a.size;
				learn(b.rows & ~a.rows, size, (edge) => [b.least[edge]! - a.most[edge]!, b.most[edge]! - a.least[edge]!]);
			}
		solve(facts, edges, learn);
	}
	return Array.from({ length: rows }, (_, row) => row)
		.filter((row) => !known.has(row))
		.map((row) => {
			const fact = facts.get(1n << BigInt(row));
			const above = fact ? fact.most.findLastIndex((most) => most === 0) : -1;
			const below = fact ? fact.least.findIndex((least) => least === 1) : -1;
			return { row, low: above < 0 ? -Infinity : edges[above]!, high: below < 0 ? Infinity : edges[below]! };
		});
}

type Learn = (mask: bigint, size: number, tell: (edge: number) => [number, number]) => boolean;

function tellOf(statement: Statement, known: ReadonlyMap<number, number>, edges: readonly number[], learn: Learn): void {
	const unknown = statement.rows.filter((row) => !known.has(row));
	const mask = unknown.reduce((sum, row) => sum | (1n << BigInt(row)), 0n);
	const knownBelow = (edge: number) => statement.rows.filter((row) => known.has(row) && known.get(row)! < edges[edge]!).length;
	learn(mask, unknown.length, (edge) => {
		let least = 0;
		let most = statement.rows.length;
		if (statement.kind === 'quantile') {
			// The lower neighbour is not above the figure, the upper one not below it.
			if (edges[edge]! >= statement.high - 1e-9) least = Math.floor(statement.position) + 1;
			if (edges[edge]! <= statement.low + 1e-9) most = Math.ceil(statement.position);
		} else {
			if (edges[edge]! > statement.value) least = Math.ceil(statement.low);
			if (edges[edge]! <= statement.value) most = Math.floor(statement.high);
		}
		return [Math.max(0, least - knownBelow(edge)), Math.min(unknown.length, most - knownBelow(edge))];
	});
}

/** Where nobody or everybody of a set is below an edge, each of them is known; and the other way round. */
function solve(facts: Map<bigint, Fact>, edges: readonly number[], learn: Learn): void {
	for (let again = true, round = 0; again && round < 5; round++) {
		again = false;
		for (const fact of [...facts.values()]) {
			if (fact.size === 1) continue;
			const { members } = fact;
			for (let edge = 0; edge < edges.length; edge++) {
				const single = members.map((row) => facts.get(one(row)));
				const below = single.filter((each) => each?.least[edge] === 1).length;
				const above = single.filter((each) => each?.most[edge] === 0).length;
				const open = fact.size - below - above;
				if (open === 0) continue;
				const allAbove = fact.most[edge]! <= below;
				const allBelow = fact.least[edge]! >= fact.size - above;
				if (allAbove === allBelow) continue;
				for (const row of members)
					if (!isSettled(facts.get(one(row)), edge))
						again = learn(one(row), 1, (at) => (at === edge ? (allBelow ? [1, 1] : [0, 0]) : [0, 1])) || again;
			}
		}
	}
}

const one = (row: number) => 1n << BigInt(row);

function membersOf(mask: bigint): number[] {
	const bits = mask.toString(2);
	return [...bits].flatMap((bit, i) => (bit === '1' ? [bits.length - 1 - i] : []));
}

const isSettled = (fact: Fact | undefined, edge: number) => fact !== undefined && fact.least[edge] === fact.most[edge];
