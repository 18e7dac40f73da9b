import type { Level, LevelInstrument } from '../model.ts';
import type { Answers } from './scoring.ts';

/** A level from which an item counts as a strength. */
const strongFrom = 3;

/**
 * What a provider can be proud of: items at level 3 or 4, highest level first, then heavier item, heavier section, and
 * the instrument's order; at most one a section, so that three strengths show three sides.
 */
export function strengths(instrument: LevelInstrument, answers: Answers, most = 3): { item: string; section: string; level: Level }[] {
	const sectionWeight = new Map(instrument.sections.map(({ code, weight }) => [code, weight]));
	const ranked = instrument.items
		.flatMap((item) => {
			const level = answers.get(item.code);
			return typeof level === 'number' && level >= strongFrom ? [{ ...item, level }] : [];
		})
		.toSorted((a, b) => b.level - a.level || b.weight - a.weight || sectionWeight.get(b.section)! - sectionWeight.get(a.section)!);
	const seen = new Set<string>();
	return ranked
		.filter(({ section }) => !seen.has(section) && seen.add(section))
		.slice(0, most)
		.map(({ code, section, level }) => ({ item: code, section, level }));
}
