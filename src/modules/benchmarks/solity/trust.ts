import { fieldsOf, type CountedInstrument, type Indicator, type TrustLevel } from './instrument.ts';

/** Trust of an indicator: the lowest level of its fields, also those of its coverage. Null while one has none. */
export function trustOf(indicator: Indicator, levels: ReadonlyMap<string, TrustLevel>): TrustLevel | null {
	const own = fieldsOf(indicator).map((field) => levels.get(field));
	return own.every((level) => level !== undefined) ? (Math.min(...own) as TrustLevel) : null;
}

/** The fields that hold an indicator's trust down: those at its lowest level. */
export function weakestFields(indicator: Indicator, levels: ReadonlyMap<string, TrustLevel>): string[] {
	const lowest = trustOf(indicator, levels);
	return lowest === null ? [] : fieldsOf(indicator).filter((field) => levels.get(field) === lowest);
}

/** A share of weight that is well supported, in words: well from 80 %, partly from 50 %. */
export function supportedVerdict(share: number): 'well' | 'partly' | 'weak' {
	if (share >= 0.8) return 'well';
	return share >= 0.5 ? 'partly' : 'weak';
}

/** Whether evidence is expected with a trust level: documented and verified numbers have something to attach. */
export function expectsEvidence({ scoring: { supportedFrom } }: CountedInstrument, level: TrustLevel): boolean {
	return level >= supportedFrom;
}
