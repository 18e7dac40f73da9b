import type { Evidence, Level, LevelInstrument } from '../model.ts';
import { scoreRun, type Answers, type Score } from './scoring.ts';

/**
 * "What we can show" (section 8): the same formulas, but an item at level 3 or 4 whose evidence is `none` counts one
 * level lower. Null when evidence was answered for fewer than half of the items at level 3-4 (or there is no such item):
 * the view would then say nothing.
 */
export function evidenceView(instrument: LevelInstrument, answers: Answers, evidence: ReadonlyMap<string, Evidence>): Score | null {
	const high = instrument.items.filter(({ code }) => isHigh(answers.get(code)));
	const answered = high.filter(({ code }) => evidence.has(code));
	if (high.length === 0 || 2 * answered.length < high.length) return null;
	const shown = new Map(answers);
	for (const { code } of answered) if (evidence.get(code) === 'none') shown.set(code, ((answers.get(code) as Level) - 1) as Level);
	return scoreRun(instrument, shown);
}

function isHigh(value: unknown): boolean {
	return value === 3 || value === 4;
}
