import type { AnswerValue, Evidence, LevelInstrument } from '../model.ts';
import { isScore, scoreRun } from './scoring.ts';

/** What is worth a look before the result is made (specification, section 16). Codes in the instrument's order. */
export type Review = {
	/** Items without any answer. */
	missing: string[];
	/** Items answered with "I do not know". */
	unknown: string[];
	notApplicable: string[];
	/** Items at level 3 or 4 for which nobody said that there is proof. */
	withoutProof: string[];
	/** What the result would be with the answers as they are. */
	outlook: {
		/** `none`: too few answers for an overall figure. */
		result: 'full' | 'provisional' | 'none';
		/** Sections whose answers are too few for a figure. */
		notEnough: string[];
	};
};

export function reviewOf(
	instrument: LevelInstrument,
	answers: ReadonlyMap<string, AnswerValue>,
	evidence: ReadonlyMap<string, Evidence>,
): Review {
	const itemsWhere = (holds: (code: string, value: AnswerValue | undefined) => boolean) =>
		instrument.items.map(({ code }) => code).filter((code) => holds(code, answers.get(code)));
	const { maturity, provisional, sections } = scoreRun(instrument, answers);
	return {
		missing: itemsWhere((_, value) => value === undefined),
		unknown: itemsWhere((_, value) => value === 'DK'),
		notApplicable: itemsWhere((_, value) => value === 'NA'),
		withoutProof: itemsWhere((code, value) => (value === 3 || value === 4) && (evidence.get(code) ?? 'none') === 'none'),
		outlook: {
			result: maturity === null ? 'none' : provisional ? 'provisional' : 'full',
			notEnough: Object.entries(sections).flatMap(([code, result]) =>
				!isScore(result) && result.reason === 'not-enough-answers' ? [code] : [],
			),
		},
	};
}
