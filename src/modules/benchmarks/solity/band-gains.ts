import { fieldsOf, type CountedInstrument, type TrustLevel } from './instrument.ts';
import type { ReturnData } from './return-data.ts';
import { scoreReturn } from './scoring.ts';

export type BandGain = {
	field: string;
	from: TrustLevel;
	to: TrustLevel;
	/** Score points the overall band gets narrower by. */ points: number;
};

/**
 * What would narrow the overall band most (section 13, trust page): each field alone one level up, the largest gains
 * first; ties keep the instrument's order. Empty without an overall band, and where no single field helps.
 */
export function bandGains(instrument: CountedInstrument, data: ReturnData, count = 5): BandGain[] {
	const before = widthOf(instrument, data);
	if (before === null) return [];
	const gains = instrument.fields.flatMap(({ code }): BandGain[] => {
		const from = data.trust.get(code);
		if (from === undefined || from === 4 || !isUsed(instrument, data, code)) return [];
		const to = (from + 1) as TrustLevel;
		const points = before - widthOf(instrument, { ...data, trust: new Map(data.trust).set(code, to) })!;
		return points > 1e-9 ? [{ field: code, from, to, points }] : [];
	});
	return gains.toSorted((a, b) => b.points - a.points).slice(0, count);
}

function widthOf(instrument: CountedInstrument, data: ReturnData): number | null {
	const { overall } = scoreReturn(instrument, data);
	return overall.score === null || overall.low === null || overall.high === null ? null : overall.high - overall.low;
}

function isUsed(instrument: CountedInstrument, { notApplicable }: ReturnData, field: string): boolean {
	return instrument.indicators.some((indicator) => !notApplicable.has(indicator.code) && fieldsOf(indicator).includes(field));
}
