import { z } from 'zod';

/**
 * The profile a run is made with (specification, section 4): P-1 to P-11, asked before the items, and the optional
 * numbers panel N-1 to N-10, shown in the report and never part of the score.
 */

const optional = <T extends z.ZodType>(type: T) =>
	z.preprocess((value) => (value === '' || value === null ? undefined : value), type.optional());

/** P-8, years of international work. */
export const experiences = ['0', '1-3', '4-9', '10-or-more'] as const;
/** P-10, who answers. */
export const answerers = ['director', 'international-officer', 'project-manager', 'teacher', 'other'] as const;
/** P-4, main levels of the European Qualifications Framework. */
export const eqfLevels = [2, 3, 4, 5, 6] as const;
/** P-5 allows so many sectors. */
export const mostSectors = 5;

/** P-5: fields of education of ISCED-F 2013 in three digits, without 0xx generic programmes and 9xx unknown. */
export const sectors = [
	'011', '021', '022', '023', '031', '032', '041', '042', '051', '052', '053', '054', '061', '071', '072', '073',
	'081', '082', '083', '084', '091', '092', '101', '102', '103', '104',
] as const; // prettier-ignore

export const profileInput = z.strictObject({
	/** P-1 ISO 3166-1 alpha-2. */
	country: z.string().regex(/^[A-Z]{2}$/),
	/** P-2 */
	providerType: z.enum(['public-school', 'private-school', 'adult-centre', 'company-centre', 'higher-vet', 'umbrella']),
	/** P-3 learners a year */
	sizeClass: z.enum(['under-250', '250-999', '1000-4999', '5000-or-more']),
	/** P-4 */
	levels: z.array(z.literal(eqfLevels)).max(eqfLevels.length).default([]),
	/** P-5 */
	sectors: z.array(z.enum(sectors)).max(mostSectors).default([]),
	/** P-6 */
	placeKind: optional(z.enum(['city', 'town', 'rural', 'island'])),
	/** P-7 */
	erasmusStatus: z.enum(['none', 'consortium-member', 'short-term', 'accredited', 'consortium-coordinator']),
	/** P-8 */
	experience: z.enum(experiences),
	/** P-9 hours a week, the sum of all people. */
	coordinationHours: optional(z.coerce.number().min(0).max(1000)),
	/** P-10 */
	answeredBy: optional(z.enum(answerers)),
	/** P-11 names of networks. */
	networks: z.array(z.string().trim().min(1).max(120)).max(20).default([]),
});
export type Profile = z.infer<typeof profileInput>;

const count = optional(z.coerce.number().int().min(0).max(10_000_000));

export const numbersInput = z.strictObject({
	/** N-1 */ learners: count,
	/** N-2 */ learnersAbroad: count,
	/** N-3, of N-2 */ learnersAbroadFewerOpportunities: count,
	/** N-4 */ learnersHosted: count,
	/** N-5 */ staff: count,
	/** N-6 */ staffAbroad: count,
	/** N-7 */ activePartners: count,
	/** N-8 */ partnerCountries: count,
	/** N-9 */ learnersOnlineExchange: count,
	/** N-10 own money, euro cents. */ ownMoneyCents: optional(z.coerce.number().int().min(0).max(100_000_000_00)),
});
export type Numbers = z.infer<typeof numbersInput>;

/** Names in the order of their codes, N-1 first. */
export const numberNames = Object.keys(numbersInput.shape) as (keyof Numbers)[];

/** European aims the shares are shown beside, in percent. They describe countries over a whole education, not one school in one year. */
export const europeanAims = { abroad: 12, inclusion: 20 } as const;

export type Shares = {
	/** N-2 / N-1, 0 to 1 and more; null means "no data". */
	abroad: number | null;
	/** N-3 / N-2. */
	inclusion: number | null;
	/** N-6 / N-5. */
	staffAbroad: number | null;
};

/** The derived shares; null where a number is missing or its base is 0. */
export function sharesOf(numbers: Numbers): Shares {
	const share = (part: number | undefined, base: number | undefined) => (part === undefined || !base ? null : part / base);
	return {
		abroad: share(numbers.learnersAbroad, numbers.learners),
		inclusion: share(numbers.learnersAbroadFewerOpportunities, numbers.learnersAbroad),
		staffAbroad: share(numbers.staffAbroad, numbers.staff),
	};
}
