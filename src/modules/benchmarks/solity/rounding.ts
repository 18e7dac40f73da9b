import type { CountedInstrument } from './instrument.ts';

/**
 * A number as it is shown: rounded half away from zero (section 10.5). Scores and percent have one decimal, ratios two.
 * Only for display: nothing is computed from rounded numbers.
 */
export function shown(x: number, decimals = 1): number {
	const factor = 10 ** decimals;
	const rounded = Math.round(Math.abs(x) * factor + 1e-9) / factor;
	return x < 0 && rounded > 0 ? -rounded : rounded;
}

/** The band of a score, by the shown score: 49.95 is shown as 50.0 and is Solid. */
export function bandOf({ scoring: { bands } }: CountedInstrument, score: number): string {
	return bands.findLast(({ from }) => shown(score) >= from)!.code;
}
