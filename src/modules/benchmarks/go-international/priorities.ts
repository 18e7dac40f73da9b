import type { Importance, Level, LevelInstrument } from '../model.ts';
import type { Answers } from './scoring.ts';

export type Priority = {
	item: string;
	/** P = importance × weight × distance to the target; whole number above 0, at most 18. */
	priority: number;
	level: Level;
	target: Level;
};

/** Medium, where the provider said nothing (section 7, rule 9). */
const usualImportance: Importance = 2;

/** The target of an item nobody set one for: 3 from level 1 or 2, else 4 (section 7, rule 10). */
export function defaultTarget(level: Level): Level {
	return level <= 2 ? 3 : 4;
}

/**
 * Items to work on, most urgent first (section 8): items at level 1-2 before those at 3-4, then high P, then low level,
 * then the instrument's order. Items without a level and items at their target are left out.
 */
export function priorities(
	instrument: LevelInstrument,
	answers: Answers,
	importance: ReadonlyMap<string, Importance> = new Map(),
	targets: ReadonlyMap<string, Level> = new Map(),
): Priority[] {
	const ranked = instrument.items.flatMap(({ code, section, weight }) => {
		const level = answers.get(code);
		if (typeof level !== 'number') return [];
		const target = targets.get(code) ?? defaultTarget(level);
		const priority = (importance.get(section) ?? usualImportance) * weight * Math.max(0, target - level);
		return priority > 0 ? [{ item: code, priority, level, target }] : [];
	});
	const isLow = ({ level }: Priority) => (level <= 2 ? 0 : 1);
	// The sort is stable, so equal ones keep the instrument's order.
	return ranked.toSorted((a, b) => isLow(a) - isLow(b) || b.priority - a.priority || a.level - b.level);
}
