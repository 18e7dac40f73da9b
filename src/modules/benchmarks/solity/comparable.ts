import type { CountedInstrument } from './instrument.ts';
import type { Result } from './scoring.ts';

/**
 * The scores of a locked return that may enter a comparison (section 14, rule 1): status `scored`, so no low numbers,
 * trust 2 or more, coverage 0.30 or more where there is one. Indicator → score, in the instrument's order.
 */
export function comparableScores(instrument: CountedInstrument, { indicators }: Result): Map<string, number> {
	const { comparisonTrust, comparisonCoverage } = instrument.hints;
	return new Map(
		instrument.indicators.flatMap(({ code }): [string, number][] => {
			const { status, score, trust, coverage } = indicators[code]!;
			const sound = trust !== null && trust >= comparisonTrust && (coverage === null || coverage >= comparisonCoverage);
			return status === 'scored' && score !== null && sound ? [[code, score]] : [];
		}),
	);
}
