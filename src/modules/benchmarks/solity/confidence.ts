import type { Measured } from './formula.ts';
import type { CountedInstrument, Indicator, TrustLevel } from './instrument.ts';

/** A score with the limits it likely lies between, all 0 to 100. */
export type Band = { low: number; high: number };

/** Half the width of Wilson's interval for a share p of n, 0 to 1 (specification S35, section 9). */
export function wilson(p: number, n: number, z: number): number {
	const share = Math.min(1, Math.max(0, p));
	return (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
}

/** What half of a band is made from, in score points: people nobody knows about, and the trust in the numbers. */
export type HalfBand = { sampling: number; declared: number; half: number };

/** Half the width of an indicator's band, before it is cut at 0 and 100 (section 9). */
export function halfBand(
	{ trust: scale, scoring: { z } }: CountedInstrument,
	{ zero, full }: Indicator,
	{ shares }: Measured,
	coverage: number | null,
	trust: TrustLevel,
): HalfBand {
	const spread = coverage === null ? 0 : Math.sqrt(shares.reduce((sum, { share, base }) => sum + wilson(share, base, z) ** 2, 0));
	const sampling = ((100 * spread * Math.sqrt(1 - (coverage ?? 1))) / Math.abs(full - zero)) * 100;
	const declared = scale.find(({ level }) => level === trust)!.points;
	return { sampling, declared, half: Math.sqrt(sampling * sampling + declared * declared) };
}

/**
 * The confidence band of an indicator's score (section 9). Missing answers and trust widen it; the score itself never
 * changes because of trust. A communication aid, not a strict statistical interval.
 */
export function confidenceBand(
	instrument: CountedInstrument,
	indicator: Indicator,
	score: number,
	measured: Measured,
	coverage: number | null,
	trust: TrustLevel,
): Band {
	const { half } = halfBand(instrument, indicator, measured, coverage, trust);
	return { low: Math.max(0, score - half), high: Math.min(100, score + half) };
}

/** True when two bands have no value in common: only then does the report speak of a difference. */
export function isClearDifference(a: Band, b: Band): boolean {
	return a.high < b.low || b.high < a.low;
}
