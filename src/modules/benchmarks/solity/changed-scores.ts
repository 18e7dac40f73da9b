import { shown } from './rounding.ts';
import type { Result } from './scoring.ts';

/** An indicator with another score than before; null where it has none. */
export type ChangedScore = { code: string; before: number | null; after: number | null };

/** The indicators whose score, as it is shown, differs between two results. */
export function changedScores(before: Pick<Result, 'indicators'>, after: Pick<Result, 'indicators'>): ChangedScore[] {
	const codes = [...new Set([...Object.keys(before.indicators), ...Object.keys(after.indicators)])].toSorted();
	return codes
		.map((code) => ({ code, before: before.indicators[code]?.score ?? null, after: after.indicators[code]?.score ?? null }))
		.filter(({ before, after }) => seen(before) !== seen(after));
}

const seen = (score: number | null) => score && shown(score);
