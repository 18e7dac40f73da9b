import type { Band, Level, LevelInstrument, Recommendation } from '../model.ts';
import { bands } from '../model.ts';
import type { Answers } from './scoring.ts';

/** R9 before R10. A collator takes longer to make than a hundred comparisons. */
const byNumber = new Intl.Collator('en', { numeric: true });

/**
 * A section's recommendations (section 11): those of its band, first those whose theme equals the theme of an item of
 * the section at level 1-2, then by code.
 * @param band a band, or a level standing for it where a single item is all we know (quick check)
 */
export function recommendationsFor(instrument: LevelInstrument, section: string, band: Band | Level, answers: Answers): Recommendation[] {
	const wanted = typeof band === 'number' ? bands[band - 1] : band;
	const weak = new Set(
		instrument.items
			.filter((item) => item.section === section && (answers.get(item.code) === 1 || answers.get(item.code) === 2))
			.map(({ theme }) => theme),
	);
	const rank = ({ mainTheme }: Recommendation) => (weak.has(mainTheme) ? 0 : 1);
	return instrument.recommendations
		.filter((recommendation) => recommendation.section === section && recommendation.band === wanted)
		.toSorted((a, b) => rank(a) - rank(b) || byNumber.compare(a.code, b.code));
}
