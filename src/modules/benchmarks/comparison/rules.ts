/**
 * What may be compared and shown, as data: one set of rules an instrument (Go International, section 13; SOLITY,
 * section 14). The engine knows no instrument by name; decision 10 says why each protection is as it is.
 */

/** Something providers are grouped by; the names are those of a run's profile. */
export type FilterName =
	'country' | 'countryGroup' | 'providerType' | 'sizeClass' | 'placeKind' | 'sector' | 'mainField' | 'erasmusStatus' | 'experience';

export type ComparisonRules = {
	instrument: 'go-international' | 'solity';
	/** In the order they are offered and named. */
	filters: readonly FilterName[];
	/** From how many providers a figure is shown; null where the instrument does not have it. */
	from: { median: number; quartiles: number; tails: number | null; position: number | null; best: number | null };
	/** Decimals of the figures shown. */
	decimals: 0 | 1;
	/** `quarters`: lower quarter, middle half, upper quarter. `middle`: below, in, above the middle, and no clear difference. */
	words: 'quarters' | 'middle';
	/** Shares of a group's participants above which one or the two largest providers hide it. */
	dominance: { one: number; two: number } | null;
	/** Share of a group's providers above which one network or owner hides it. */
	ownerShare: number;
	/** Two groups of which one holds the other may not differ by 1 to this many providers. */
	differencing: number | null;
	/** A column never shows more than one figure for so many providers, all groups together. */
	providersPerFigure: number | null;
	/**
	 * A group's figures are made anew only when a share of its providers, at least `least` and at most `most` of them, came,
	 * left or have a new result.
	 */
	renewal: { share: number; least: number; most: number };
	/** Similar providers. */
	similar: boolean;
	entry: {
		/** A result is compared for so many months. */
		months: number;
		/** Share of items that may be "does not apply". */
		notApplicable: number;
		/** Axes that need a score. */
		scoredAxes: number;
	};
};

/** How many providers of a group of `count` must have changed before its figures are made anew. */
export function changesToRenew({ renewal: { share, least, most } }: ComparisonRules, count: number): number {
	return Math.min(most, Math.max(least, Math.ceil(share * count)));
}

/** At most so many filters at once. */
export const filtersAtOnce = 2;

export const goInternationalRules: ComparisonRules = {
	instrument: 'go-international',
	filters: ['country', 'providerType', 'sizeClass', 'sector', 'erasmusStatus', 'experience'],
	from: { median: 8, quartiles: 12, tails: null, position: null, best: null },
	decimals: 1,
	words: 'quarters',
	dominance: null,
	ownerShare: 0.5,
	differencing: null,
	providersPerFigure: 1.5,
	renewal: { share: 0.25, least: 8, most: 50 },
	similar: false,
	entry: { months: 24, notApplicable: 0.25, scoredAxes: 0 },
};

export const solityRules: ComparisonRules = {
	instrument: 'solity',
	filters: ['country', 'countryGroup', 'providerType', 'sizeClass', 'placeKind', 'mainField'],
	from: { median: 8, quartiles: 12, tails: 20, position: 20, best: 30 },
	decimals: 0,
	words: 'middle',
	dominance: { one: 0.5, two: 0.85 },
	ownerShare: 0.5,
	differencing: 7,
	providersPerFigure: 3,
	renewal: { share: 0.25, least: 8, most: 50 },
	similar: true,
	entry: { months: 24, notApplicable: 1, scoredAxes: 4 },
};

/** Why something is not shown. The first that holds, in this order. */
export const hiddenReasons = ['too-few', 'dominance', 'owner', 'differencing', 'crowded'] as const;
export type HiddenReason = (typeof hiddenReasons)[number];
