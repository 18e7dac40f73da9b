import type { Band, LevelInstrument } from '../model.ts';

/** What a provider can be offered for a recommendation, one of each kind at most (section 11, "Matching"). */
export const offerKinds = ['webinar', 'expert', 'centre', 'resource'] as const;
export type OfferKind = (typeof offerKinds)[number];

/** What the rule has to know of an offer. */
export type OfferCandidate = {
	kind: OfferKind;
	/** Unique within its kind. */
	id: string;
	/** One to five themes of the instrument. */
	themes: readonly string[];
	/** BCP 47. */
	languages: readonly string[];
	/** Fields of education of ISCED-F 2013, two digits or more. */
	sectors: readonly string[];
	/** Who it is made for; null when for everybody. */
	madeFor: 'starters' | 'advanced' | null;
	/** When it takes place or was made. */
	on: Date;
};

/** A recommendation, and for whom. */
export type OfferNeed = {
	mainTheme: string;
	relatedTheme: string;
	band: Band;
	/** The language the reader reads. */
	locale: string;
	sectors: readonly string[];
};

/** Why an offer is shown, the strongest first; the words are `report.offer.<reason>`. */
export type OfferReason = 'theme' | 'related' | 'family' | 'language' | 'sector' | 'band' | 'fresh';
export type MatchedOffer<Offer extends OfferCandidate> = Offer & { points: number; reasons: OfferReason[] };

const fewestPoints = 3;
const monthsFresh = 24;

/** Themes worth asking rooms for: those of the recommendation and of the main theme's family. */
export function themesOfNeed(instrument: LevelInstrument, { mainTheme, relatedTheme }: OfferNeed): string[] {
	const family = instrument.themes.find(({ code }) => code === mainTheme)?.family;
	return [...new Set([mainTheme, relatedTheme, ...instrument.themes.filter((theme) => theme.family === family).map(({ code }) => code)])];
}

/**
 * The best offer of each kind for a recommendation: a match of the main theme gives 4 points, of the related theme 2, of the
 * family 1, of which the best counts; 1 point each for language, sector, band and freshness. Below 3 points nothing is
 * shown; among equals the newer one.
 */
export function matchOffers<Offer extends OfferCandidate>(
	instrument: LevelInstrument,
	need: OfferNeed,
	offers: readonly Offer[],
	now: Date,
): MatchedOffer<Offer>[] {
	const family = new Set(themesOfNeed(instrument, need));
	const oldest = new Date(now);
	oldest.setUTCMonth(oldest.getUTCMonth() - monthsFresh);
	const starters = need.band === 'starting' || need.band === 'developing';
	const matched = offers.map((offer): MatchedOffer<Offer> => {
		const [theme, best]: [OfferReason, number] | [null, 0] = offer.themes.includes(need.mainTheme)
			? ['theme', 4]
			: offer.themes.includes(need.relatedTheme)
				? ['related', 2]
				: offer.themes.some((each) => family.has(each))
					? ['family', 1]
					: [null, 0];
		const reasons: OfferReason[] = [
			...(theme ? [theme] : []),
			...(offer.languages.includes(need.locale) ? (['language'] as const) : []),
			...(offer.sectors.some((one) => need.sectors.some((other) => sameField(one, other))) ? (['sector'] as const) : []),
			...(offer.madeFor === (starters ? 'starters' : 'advanced') ? (['band'] as const) : []),
			...(offer.on >= oldest ? (['fresh'] as const) : []),
		];
		// Without a theme in common, language and sector make no offer.
		return { ...offer, points: theme ? best + reasons.length - 1 : 0, reasons };
	});
	const order = matched
		.filter(({ points }) => points >= fewestPoints)
		.toSorted((a, b) => b.points - a.points || b.on.getTime() - a.on.getTime() || (a.id < b.id ? -1 : 1));
	return offerKinds.flatMap((kind) => order.find((offer) => offer.kind === kind) ?? []);
}

/** Two codes of ISCED-F name the same field when one begins with the other. */
const sameField = (one: string, other: string) => one.startsWith(other) || other.startsWith(one);
