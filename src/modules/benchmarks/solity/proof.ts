import { indicatorsByField, type CountedInstrument } from './instrument.ts';
import type { ReturnData } from './return-data.ts';
import { expectsEvidence } from './trust.ts';

/** A piece of evidence: whose it is, and the field or indicator it is attached to. */
export type Piece = { unit: string; target: string };

/** Whether a piece shows a field: attached to it, or to an indicator that uses it. */
function shows(instrument: CountedInstrument, target: string, field: string): boolean {
	return target === field || (indicatorsByField(instrument).get(field) ?? []).some(({ code }) => code === target);
}

/** How many pieces show each field, whatever unit they belong to; fields without one are left out. */
export function piecesByField(instrument: CountedInstrument, pieces: readonly Piece[]): Map<string, number> {
	return new Map(
		instrument.fields.flatMap(({ code }): [string, number][] => {
			const count = pieces.filter(({ target }) => shows(instrument, target, code)).length;
			return count === 0 ? [] : [[code, count]];
		}),
	);
}

/**
 * Numbers that say they are documented or verified and have nothing attached (section 9), of each unit alone: what one
 * centre shows proves nothing for another.
 */
export function unprovenNumbers(
	instrument: CountedInstrument,
	units: readonly (readonly [string, Pick<ReturnData, 'trust'>])[],
	pieces: readonly Piece[],
): { unit: string; field: string }[] {
	return units.flatMap(([unit, { trust }]) =>
		[...trust].flatMap(([field, level]) =>
			expectsEvidence(instrument, level) && !pieces.some((piece) => piece.unit === unit && shows(instrument, piece.target, field))
				? [{ unit, field }]
				: [],
		),
	);
}
