import { confidenceBand } from './confidence.ts';
import { coverageOf } from './coverage.ts';
import { measure, type Measured } from './formula.ts';
import { fieldsOf, indicatorsOf, type CountedInstrument, type Indicator, type TrustLevel } from './instrument.ts';
import type { ReturnData } from './return-data.ts';
import { bandOf } from './rounding.ts';
import { trustOf } from './trust.ts';

/** Scores of a return (specification, sections 9 and 10). Full precision throughout; rounding is for display. */

/**
 * scored; scored_low_n, a low base, kept out of comparisons; small, base too small for a score; no_data, base empty;
 * na, not applicable; missing, a field is empty.
 */
export type Status = 'scored' | 'scored_low_n' | 'small' | 'no_data' | 'na' | 'missing';

export type IndicatorResult = {
	value: number | null;
	base: number | null;
	/** 0 to 1; null where the indicator has none. */
	coverage: number | null;
	status: Status;
	/** 0 to 100; null without a score. */
	score: number | null;
	low: number | null;
	high: number | null;
	trust: TrustLevel | null;
};

export type AxisResult = {
	status: 'scored' | 'not_scored';
	score: number | null;
	low: number | null;
	high: number | null;
	/** Weight of the scored indicators, out of 100. */
	scoredWeight: number;
	/** Share of that weight with trust 3 or 4, 0 to 1; null when nothing is scored. */
	supported: number | null;
};

export type OverallResult =
	| { score: number; low: number | null; high: number | null; band: string; axes: number }
	| { score: null; reason: 'incomplete' | 'too_few_axes' };

export type Result = {
	overall: OverallResult;
	axes: Record<string, AxisResult>;
	indicators: Record<string, IndicatorResult>;
};

/** Scores a return. Checking it is the caller's duty: what is not healthy should not be in it. */
export function scoreReturn(instrument: CountedInstrument, data: ReturnData): Result {
	const indicators = Object.fromEntries(
		instrument.indicators.map((indicator) => [indicator.code, indicatorResult(instrument, indicator, data)]),
	);
	const axes = Object.fromEntries(instrument.axes.map(({ code }) => [code, axisResult(instrument, code, indicators)]));
	return { overall: overallResult(instrument, axes, indicators), axes, indicators };
}

const nothing = { value: null, base: null, coverage: null, score: null, low: null, high: null, trust: null };

function indicatorResult(instrument: CountedInstrument, indicator: Indicator, data: ReturnData): IndicatorResult {
	if (data.notApplicable.has(indicator.code)) return { ...nothing, status: 'na' };
	const read = (field: string) => data.values.get(field);
	const measured = measure(indicator.formula, read);
	if (!measured || fieldsOf(indicator).some((field) => !data.values.has(field))) return { ...nothing, status: 'missing' };

	const coverage = coverageOf(indicator, read);
	const trust = trustOf(indicator, data.trust);
	const { value, base } = measured;
	const status = statusOf(indicator, measured);
	if (value === null || !isScored(status)) return { ...nothing, value, base, coverage, status, trust };
	const score = scoreOf(indicator, value);
	const band = trust === null ? { low: null, high: null } : confidenceBand(instrument, indicator, score, measured, coverage, trust);
	return { value, base, coverage, status, score, ...band, trust };
}

function statusOf({ limits }: Indicator, { value, base }: Measured): Status {
	if (value === null) return 'no_data';
	if (!limits || base === null) return 'scored';
	if (base < limits.smallBelow) return 'small';
	return base < limits.lowBelow ? 'scored_low_n' : 'scored';
}

/** True for a status that counts in the axis. */
export function isScored(status: Status): boolean {
	return status === 'scored' || status === 'scored_low_n';
}

/** A value between the points for 0 and for 100, as 0 to 100; works in both directions (section 10.1). */
export function scoreOf({ zero, full }: Indicator, value: number): number {
	return Math.min(100, Math.max(0, (100 * (value - zero)) / (full - zero)));
}

type Weighted = { weight: number; score: number | null; low: number | null; high: number | null };

function axisResult(instrument: CountedInstrument, axis: string, results: Record<string, IndicatorResult>): AxisResult {
	const scored = indicatorsOf(instrument, axis)
		.map(({ code, weight }) => ({ weight, ...results[code]! }))
		.filter(({ status }) => isScored(status));
	const weigh = (chosen: readonly { weight: number }[]) => chosen.reduce((sum, { weight }) => sum + weight, 0);
	const scoredWeight = weigh(scored);
	const { supportedFrom, axisWeight } = instrument.scoring;
	const supported = scoredWeight > 0 ? weigh(scored.filter(({ trust }) => trust !== null && trust >= supportedFrom)) / scoredWeight : null;
	if (scoredWeight < axisWeight) return { status: 'not_scored', score: null, low: null, high: null, scoredWeight, supported };
	return { status: 'scored', ...weightedMeans(scored), scoredWeight, supported };
}

function overallResult(
	instrument: CountedInstrument,
	axes: Record<string, AxisResult>,
	indicators: Record<string, IndicatorResult>,
): OverallResult {
	if (Object.values(indicators).some(({ status }) => status === 'missing')) return { score: null, reason: 'incomplete' };
	const scored = instrument.axes.map(({ code, weight }) => ({ weight, ...axes[code]! })).filter(({ status }) => status === 'scored');
	if (scored.length < instrument.scoring.axes) return { score: null, reason: 'too_few_axes' };
	const { score, low, high } = weightedMeans(scored);
	return { score: score!, low, high, band: bandOf(instrument, score!), axes: scored.length };
}

/** Means of scores, lows and highs: errors are treated as if they went in the same direction, which is careful. */
function weightedMeans(parts: readonly Weighted[]): { score: number | null; low: number | null; high: number | null } {
	const weight = parts.reduce((sum, part) => sum + part.weight, 0);
	const mean = (key: 'score' | 'low' | 'high') =>
		parts.some((part) => part[key] === null) ? null : parts.reduce((sum, part) => sum + part.weight * part[key]!, 0) / weight;
	return { score: mean('score'), low: mean('low'), high: mean('high') };
}
