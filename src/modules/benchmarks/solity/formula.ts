import type { Indicator } from './instrument.ts';
import type { FieldValue } from './return-data.ts';

/** Reads a field's value; undefined where there is none. */
export type ReadField = (field: string) => FieldValue | undefined;

export type Measured = {
	/** Null where it can not be made: an empty base, or in SU-3.2 a group without completions to compare with. */
	value: number | null;
	/** The denominator: who counts. The smaller group where two are compared, null where there is none. */
	base: number | null;
	/** The shares inside the value, 0 to 1, with their bases: what its uncertainty comes from. */
	shares: readonly { share: number; base: number }[];
};

/** An indicator's value (section 6), at full precision. Null while one of its fields has no value. */
export function measure(formula: Indicator['formula'], read: ReadField): Measured | null {
	switch (formula.kind) {
		case 'share': {
			const [count, whole, less] = numbers(read, [formula.count, formula.base, ...(formula.less ? [formula.less] : [])]);
			if (count === undefined || whole === undefined || (formula.less && less === undefined)) return null;
			const base = whole - (less ?? 0);
			if (base <= 0) return empty(0);
			return { value: (100 * count) / base, base, shares: [{ share: count / base, base }] };
		}
		case 'equality': {
			const { group, all } = formula;
			const [completed, leavers, allCompleted, allLeavers] = numbers(read, [group.count, group.base, all.count, all.base]);
			if (completed === undefined || leavers === undefined || allCompleted === undefined || allLeavers === undefined) return null;
			const others = { completed: allCompleted - completed, leavers: allLeavers - leavers };
			const base = Math.max(0, Math.min(leavers, others.leavers));
			if (base === 0 || others.completed <= 0) return empty(base);
			return { value: completed / leavers / (others.completed / others.leavers), base, shares: [] };
		}
		case 'gap': {
			const { one, other } = formula;
			const [a, aBase, b, bBase] = numbers(read, [one.count, one.base, other.count, other.base]);
			if (a === undefined || aBase === undefined || b === undefined || bBase === undefined) return null;
			const base = Math.min(aBase, bBase);
			if (base <= 0) return empty(0);
			const shares = [
				{ share: a / aBase, base: aBase },
				{ share: b / bBase, base: bBase },
			];
			return { value: Math.abs((100 * a) / aBase - (100 * b) / bBase), base, shares };
		}
		case 'variety': {
			const codes = read(formula.set);
			return Array.isArray(codes) ? { value: (100 * new Set(codes).size) / formula.of, base: null, shares: [] } : null;
		}
		case 'quotient': {
			const [count, base] = numbers(read, [formula.count, formula.base]);
			if (count === undefined || base === undefined) return null;
			return base > 0 ? { value: count / base, base: null, shares: [] } : empty(0);
		}
	}
}

const empty = (base: number): Measured => ({ value: null, base, shares: [] });

function numbers(read: ReadField, fields: readonly string[]): (number | undefined)[] {
	return fields.map((field) => {
		const value = read(field);
		return typeof value === 'number' ? value : undefined;
	});
}

/**
 * The formula as people read it, with field codes and the usual signs; the same in every language.
 * @param write what stands for a field: its code, or its number to show what was put in
 * @example 100 × out_emp / (out_known − out_edu)
 */
export function formulaText(formula: Indicator['formula'], write: (field: string) => string = String): string {
	switch (formula.kind) {
		case 'share': {
			const [count, base, less] = [write(formula.count), write(formula.base), formula.less && write(formula.less)];
			return `100 × ${count} / ${less ? `(${base} − ${less})` : base}`;
		}
		case 'equality': {
			const [count, base] = [write(formula.group.count), write(formula.group.base)];
			return `(${count} / ${base}) / ((${write(formula.all.count)} − ${count}) / (${write(formula.all.base)} − ${base}))`;
		}
		case 'gap': {
			const { one, other } = formula;
			return `| 100 × ${write(one.count)} / ${write(one.base)} − 100 × ${write(other.count)} / ${write(other.base)} |`;
		}
		case 'variety':
			return `100 × | ${write(formula.set)} | / ${formula.of}`;
		case 'quotient':
			return `${write(formula.count)} / ${write(formula.base)}`;
	}
}
