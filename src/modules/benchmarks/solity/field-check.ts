import { readPart, splitsOf } from './breakdowns.ts';
import { error, type Fault } from './fault.ts';
import { isGiven, isTrustLevel, valueFault } from './field-value.ts';
import type { CountedInstrument, TrustLevel } from './instrument.ts';
import type { FieldValue } from './return-data.ts';

export type Mode = 'draft' | 'submit';

/** Fields nobody asked for, and fields that must stay empty, in the order given. */
export function checkNames(instrument: CountedInstrument, given: ReadonlyMap<string, unknown>, dormant: ReadonlySet<string>): Fault[] {
	const fields = new Map(instrument.fields.map((field) => [field.code, field]));
	return [...given].flatMap(([key, value]) => {
		const part = readPart(key);
		const field = fields.get(part?.field ?? key);
		if (!field || (part && !splitsOf(instrument, field.code).get(part.dimension)?.codes.includes(part.code)))
			return [error('E_UNKNOWN_FIELD', { field: key }, { edition: instrument.edition })];
		return dormant.has(field.code) && isGiven(value) ? [error('E_NA_WITH_DATA', { field: key })] : [];
	});
}

/**
 * Every field that is needed: given at all (not in a draft), of the right type, in range, with a trust level; in the
 * instrument's order.
 * @returns the healthy values and trust levels, and one fault or two a field
 */
export function checkValues(
	instrument: CountedInstrument,
	given: ReadonlyMap<string, unknown>,
	trustOf: (field: string) => unknown,
	dormant: ReadonlySet<string>,
	mode: Mode,
): { values: Map<string, FieldValue>; trust: Map<string, TrustLevel>; faults: Fault[] } {
	const values = new Map<string, FieldValue>();
	const trust = new Map<string, TrustLevel>();
	const faults: Fault[] = [];
	for (const field of instrument.fields.filter(({ code }) => !dormant.has(code))) {
		const value = given.get(field.code);
		if (!isGiven(value)) {
			if (mode === 'submit') faults.push(error('E_REQUIRED', { field: field.code }));
			continue;
		}
		const fault = valueFault(field, value);
		if (fault) faults.push(fault);
		else values.set(field.code, field.type === 'set' ? [...new Set(value as string[])] : (value as number));
		const level = trustOf(field.code);
		if (isTrustLevel(level)) trust.set(field.code, level);
		else faults.push(error('E_TRUST_MISSING', { field: field.code }));
	}
	return { values, trust, faults };
}
