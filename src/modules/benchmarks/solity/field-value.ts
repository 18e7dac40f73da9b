import { error, type Fault } from './fault.ts';
import type { Field, TrustLevel } from './instrument.ts';

/** A value that is given; JSON's null is an empty box. */
export function isGiven(value: unknown): boolean {
	return value !== undefined && value !== null;
}

export function isTrustLevel(value: unknown): value is TrustLevel {
	return value === 1 || value === 2 || value === 3 || value === 4;
}

/** What is wrong with the type or range of one value; null when it is fine. `key` names a part of a breakdown instead of the field. */
export function valueFault(field: Field, value: unknown, key: string = field.code): Fault | null {
	const place = { field: key };
	if (field.type === 'set') {
		const fine = Array.isArray(value) && value.every((code) => typeof code === 'string' && field.codes.includes(code));
		return fine ? null : error('E_TYPE', place, { codes: field.codes.join(', ') }, 'set');
	}
	if (typeof value !== 'number' || !(field.type === 'int' ? Number.isInteger(value) : Number.isFinite(value)))
		return error('E_TYPE', place, {}, field.type);
	// Parts of a breakdown may be empty where the whole may not.
	const min = key === field.code ? field.min : 0;
	return value < min || value > field.max ? error('E_RANGE', place, { min, max: field.max, value }) : null;
}
