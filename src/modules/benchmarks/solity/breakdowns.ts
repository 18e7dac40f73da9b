import { error, type Fault } from './fault.ts';
import { isGiven, valueFault } from './field-value.ts';
import { measure } from './formula.ts';
import { indicatorsByField, type CountedInstrument, type Dimension, type Indicator } from './instrument.ts';
import type { FieldValue } from './return-data.ts';

/** A part of a number, such as the women of `out_emp`. */
export type Part = { field: string; dimension: string; code: string };

/** Reads a key such as `out_emp@sex=F`; null for a plain field. */
export function readPart(key: string): Part | null {
	const found = /^([^@]*)@([^=]*)=(.*)$/s.exec(key);
	return found && { field: found[1]!, dimension: found[2]!, code: found[3]! };
}

/** The key of a part, as files and stored returns write it. */
export function partKey({ field, dimension, code }: Part): string {
	return `${field}@${dimension}=${code}`;
}

/** How a field may be split: in every way one of its indicators allows. */
export function splitsOf(instrument: CountedInstrument, field: string): Map<string, Dimension> {
	const users = indicatorsByField(instrument).get(field) ?? [];
	const allowed = new Set(users.flatMap(({ breakdowns }) => breakdowns));
	const isSet = instrument.fields.some(({ code, type }) => code === field && type === 'set');
	return new Map(isSet ? [] : instrument.breakdowns.filter(({ code }) => allowed.has(code)).map((each) => [each.code, each]));
}

/**
 * Parts of the right type, whose sum is the total; where a person can be in several parts, none above the total
 * (section 5.3). Keys nobody knows are left to `checkNames`.
 * @param faulty fields that have a fault already; their sums are not compared
 */
export function checkBreakdowns(
	instrument: CountedInstrument,
	given: ReadonlyMap<string, unknown>,
	totals: ReadonlyMap<string, FieldValue>,
	faulty: ReadonlySet<string>,
): { parts: Map<string, number>; faults: Fault[] } {
	const parts = new Map<string, number>();
	const faults: Fault[] = [];
	const groups = new Map<string, { field: string; dimension: Dimension; sound: boolean; values: [string, number][] }>();
	for (const [key, value] of given) {
		const part = readPart(key);
		if (!part || !isGiven(value) || faulty.has(key)) continue;
		const field = instrument.fields.find(({ code }) => code === part.field);
		const dimension = splitsOf(instrument, part.field).get(part.dimension);
		if (!field || !dimension?.codes.includes(part.code)) continue;
		const id = `${part.field}@${part.dimension}`;
		const group = groups.get(id) ?? { field: part.field, dimension, sound: true, values: [] };
		groups.set(id, group);
		const fault = valueFault(field, value, key);
		if (fault) {
			faults.push(fault);
			group.sound = false;
			continue;
		}
		parts.set(key, value as number);
		group.values.push([key, value as number]);
	}
	for (const { field, dimension, sound, values } of groups.values()) {
		const total = totals.get(field);
		if (!sound || typeof total !== 'number' || faulty.has(field)) continue;
		const sum = values.reduce((all, [, value]) => all + value, 0);
		if (dimension.adds && sum !== total) faults.push(error('E_BREAKDOWN', { field }, { dimension: dimension.code, sum, total }));
		if (!dimension.adds)
			for (const [key, value] of values) if (value > total) faults.push(error('E_RANGE', { field: key }, { min: 0, max: total, value }));
	}
	return { parts, faults };
}

/** One code of a breakdown: its value, or that it is too small to be shown to anybody but editors. */
export type PartResult = { code: string; value: number | null; base: number | null; hidden: boolean };

/**
 * An indicator's value by the codes of one dimension, made with the same formula; never part of a score. A code is
 * shown from a base of 10; if exactly one would be hidden, the next smallest is hidden too, so that nobody can subtract
 * (section 5.3). Codes without people or without numbers are left out.
 */
export function breakdownOf(
	instrument: CountedInstrument,
	values: ReadonlyMap<string, FieldValue>,
	indicator: Indicator,
	dimension: string,
): PartResult[] {
	const codes = instrument.breakdowns.find(({ code }) => code === dimension)?.codes ?? [];
	const results = codes.flatMap((code): PartResult[] => {
		const measured = measure(indicator.formula, (field) => values.get(partKey({ field, dimension, code })));
		if (!measured?.base) return [];
		return [{ code, value: measured.value, base: measured.base, hidden: measured.base < instrument.scoring.breakdownBase }];
	});
	const shown = results.filter(({ hidden }) => !hidden).toSorted((a, b) => a.base! - b.base!);
	if (results.length - shown.length === 1 && shown[0]) shown[0].hidden = true;
	return results;
}
