import { z } from 'zod';
import { profileInput, sectors } from '../go-international/profile.ts';
import type { Choice } from './groups.ts';
import { goInternationalRules, type FilterName } from './rules.ts';
import { inOrder } from './seen.ts';

const { country, providerType, sizeClass, erasmusStatus, experience } = profileInput.shape;

/** What a comparison of Go International can be filtered by, with the values there are (rule 4). */
export const filterValues = { country, providerType, sizeClass, sector: z.enum(sectors), erasmusStatus, experience };

/** A choice as it stands in an address. */
export const choiceText = ({ filter, value }: Choice) => `${filter}:${value}`;

/**
 * Choices out of an address, in the order given; empty ones are left out.
 * @returns null when one is not known, two are of one kind, or there are more than two
 */
export function readChoices(texts: readonly string[]): Choice[] | null {
	const choices = texts.filter(Boolean).map((text) => {
		const at = text.indexOf(':');
		return { filter: text.slice(0, at) as FilterName, value: text.slice(at + 1) };
	});
	const known = choices.every(
		({ filter, value }) =>
			Object.hasOwn(filterValues, filter) && filterValues[filter as keyof typeof filterValues].safeParse(value).success,
	);
	return known && inOrder(goInternationalRules, choices) ? choices : null;
}
