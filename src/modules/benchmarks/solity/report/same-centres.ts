import { joinCentres, type Centre, type OwnPart } from '../centres.ts';
import type { CountedInstrument } from '../instrument.ts';
import type { ReturnData } from '../return-data.ts';
import { scoreReturn } from '../scoring.ts';
import { checkReturn } from '../validation.ts';

type Year = {
	year: number;
	instrument: CountedInstrument;
	data: ReturnData;
	parts?: readonly Centre[];
	own?: OwnPart;
};

const nothing: OwnPart = { values: new Map(), trust: new Map(), settings: new Map() };

/**
 * The trend made of the centres every year has (section 11): so that a centre that was added or closed changes nothing.
 * Null where a year has no centres, where no centre is in all of them, or where all years have the same ones.
 */
export function sameCentres(years: readonly Year[]): { year: number; score: number | null; data: ReturnData }[] | null {
	const sorted = years.toSorted((a, b) => a.year - b.year);
	if (sorted.length < 2 || sorted.some(({ parts }) => !parts?.length)) return null;
	const ids = sorted.map(({ parts }) => new Set(parts!.map(({ id }) => id)));
	const kept = ids.reduce((all, each) => all.intersection(each));
	if (kept.size === 0 || ids.every(({ size }) => size === kept.size)) return null;
	return sorted.map(({ year, instrument, parts, own = nothing, data }) => {
		const joined = joinCentres(
			instrument,
			parts!.filter(({ id }) => kept.has(id)),
			own,
		);
		return { year, data, score: scoreReturn(instrument, checkReturn(instrument, joined, 'draft').data).overall.score };
	});
}
