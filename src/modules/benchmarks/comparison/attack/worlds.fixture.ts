import { seeded } from './pools.fixture.ts';
import type { Statement } from './knowledge.fixture.ts';

/**
 * Walks through pools that give exactly the same answers to every request ("worlds"). Whatever an attacker does with
 * the answers, all these worlds are as possible to him as the true one: a provider whose value differs by more than
 * 4 points between two of them can't be found within ±2 by anybody.
 */
export class Worlds {
	/** Values of the world walked to last. */
	readonly values: Float64Array;
	/** Lowest and highest value each row had in any world. */
	readonly lowest: Float64Array;
	readonly highest: Float64Array;
	readonly #truth: Float64Array;
	readonly #views: View[];
	readonly #viewsOf: number[][];
	readonly #in: Uint8Array;
	readonly #free: number[];
	readonly #isFree: boolean[];
	readonly #range: readonly [number, number];
	readonly #random: () => number;

	/** @param fixed rows whose value the attacker knows @param range lowest and highest value there can be */
	constructor(
		truth: Float64Array,
		statements: readonly Statement[],
		fixed: readonly number[],
		range: readonly [number, number],
		seed: number,
	) {
		this.#truth = truth.slice();
		this.values = truth.slice();
		this.lowest = truth.slice();
		this.highest = truth.slice();
		this.#range = range;
		this.#random = seeded(seed);
		const views = new Map<string, View>();
		for (const statement of statements) {
			const key = statement.rows.join();
			let view = views.get(key);
			if (!view) views.set(key, (view = new View(statement.rows, truth)));
			view.add(statement);
		}
		this.#views = [...views.values()];
		this.#viewsOf = Array.from(truth, () => []);
		this.#in = new Uint8Array(this.#views.length * truth.length);
		for (const [number, view] of this.#views.entries())
			for (const row of view.rows) {
				this.#viewsOf[row]!.push(number);
				this.#in[number * truth.length + row] = 1;
			}
		this.#free = [...truth.keys()].filter((row) => !fixed.includes(row));
		this.#isFree = [...truth.keys()].map((row) => !fixed.includes(row));
	}

	/** Rows that had nearly the same value in all worlds so far. @param width how far apart is far enough */
	pinned(width: number): number[] {
		return this.#free.filter((row) => this.highest[row]! - this.lowest[row]! <= width);
	}

	/**
	 * Walks until no row is pinned any more, or `rounds` times; now and then from the true world again, since each walk
	 * gets stuck somewhere else.
	 * @returns the rows that are still pinned
	 */
	walk(width: number, rounds: number): number[] {
		let pinned = this.pinned(width);
		for (let round = 0; round < rounds && pinned.length; round++) {
			if (round % 60 === 59) for (const row of this.#free) this.#set(row, this.#truth[row]!);
			this.#loosen();
			for (const row of this.pinned(width)) for (let i = 0; i < 40 && !this.#swap(row); i++);
			// The last few need more than one other provider to move with them.
			if (round >= 30) for (const row of this.pinned(width).slice(0, 5)) for (let i = 0; i < 8 && !this.#upset(row, width); i++);
			pinned = this.pinned(width);
		}
		return pinned;
	}

	/** Moves every value once, each anywhere where all answers stay the same. */
	#loosen(): void {
		const edge = (this.#range[1] - this.#range[0]) * 1e-9;
		for (const row of this.#free) {
			const [low, high] = this.room(row);
			if (high - low <= 2 * edge) continue;
			this.#note(row, low + edge);
			this.#note(row, high - edge);
			this.put(row, low + edge + (high - low - 2 * edge) * this.#random());
		}
	}

	/** Whether a row can have a value; what is known about it together with `beside` stays true, since that one takes its place. */
	fits(row: number, value: number, beside = -1): boolean {
		return this.#viewsOf[row]!.every(
			(number) => (beside >= 0 && this.#has(number, beside)) || this.#views[number]!.allows(this.values[row]!, value),
		);
	}

	/** Tries to let a row and any other change places. */
	#swap(row: number): boolean {
		const other = this.#free[Math.floor(this.#random() * this.#free.length)]!;
		const [a, b] = [this.values[row]!, this.values[other]!];
		if (a === b || !this.fits(row, b, other) || !this.fits(other, a, row)) return false;
		this.put(row, b);
		this.put(other, a);
		return true;
	}

	/**
	 * Moves a row far away although some answers change, then moves others, one after the other, until all are as they
	 * were; takes everything back when that does not work out.
	 */
	#upset(row: number, width: number): boolean {
		const done: [row: number, from: number][] = [];
		const move = (who: number, to: number) => {
			done.push([who, this.values[who]!]);
			this.#set(who, to);
		};
		const from = this.values[row]!;
		const broken = new Set<number>();
		move(row, this.#inRange(from + (this.#random() < 0.5 ? -1 : 1) * width * (1 + 2 * this.#random() ** 2)));
		for (const number of this.#viewsOf[row]!) if (!this.#views[number]!.holds()) broken.add(number);
		for (let step = 0; step < 12 && broken.size; step++) if (!this.#mend(broken, from, done, move)) break;
		if (broken.size === 0) {
			for (const [who] of done) this.#note(who, this.values[who]!);
			return true;
		}
		for (const [who, value] of done.reverse()) this.#set(who, value);
		return false;
	}

	/** Moves one row so that fewer answers differ. */
	#mend(broken: Set<number>, missing: number, done: readonly [number, number][], move: (row: number, to: number) => void): boolean {
		const numbers = [...broken];
		const view = this.#views[numbers[Math.floor(this.#random() * numbers.length)]!]!;
		for (let attempt = 0; attempt < 25; attempt++) {
			const row = view.rows[Math.floor(this.#random() * view.rows.length)]!;
			if (!this.#isFree[row] || done.some(([moved]) => moved === row)) continue;
			const from = this.values[row]!;
			const to = this.#inRange(
				missing + (this.#random() - 0.5) * (this.#random() < 0.5 ? 0.01 : 4) * (this.#range[1] - this.#range[0]) * 0.01,
			);
			this.#set(row, to);
			const worse = this.#viewsOf[row]!.filter((number) => !broken.has(number) && !this.#views[number]!.holds());
			const better = this.#viewsOf[row]!.filter((number) => broken.has(number) && this.#views[number]!.holds());
			if (better.length <= worse.length) {
				this.#set(row, from);
				continue;
			}
			this.#set(row, from);
			move(row, to);
			for (const number of better) broken.delete(number);
			for (const number of worse) broken.add(number);
			return true;
		}
		return false;
	}

	#inRange(value: number): number {
		return Math.min(this.#range[1], Math.max(this.#range[0], value));
	}

	/** Where the value of a row can be while all others stay. */
	room(row: number): [number, number] {
		let [low, high] = this.#range;
		for (const number of this.#viewsOf[row]!) {
			const room = this.#views[number]!.room(this.values[row]!);
			if (room[0] > low) low = room[0];
			if (room[1] < high) high = room[1];
		}
		return [low, high];
	}

	#has(view: number, row: number): boolean {
		return this.#in[view * this.values.length + row] === 1;
	}

	put(row: number, value: number): void {
		this.#set(row, value);
		this.#note(row, value);
	}

	#set(row: number, value: number): void {
		for (const number of this.#viewsOf[row]!) this.#views[number]!.replace(this.values[row]!, value);
		this.values[row] = value;
	}

	#note(row: number, value: number): void {
		if (value < this.lowest[row]!) this.lowest[row] = value;
		if (value > this.highest[row]!) this.highest[row] = value;
	}
}

/** What is known about the values of the same providers. */
class View {
	readonly rows: readonly number[];
	readonly #sorted: Float64Array;
	readonly #quantiles: { below: number; share: number; low: number; high: number }[] = [];
	readonly #positions: { value: number; low: number; high: number }[] = [];
	readonly #room: [number, number] = [0, 0];

	constructor(rows: readonly number[], values: Float64Array) {
		this.rows = rows;
		this.#sorted = Float64Array.from(rows, (row) => values[row]!).sort();
	}

	add(statement: Statement): void {
		if (statement.kind === 'position') return void this.#positions.push(statement);
		const below = Math.floor(statement.position);
		this.#quantiles.push({ below, share: statement.position - below, low: statement.low, high: statement.high });
	}

	/** Where one of the values can be while all others stay. */
	room(value: number): [number, number] {
		const own = this.#first(value);
		const sorted = this.#sorted;
		const others = sorted.length - 1;
		// The others in order, without the value itself.
		const other = (i: number) => (i < 0 ? -Infinity : i >= others ? Infinity : sorted[i < own ? i : i + 1]!);
		let low = -Infinity;
		let high = Infinity;
		for (const quantile of this.#quantiles) {
			const { below, share } = quantile;
			const [a, b, c] = [other(below - 1), other(below), other(below + 1)];
			if (share === 0) {
				if (a < quantile.low) low = Math.max(low, quantile.low);
				if (b >= quantile.high) high = Math.min(high, quantile.high);
				continue;
			}
			// The quantile is (1-share)·clamp(x, a, b) + share·clamp(x, b, c): where does it reach low, where high?
			if ((1 - share) * a + share * b < quantile.low) {
				const x = (quantile.low - share * b) / (1 - share);
				low = Math.max(low, x <= b ? x : (quantile.low - (1 - share) * b) / share);
			}
			if ((1 - share) * b + share * c >= quantile.high) {
				const x = (quantile.high - (1 - share) * b) / share;
				high = Math.min(high, x >= b ? x : (quantile.high - share * b) / (1 - share));
			}
		}
		for (const { value: mark, low: least, high: most } of this.#positions) {
			const place = this.#placeOf(mark) - weightBelow(value, mark);
			if (place < least) high = Math.min(high, mark);
			if (place + 1 >= most) low = Math.max(low, mark);
		}
		this.#room[0] = low;
		this.#room[1] = high;
		return this.#room;
	}

	/** Whether everything known stays true when one value is replaced. */
	allows(from: number, to: number): boolean {
		const sorted = this.#sorted;
		const old = this.#first(from);
		const rises = to > from;
		const now = this.#first(to) - (rises ? 1 : 0);
		const first = Math.min(old, now);
		const last = Math.max(old, now);
		const after = (i: number) => (i < first || i > last ? sorted[i]! : i === now ? to : sorted[rises ? i + 1 : i - 1]!);
		for (const { below, share, low, high } of this.#quantiles) {
			if (below + 1 < first || below > last) continue;
			const a = after(below);
			const value = share === 0 ? a : a + share * (after(below + 1) - a);
			if (value < low || value >= high) return false;
		}
		for (const { value, low, high } of this.#positions) {
			const place = this.#placeOf(value) - weightBelow(from, value) + weightBelow(to, value);
			if (place < low || place >= high) return false;
		}
		return true;
	}

	/** Whether everything known is true. */
	holds(): boolean {
		const sorted = this.#sorted;
		for (const { below, share, low, high } of this.#quantiles) {
			const value = share === 0 ? sorted[below]! : sorted[below]! + share * (sorted[below + 1]! - sorted[below]!);
			if (value < low || value >= high) return false;
		}
		return this.#positions.every(({ value, low, high }) => {
			const place = this.#placeOf(value);
			return place >= low && place < high;
		});
	}

	replace(from: number, to: number): void {
		const sorted = this.#sorted;
		const old = this.#first(from);
		const now = this.#first(to) - (to > from ? 1 : 0);
		if (now >= old) sorted.copyWithin(old, old + 1, now + 1);
		else sorted.copyWithin(now + 1, now, old);
		sorted[now] = to;
	}

	/** How many values are below a mark, half of the equal ones counted. */
	#placeOf(mark: number): number {
		const first = this.#first(mark);
		let next = first;
		while (this.#sorted[next] === mark) next++;
		return (first + next) / 2;
	}

	/** How many values are below. */
	#first(value: number): number {
		let low = 0;
		let high = this.#sorted.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.#sorted[middle]! < value) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}

const weightBelow = (value: number, mark: number) => (value < mark ? 1 : value === mark ? 0.5 : 0);
