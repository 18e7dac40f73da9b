import type { CountedInstrument, Recommendation } from './instrument.ts';
import { isScored, type Result } from './scoring.ts';
import type { ReturnData } from './return-data.ts';
import { weakestFields } from './trust.ts';

/** A recommendation of a result, with what comes first where the numbers themselves are weak. */
export type Advice = {
	recommendation: Recommendation;
	indicator: string;
	/** Axis weight × indicator weight × distance to 75: what the order is made from. */
	priority: number;
	/** T1, raise the trust of these fields, before anything else. */
	raiseTrust: { recommendation: Recommendation; fields: string[] } | null;
	/** T2, raise the answers: only this share of people is known, 0 to 1. */
	raiseAnswers: { recommendation: Recommendation; coverage: number } | null;
};

/** How many recommendations the report shows before "more". */
export const shownAtFirst = 6;

/**
 * What a result asks for (section 15): one text for each scored indicator below 75, most urgent first; ties keep the
 * instrument's order. Nothing is recommended for a small base, no data or an indicator that does not apply.
 */
export function adviceFor(instrument: CountedInstrument, data: ReturnData, { indicators }: Result): Advice[] {
	const { advice, axes, recommendations } = instrument;
	const byNeed = (when: Recommendation['when']) => recommendations.find((each) => each.when === when)!;
	const found = instrument.indicators.flatMap((indicator): Advice[] => {
		const { status, score, trust, coverage } = indicators[indicator.code]!;
		if (!isScored(status) || score === null || score >= advice.secondBelow) return [];
		const when = score < advice.firstBelow ? 'first' : 'second';
		const axis = axes.find(({ code }) => code === indicator.axis)!;
		return [
			{
				recommendation: recommendations.find((each) => each.about === indicator.code && each.when === when)!,
				indicator: indicator.code,
				priority: axis.weight * indicator.weight * (advice.secondBelow - score),
				raiseTrust:
					trust !== null && trust < advice.trustBelow
						? { recommendation: byNeed('trust'), fields: weakestFields(indicator, data.trust) }
						: null,
				raiseAnswers: coverage !== null && coverage < advice.coverageBelow ? { recommendation: byNeed('coverage'), coverage } : null,
			},
		];
	});
	return found.toSorted((a, b) => b.priority - a.priority);
}

/** Axes strong enough to show others how it was done: their "share" texts, in the instrument's order. */
export function sharingFor(instrument: CountedInstrument, { axes }: Result): Recommendation[] {
	return instrument.axes.flatMap(({ code }) => {
		const { score } = axes[code]!;
		if (score === null || score < instrument.advice.shareFrom) return [];
		return instrument.recommendations.filter(({ about, when }) => when === 'share' && about === code);
	});
}

/**
 * Codes of the highest and the lowest scores; ties: higher weight, then the instrument's order.
 * @param within an axis, for its sentence in the report; all axes without it
 */
export function highlights(
	instrument: CountedInstrument,
	{ indicators }: Result,
	{ count = 3, within }: { count?: number; within?: string } = {},
): { strongest: string[]; weakest: string[] } {
	const scored = instrument.indicators
		.filter(({ axis }) => within === undefined || axis === within)
		.map(({ code, weight }) => ({ code, weight, ...indicators[code]! }))
		.filter(({ status }) => isScored(status));
	const first = (sign: 1 | -1) =>
		scored
			.toSorted((a, b) => sign * (b.score! - a.score!) || b.weight - a.weight)
			.slice(0, count)
			.map(({ code }) => code);
	return { strongest: first(1), weakest: first(-1) };
}
