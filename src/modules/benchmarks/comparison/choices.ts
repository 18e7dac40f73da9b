import { z } from 'zod';
import { countryGroups, placeKinds, type CountryGroup } from '#modules/network/index.ts';
import { profileInput, sectors } from '../go-international/profile.ts';
import type { Choice } from './groups.ts';
import { goInternationalRules, solityRules, type ComparisonRules, type FilterName } from './rules.ts';
import { inOrder } from './seen.ts';
import { participantClasses } from './sources/solity.ts';

const { country, providerType, sizeClass, erasmusStatus, experience } = profileInput.shape;
const sector = z.enum(sectors);

/** What a comparison of Go International can be filtered by, with the values there are (rule 4). */
export const filterValues = { country, providerType, sizeClass, sector, erasmusStatus, experience };

/** The same of SOLITY (section 14.2). */
export const returnFilterValues = {
	country,
	countryGroup: z.enum(Object.keys(countryGroups) as [CountryGroup, ...CountryGroup[]]),
	providerType,
	sizeClass: z.enum(participantClasses),
	placeKind: z.enum(placeKinds),
	mainField: sector,
};

/** A choice as it stands in an address. */
export const choiceText = ({ filter, value }: Choice) => `${filter}:${value}`;

type Values = Partial<Record<FilterName, z.ZodType>>;

/**
 * Choices out of an address, in the order given; empty ones are left out.
 * @returns null when one is not known, two are of one kind, or there are more than two
 */
const readerOf = (rules: ComparisonRules, values: Values) => (texts: readonly string[]) => {
	const choices = texts.filter(Boolean).map((text): Choice => {
		const at = text.indexOf(':');
		return { filter: text.slice(0, at) as FilterName, value: text.slice(at + 1) };
	});
	const known = choices.every(({ filter, value }) => Object.hasOwn(values, filter) && values[filter]!.safeParse(value).success);
	return known && inOrder(rules, choices) ? choices : null;
};

/** Choices for a run. */
export const readChoices = readerOf(goInternationalRules, filterValues);
/** Choices for a return. */
export const readReturnChoices = readerOf(solityRules, returnFilterValues);
