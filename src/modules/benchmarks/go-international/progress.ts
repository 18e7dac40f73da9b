import type { LevelInstrument } from '../model.ts';
import { scoreRun, type Answers } from './scoring.ts';

export type Progress = {
	/** Maturity now minus maturity then, over items with a level in both runs; null when there is no such item. */
	difference: number | null;
	verdict: 'better' | 'no-clear-change' | 'lower' | 'cannot-say';
	/** How many items both runs have. */
	items: number;
};

/** Below this difference of maturity we speak of no clear change (section 8). */
const clearChange = 0.2;

/**
 * Progress by section between two runs. Only item codes that exist in `instrument` and have a level in both count; for
 * runs of different editions pass the items whose meaning is the same in both (section 7, rule 12).
 */
export function progress(
	instrument: LevelInstrument,
	before: Answers,
	now: Answers,
	comparable: (item: string) => boolean = () => true,
): Record<string, Progress> {
	return Object.fromEntries(
		instrument.sections.map(({ code }) => {
			const shared = instrument.items.filter(
				(item) =>
					item.section === code &&
					comparable(item.code) &&
					typeof before.get(item.code) === 'number' &&
					typeof now.get(item.code) === 'number',
			);
			if (shared.length === 0) return [code, { difference: null, verdict: 'cannot-say', items: 0 }];
			const weight = shared.reduce((sum, item) => sum + item.weight, 0);
			const gained = shared.reduce((sum, item) => sum + item.weight * (Number(now.get(item.code)) - Number(before.get(item.code))), 0);
			const difference = gained / weight;
			// Exact: |gained| / weight < 0.2 in whole numbers.
			const verdict = Math.abs(gained) < clearChange * weight - 1e-12 ? 'no-clear-change' : gained > 0 ? 'better' : 'lower';
			return [code, { difference, verdict, items: shared.length }];
		}),
	);
}

/**
 * The overall maturity then and now over the items with a level in both runs, so that a question that was not answered
 * then (or is not now) moves nothing. Null where these are too few for an overall result.
 */
export function overallProgress(
	instrument: LevelInstrument,
	before: Answers,
	now: Answers,
	comparable: (item: string) => boolean = () => true,
): { before: number; now: number; verdict: Exclude<Progress['verdict'], 'cannot-say'> } | null {
	const shared = new Set(
		instrument.items
			.map(({ code }) => code)
			.filter((item) => comparable(item) && typeof before.get(item) === 'number' && typeof now.get(item) === 'number'),
	);
	const only = (answers: Answers) => new Map([...answers].filter(([item]) => shared.has(item)));
	const [then, today] = [scoreRun(instrument, only(before)).maturity, scoreRun(instrument, only(now)).maturity];
	if (then === null || today === null) return null;
	const difference = today - then;
	return {
		before: then,
		now: today,
		verdict: Math.abs(difference) < clearChange - 1e-12 ? 'no-clear-change' : difference > 0 ? 'better' : 'lower',
	};
}
