import type { Level, LevelInstrument } from '../model.ts';
import type { Answers } from './scoring.ts';

export type ReadinessVerdict = 'solid-base' | 'some-work' | 'start-here' | 'cannot-say';

export type Readiness = {
	/** Weighted mean of levels, 1 to 4, unrounded; null when nothing can be said. */
	mean: number | null;
	verdict: ReadinessVerdict;
	/** Items at level 1 or 2, in the part's order. */
	todo: string[];
};

/**
 * The extra view for Erasmus accreditation (section 8), by part. A help for preparing; it predicts no decision of a
 * national agency.
 */
export function readiness(instrument: LevelInstrument, answers: Answers): Record<string, Readiness> {
	const weightOf = new Map(instrument.items.map(({ code, weight }) => [code, weight]));
	return Object.fromEntries(instrument.readiness.map(({ code, items }) => [code, part(items)]));

	function part(items: readonly string[]): Readiness {
		const rated = items
			.filter((item) => typeof answers.get(item) === 'number')
			.map((item) => ({ item, weight: weightOf.get(item)!, level: answers.get(item) as Level }));
		const todo = rated.filter(({ level }) => level <= 2).map(({ item }) => item);
		if (2 * (items.length - rated.length) >= items.length) return { mean: null, verdict: 'cannot-say', todo };
		const sum = rated.reduce((total, { weight, level }) => total + weight * level, 0);
		const weight = rated.reduce((total, each) => total + each.weight, 0);
		const verdict =
			2 * sum >= 5 * weight && rated.every(({ level }) => level > 1) ? 'solid-base' : 4 * sum >= 7 * weight ? 'some-work' : 'start-here';
		return { mean: sum / weight, verdict, todo };
	}
}
