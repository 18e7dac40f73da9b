import { bandOf } from '../go-international/scoring.ts';
import type { AnswerValue, Band, Item, Level, LevelInstrument } from '../model.ts';

/**
 * The result of a quick check: nine headline answers, one overall figure, always called "first impression"
 * (specification of Go International, sections 7 and 8).
 */

/** One headline item as far as its result needs it; in the instrument's order. */
export type HeadlineItem = Pick<Item, 'code' | 'section' | 'notApplicableAllowed'> & { sectionWeight: number };

/** The items of the quick check: the headline item of each section. */
export function headlineItems(instrument: LevelInstrument): HeadlineItem[] {
	return instrument.items
		.filter(({ headline }) => headline)
		.map(({ code, section, notApplicableAllowed }) => ({
			code,
			section,
			notApplicableAllowed,
			sectionWeight: instrument.sections.find((other) => other.code === section)!.weight,
		}));
}

export type QuickCheckFigures = {
	/** Mean of the levels by section weight, 1.0 to 4.0, as an exact fraction; null when too few items have a level. */
	maturity: { numerator: number; denominator: number } | null;
	/** 0 to 100. */
	index: number | null;
	band: Band | null;
	/** Items with a level, the instrument's order. */
	levels: { item: string; section: string; level: Level }[];
	/** Codes of up to three items to be proud of: highest level, then heavier section, then order; never level 1. */
	strengths: string[];
	/** Codes of up to three items to work on first: lowest level, then heavier section, then order; never level 4 or a strength. */
	nextSteps: string[];
	notApplicable: string[];
	unknown: string[];
	unanswered: string[];
};

/** A figure needs levels for at least this share of the applicable section weight (section 7, rule 6). */
const enoughWeight = 0.75;
const listed = 3;

/**
 * Computes the figures of a quick check. Items that do not apply leave sum and weight; unknown and unanswered ones
 * leave the sum only, and too many of them leave no figure.
 */
export function scoreQuickCheck(items: readonly HeadlineItem[], answers: ReadonlyMap<string, AnswerValue>): QuickCheckFigures {
	const levels = items.flatMap((item, order) => {
		const value = answers.get(item.code);
		return typeof value === 'number' ? [{ ...item, level: value, order }] : [];
	});
	const of = (value: AnswerValue | undefined) => items.filter((item) => answers.get(item.code) === value).map(({ code }) => code);
	const applicableWeight = items.filter((item) => answers.get(item.code) !== 'NA').reduce((sum, item) => sum + item.sectionWeight, 0);
	const denominator = levels.reduce((sum, { sectionWeight }) => sum + sectionWeight, 0);
	const numerator = levels.reduce((sum, { sectionWeight, level }) => sum + sectionWeight * level, 0);
	const shown = denominator > 0 && denominator >= enoughWeight * applicableWeight;

	type Rated = (typeof levels)[number];
	const heavierFirst = (a: Rated, b: Rated) => b.sectionWeight - a.sectionWeight || a.order - b.order;
	const pick = (rated: Rated[], compare: (a: Rated, b: Rated) => number) =>
		rated
			.toSorted(compare)
			.slice(0, listed)
			.map(({ code }) => code);
	const strengths = pick(
		levels.filter(({ level }) => level > 1),
		(a, b) => b.level - a.level || heavierFirst(a, b),
	);
	// Nothing is praised and criticised on the same page.
	const nextSteps = pick(
		levels.filter(({ level, code }) => level < 4 && !strengths.includes(code)),
		(a, b) => a.level - b.level || heavierFirst(a, b),
	);
	return {
		maturity: shown ? { numerator, denominator } : null,
		index: shown ? ((numerator / denominator - 1) / 3) * 100 : null,
		band: shown ? bandOf(numerator, denominator) : null,
		levels: levels.map(({ code, section, level }) => ({ item: code, section, level })),
		strengths,
		nextSteps,
		notApplicable: of('NA'),
		unknown: of('DK'),
		unanswered: of(undefined),
	};
}
