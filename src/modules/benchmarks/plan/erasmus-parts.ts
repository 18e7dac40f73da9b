import type { LevelInstrument } from '../model.ts';

/** The parts of an Erasmus Plan an action is grouped under. */
export const erasmusParts = ['objectives', 'activities', 'management'] as const;
export type ErasmusPart = (typeof erasmusParts)[number];

/** Where a section's items belong when the readiness view names them in no part. */
const partOfSection: Record<string, ErasmusPart> = {
	ENV: 'objectives',
	DIR: 'objectives',
	PLAN: 'objectives',
	STAFF: 'activities',
	MOB: 'activities',
	HOME: 'activities',
	ORG: 'management',
	PART: 'management',
	IMP: 'management',
};

/**
 * The part of an Erasmus Plan a goal belongs to: that of the readiness view, where quality standards (support of
 * participants, recognition, sharing) are activities; else that of its section; goals of no item are objectives.
 */
export function erasmusPartOf(instrument: LevelInstrument, item: string | null): ErasmusPart {
	const named = item && instrument.readiness.find(({ items }) => items.includes(item))?.code;
	if (named) return named === 'quality' ? 'activities' : (named as ErasmusPart);
	return partOfSection[instrument.items.find(({ code }) => code === item)?.section ?? ''] ?? 'objectives';
}
