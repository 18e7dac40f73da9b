import type { CountedInstrument, TrustLevel } from './instrument.ts';
import { partKey, readPart } from './breakdowns.ts';
import { scoreReturn, type Result } from './scoring.ts';
import type { FieldValue, ReturnData } from './return-data.ts';

/** What became of a field from one edition to the next (section 10.6). */
export type FieldChange =
	| { kind: 'same' | 'renamed'; from: string; to: string }
	| { kind: 'split'; from: string; to: readonly string[] }
	| { kind: 'new'; to: string }
	| { kind: 'dropped'; from: string };

/**
 * The whole table between an edition and the one it was made from: rows of its mapping, and "same" for fields both have
 * and the mapping does not name. An edition without a mapping is compared by names alone.
 */
export function fieldChanges(before: CountedInstrument, after: CountedInstrument): FieldChange[] {
	const rows = after.mapping?.from === before.edition ? after.mapping.fields : [];
	const named = new Set(rows.flatMap((row) => [...('from' in row ? [row.from] : []), ...('to' in row ? [row.to].flat() : [])]));
	const known = new Set(after.fields.map(({ code }) => code));
	const old = new Set(before.fields.map(({ code }) => code));
	return [
		...rows,
		...before.fields
			.filter(({ code }) => !named.has(code))
			.map(({ code }): FieldChange => (known.has(code) ? { kind: 'same', from: code, to: code } : { kind: 'dropped', from: code })),
		...after.fields.filter(({ code }) => !named.has(code) && !old.has(code)).map(({ code }): FieldChange => ({ kind: 'new', to: code })),
	];
}

/**
 * A return of an old edition as the new one reads it: fields that stayed or were renamed, with their trust and
 * breakdowns. A field that was split is left out: nobody knows how.
 */
export function carryOver(before: CountedInstrument, after: CountedInstrument, data: ReturnData): ReturnData {
	const to = new Map(
		fieldChanges(before, after).flatMap((change) =>
			change.kind === 'same' || change.kind === 'renamed' ? [[change.from, change.to] as const] : [],
		),
	);
	const indicators = new Set(after.indicators.map(({ code }) => code));
	const renamed = <T>(table: ReadonlyMap<string, T>) =>
		new Map(
			[...table].flatMap(([key, value]): [string, T][] => {
				const part = readPart(key);
				const field = to.get(part?.field ?? key);
				if (field === undefined) return [];
				return [[part ? partKey({ ...part, field }) : field, value]];
			}),
		);
	return {
		...data,
		values: renamed<FieldValue>(data.values),
		trust: renamed<TrustLevel>(data.trust),
		notApplicable: new Map([...data.notApplicable].filter(([indicator]) => indicators.has(indicator))),
	};
}

/**
 * An old year in a newer edition, for the dashed line of a trend; official results keep their edition. Null where a
 * field is missing that the new edition needs.
 * @param path the editions from the return's own to the newer one, each made from the one before
 */
export function recalculated(path: readonly CountedInstrument[], data: ReturnData): Result | null {
	const carried = path.slice(1).reduce((carry, after, i) => carryOver(path[i]!, after, carry), data);
	const result = scoreReturn(path.at(-1)!, carried);
	return Object.values(result.indicators).some(({ status }) => status === 'missing') ? null : result;
}
