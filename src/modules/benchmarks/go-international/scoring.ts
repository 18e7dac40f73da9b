import type { AnswerValue, Band, Level, LevelInstrument } from '../model.ts';

/**
 * Section and overall scores of a full run (specification, sections 7 and 8). Sums stay whole numbers; only the
 * overall maturity, a mean of section means, is a quotient of doubles where the specification asks for no exact edge.
 */

/** Answers by item code; an item that is missing counts like "I do not know". */
export type Answers = ReadonlyMap<string, AnswerValue>;

export type SectionScore = {
	/** Σ weight × level over items with a level. */
	numerator: number;
	/** Σ weight over items with a level. */
	denominator: number;
	/** M_s, 1 to 4, unrounded. */
	maturity: number;
	/** 0 to 100, unrounded. */
	index: number;
	band: Band;
	/** Weight with a level / applicable weight, 0 to 1. */
	coverage: number;
};

export type MissingScore = {
	maturity: null;
	index: null;
	band: null;
	/** Null where nothing in the section applies. */
	coverage: number | null;
	reason: 'not-applicable' | 'not-enough-answers';
};

export type SectionResult = SectionScore | MissingScore;

export type Score = {
	/** M, 1 to 4, unrounded; null when too little is known. */
	maturity: number | null;
	index: number | null;
	band: Band | null;
	/** A section is missing answers: the result is shown, but kept out of comparisons. */
	provisional: boolean;
	/** Highest minus lowest section maturity; null with fewer than two sections. */
	balance: number | null;
	/** True when the overall band would be Leading and a Starting section holds it at Established. */
	cap: boolean;
	sections: Record<string, SectionResult>;
};

/** A section's result needs this share of its applicable weight (section 7, rule 5) … */
const sectionCoverage = { numerator: 2, denominator: 3 };
/** … and this many items with a level. */
const itemsNeeded = 2;
/** The overall result needs valid sections of this share of the applicable section weight, in percent (rule 6). */
const overallPercent = 75;

/** Scores a full run. Unknown item codes are ignored; checking input is the caller's duty. */
export function scoreRun(instrument: LevelInstrument, answers: Answers): Score {
	return overall(instrument, sectionResults(instrument, answers));
}

/** Every section's result, by code, in the instrument's order. */
export function sectionResults(instrument: LevelInstrument, answers: Answers): Record<string, SectionResult> {
	return Object.fromEntries(instrument.sections.map(({ code }) => [code, sectionResult(instrument, code, answers)]));
}

function sectionResult(instrument: LevelInstrument, section: string, answers: Answers): SectionResult {
	const items = instrument.items.filter((item) => item.section === section);
	const weigh = (chosen: typeof items) => chosen.reduce((sum, { weight }) => sum + weight, 0);
	const all = weigh(items);
	const applicable = weigh(items.filter(({ code }) => answers.get(code) !== 'NA'));
	// Rule 3: more than half of the weight does not apply, so the section doesn't.
	if (2 * (all - applicable) > all) return { maturity: null, index: null, band: null, coverage: null, reason: 'not-applicable' };

	const rated = items.filter(({ code }) => typeof answers.get(code) === 'number');
	const denominator = weigh(rated);
	const numerator = rated.reduce((sum, { code, weight }) => sum + weight * (answers.get(code) as Level), 0);
	const coverage = denominator / applicable;
	if (sectionCoverage.denominator * denominator < sectionCoverage.numerator * applicable || rated.length < itemsNeeded)
		return { maturity: null, index: null, band: null, coverage, reason: 'not-enough-answers' };
	const maturity = numerator / denominator;
	return { numerator, denominator, maturity, index: indexOf(maturity), band: bandOf(numerator, denominator), coverage };
}

function overall(instrument: LevelInstrument, sections: Record<string, SectionResult>): Score {
	const weightOf = new Map(instrument.sections.map(({ code, weight }) => [code, weight]));
	const valid = Object.entries(sections).flatMap(([code, result]) => (isScore(result) ? [{ ...result, weight: weightOf.get(code)! }] : []));
	const applicableWeight = Object.entries(sections)
		.filter(([, result]) => isScore(result) || result.reason !== 'not-applicable')
		.reduce((sum, [code]) => sum + weightOf.get(code)!, 0);
	const validWeight = valid.reduce((sum, { weight }) => sum + weight, 0);
	const provisional = Object.values(sections).some((result) => !isScore(result) && result.reason === 'not-enough-answers');
	if (validWeight === 0 || 100 * validWeight < overallPercent * applicableWeight)
		return { maturity: null, index: null, band: null, provisional, balance: balanceOf(valid), cap: false, sections };

	const fraction = weightedMean(valid);
	const uncapped = bandOfFraction(fraction);
	const cap = uncapped === 'leading' && valid.some(({ band }) => band === 'starting');
	const maturity = Number(fraction.numerator) / Number(fraction.denominator);
	return {
		maturity,
		index: indexOf(maturity),
		band: cap ? 'established' : uncapped,
		provisional,
		balance: balanceOf(valid),
		cap,
		sections,
	};
}

/** True for a section that has a result. */
export function isScore(result: SectionResult): result is SectionScore {
	return result.maturity !== null;
}

/** A maturity (1 to 4) on 0 to 100, unrounded. */
export function indexOf(maturity: number): number {
	return ((maturity - 1) / 3) * 100;
}

/** The band of a maturity given as a fraction of whole numbers, compared exactly: 2·Σ w·level against 3, 5 and 7·Σ w. */
export function bandOf(numerator: number, denominator: number): Band {
	return bandOfFraction({ numerator: BigInt(numerator), denominator: BigInt(denominator) });
}

export type BalanceVerdict = 'balanced' | 'some-difference' | 'strong-imbalance';

/** Balance in words (section 8): below 0.8, below 1.5, and above. */
export function balanceVerdict(balance: number): BalanceVerdict {
	// Differences of means of small whole numbers: an error of 1e-12 can only come from the division.
	if (balance < 0.8 - 1e-12) return 'balanced';
	return balance < 1.5 - 1e-12 ? 'some-difference' : 'strong-imbalance';
}

type Fraction = { numerator: bigint; denominator: bigint };

/** Σ W_s·M_s / Σ W_s as an exact fraction, so that an overall value on a band's edge falls on the right side. */
function weightedMean(sections: readonly { numerator: number; denominator: number; weight: number }[]): Fraction {
	let numerator = 0n;
	let denominator = 1n;
	let weight = 0n;
	for (const section of sections) {
		numerator = numerator * BigInt(section.denominator) + BigInt(section.weight) * BigInt(section.numerator) * denominator;
		denominator *= BigInt(section.denominator);
		weight += BigInt(section.weight);
	}
	return reduced({ numerator, denominator: denominator * weight });
}

function reduced({ numerator, denominator }: Fraction): Fraction {
	let [a, b] = [numerator, denominator];
	while (b) [a, b] = [b, a % b];
	return { numerator: numerator / a, denominator: denominator / a };
}

function bandOfFraction({ numerator, denominator }: Fraction): Band {
	if (2n * numerator < 3n * denominator) return 'starting';
	if (2n * numerator < 5n * denominator) return 'developing';
	if (2n * numerator < 7n * denominator) return 'established';
	return 'leading';
}

function balanceOf(valid: readonly { maturity: number }[]): number | null {
	if (valid.length < 2) return null;
	const values = valid.map(({ maturity }) => maturity);
	return Math.max(...values) - Math.min(...values);
}
