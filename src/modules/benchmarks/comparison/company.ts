import { z } from 'zod';
import { choiceText, readReturnChoices } from './choices.ts';
import type { Company } from './return.ts';
import { defaultWeights, largestWeight, similarCount, variables, type Variable } from './similar.ts';

/** Whom a return is compared with, as it stands in an address: `with` for each filter, or `similar` and the weights that are not usual. */

const weight = (variable: Variable) => z.coerce.number().int().min(0).max(largestWeight).default(defaultWeights[variable]);
/** How many similar providers at least, and what makes them similar. */
export const similarInput = z.object({
	count: z.coerce.number().int().min(similarCount.least).max(similarCount.most),
	weights: z.object({
		size: weight('size'),
		jobseekers: weight('jobseekers'),
		vulnerable: weight('vulnerable'),
		unemployment: weight('unemployment'),
		providerType: weight('providerType'),
		placeKind: weight('placeKind'),
		fields: weight('fields'),
	}),
});

/** @returns null where nothing was chosen; what was wrong where the choice was not understood */
export function readCompany(query: URLSearchParams): Company | 'filters' | 'similar' | null {
	const count = query.get('similar');
	if (count !== null) {
		const weights = Object.fromEntries(variables.flatMap((name) => (query.has(name) ? [[name, query.get(name) || undefined]] : [])));
		const { success, data } = similarInput.safeParse({ count: count.trim(), weights });
		return success ? { similar: data } : 'similar';
	}
	if (!query.has('with')) return null;
	const choices = readReturnChoices(query.getAll('with'));
	return choices ? { choices } : 'filters';
}

/** A group as the part of an address behind `?`; everybody is said too, for without it the usual group is shown. */
export function companyQuery(company: Company): string {
	if ('similar' in company) {
		const { count, weights } = company.similar;
		const own = variables.filter((name) => weights[name] !== defaultWeights[name]);
		return new URLSearchParams([['similar', String(count)], ...own.map((name) => [name, String(weights[name])])]).toString();
	}
	const chosen = company.choices.length ? company.choices.map(choiceText) : [''];
	return new URLSearchParams(chosen.map((text) => ['with', text])).toString();
}
