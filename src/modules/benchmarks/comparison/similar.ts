import { quantile } from './quantiles.ts';
import { listOf, listsOf, type Lists } from './table.ts';

/** How alike two providers are (SOLITY, section 14, similar providers). */

export const numberVariables = ['size', 'jobseekers', 'vulnerable', 'unemployment'] as const;
export const kindVariables = ['providerType', 'placeKind'] as const;
export const variables = [...numberVariables, ...kindVariables, 'fields'] as const;
export type Variable = (typeof variables)[number];

/** What a provider is compared by. Null or empty means "not known". */
export type Profile = {
	/** Participants a year. */
	size: number | null;
	/** Share of jobseekers, 0 to 1. */
	jobseekers: number | null;
	/** Share of people in vulnerable situations, 0 to 1. */
	vulnerable: number | null;
	/** Regional unemployment in percent. */
	unemployment: number | null;
	providerType: string | null;
	placeKind: string | null;
	/** ISCED-F codes of four digits. */
	fields: readonly string[];
};

/** 0 to 3 a variable; 0 leaves it out. */
export type Weights = Record<Variable, number>;

export const defaultWeights: Weights = { size: 2, jobseekers: 2, vulnerable: 2, unemployment: 1, providerType: 1, placeKind: 1, fields: 2 };
export const largestWeight = 3;
/** How many similar providers are asked for. */
export const similarCount = { least: 8, usual: 15, most: 50 } as const;
/** Sets of weights other than the usual one that a provider can try a day. */
export const weightSetsADay = 5;

/** Profiles side by side: numbers with size as log10 (NaN unknown), kinds and fields as codes (-1 unknown). */
export type Profiles = {
	size: number;
	numbers: Float64Array;
	kinds: Int32Array;
	fields: Lists;
};

/** Turns names of kinds and fields into codes, the same name always into the same code. */
export type Coder = (name: string) => number;

export function coder(known: readonly string[] = []): Coder & { names: () => string[] } {
	const codes = new Map(known.map((name, code) => [name, code]));
	return Object.assign((name: string) => codes.get(name) ?? codes.set(name, codes.size).get(name)!, { names: () => [...codes.keys()] });
}

export function profilesOf(profiles: readonly Profile[], code: Coder): Profiles {
	return {
		size: profiles.length,
		numbers: Float64Array.from(
			profiles.flatMap(({ size, jobseekers, vulnerable, unemployment }) => [
				size ? Math.log10(size) : NaN,
				jobseekers ?? NaN,
				vulnerable ?? NaN,
				unemployment ?? NaN,
			]),
		),
		kinds: Int32Array.from(profiles.flatMap((profile) => kindVariables.map((name) => (profile[name] === null ? -1 : code(profile[name]))))),
		fields: listsOf(profiles.map(({ fields }) => [...new Set(fields)].map(code).toSorted((a, b) => a - b))),
	};
}

/** Distance between the 5th and the 95th percentile of each number; 0 where nobody gives it. */
export function rangesOf({ size, numbers }: Profiles): number[] {
	return numberVariables.map((_, variable) => {
		const known = Array.from({ length: size }, (_, i) => numbers[i * numberVariables.length + variable]!).filter(
			(value) => !Number.isNaN(value),
		);
		return known.length ? quantile(known, 0.95) - quantile(known, 0.05) : 0;
	});
}

/**
 * d = √(Σ w·δ² / Σ w) over the variables known for both. δ of numbers is min(1, |x - y| / range), of kinds 0 or 1, of
 * sets 1 minus the Jaccard index.
 * @returns NaN when the variables known for both have less than half of the weight, or nothing weighs anything
 */
export function distance(a: Profiles, i: number, b: Profiles, j: number, weights: Weights, ranges: readonly number[]): number {
	return distanceFrom(a, i, weights, ranges)(b, j);
}

/** `distance` from one provider to any: what can be known before the other is known is worked out once. */
export function distanceFrom(a: Profiles, i: number, weights: Weights, ranges: readonly number[]): (b: Profiles, j: number) => number {
	const all = variables.reduce((sum, variable) => sum + weights[variable], 0);
	const numbers = numberVariables.map((_, variable) => a.numbers[i * numberVariables.length + variable]!);
	const numberWeights = numberVariables.map((variable) => weights[variable]);
	const kinds = kindVariables.map((_, variable) => a.kinds[i * kindVariables.length + variable]!);
	const kindWeights = kindVariables.map((variable) => weights[variable]);
	const fields = listOf(a.fields, i);
	return (b, j) => {
		let known = 0;
		let sum = 0;
		for (let variable = 0; variable < numberVariables.length; variable++) {
			const apart = Math.abs(numbers[variable]! - b.numbers[j * numberVariables.length + variable]!);
			if (Number.isNaN(apart)) continue;
			const share = apart === 0 ? 0 : Math.min(1, apart / ranges[variable]!);
			known += numberWeights[variable]!;
			sum += numberWeights[variable]! * share * share;
		}
		for (let variable = 0; variable < kindVariables.length; variable++) {
			const other = b.kinds[j * kindVariables.length + variable]!;
			if (kinds[variable]! < 0 || other < 0) continue;
			known += kindWeights[variable]!;
			if (kinds[variable] !== other) sum += kindWeights[variable]!;
		}
		const apart = unlikeness(fields, b.fields, j);
		if (!Number.isNaN(apart)) {
			known += weights.fields;
			sum += weights.fields * apart * apart;
		}
		return known > 0 && 2 * known >= all ? Math.sqrt(sum / known) : NaN;
	};
}

/** 1 minus the Jaccard index of two lists without equal ones; NaN when one is empty. Both are short: a set finds no faster. */
function unlikeness(own: Uint32Array, { start, items }: Lists, row: number): number {
	const from = start[row]!;
	const to = start[row + 1]!;
	if (own.length === 0 || from === to) return NaN;
	let common = 0;
	for (let at = from; at < to; at++) {
		const item = items[at]!;
		for (let mine = 0; mine < own.length; mine++) if (own[mine] === item) common++;
	}
	return 1 - common / (own.length + to - from - common);
}

/** The same profiles, of which some rows say nothing any more. */
export function withoutRows({ size, numbers, kinds, fields }: Profiles, rows: ReadonlySet<number>): Profiles {
	return {
		size,
		numbers: numbers.map((value, i) => (rows.has(Math.floor(i / numberVariables.length)) ? NaN : value)),
		kinds: kinds.map((value, i) => (rows.has(Math.floor(i / kindVariables.length)) ? -1 : value)),
		fields: listsOf(Array.from({ length: size }, (_, row) => (rows.has(row) ? [] : [...listOf(fields, row)]))),
	};
}

/** One profile after the other: row `i` is row `given[i].row` of `given[i].profiles`. */
export function profilesFrom(given: readonly { profiles: Profiles; row: number }[]): Profiles {
	const part = <T extends Float64Array | Int32Array>(into: T, width: number, of: (profiles: Profiles) => T) => {
		for (const [i, { profiles, row }] of given.entries()) into.set(of(profiles).subarray(row * width, (row + 1) * width), i * width);
		return into;
	};
	return {
		size: given.length,
		numbers: part(
			new Float64Array(given.length * numberVariables.length),
			numberVariables.length,
			({ numbers }) => numbers as Float64Array<ArrayBuffer>,
		),
		kinds: part(new Int32Array(given.length * kindVariables.length), kindVariables.length, ({ kinds }) => kinds as Int32Array<ArrayBuffer>),
		fields: listsOf(given.map(({ profiles, row }) => [...listOf(profiles.fields, row)])),
	};
}

/** The rows named, in their order. */
export const rowsOf = (profiles: Profiles, rows: Iterable<number>) => profilesFrom(Array.from(rows, (row) => ({ profiles, row })));

/** The same profiles with another one in a row. */
export const withRow = (profiles: Profiles, row: number, one: Profiles) =>
	profilesFrom(Array.from({ length: profiles.size }, (_, i) => (i === row ? { profiles: one, row: 0 } : { profiles, row: i })));
