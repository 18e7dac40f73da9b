import { defineRoute, named, z, type ApiRoute } from '#platform/api/index.ts';
import { saveSharing } from '../runs/settings.ts';
import { filterValues, returnFilterValues } from './choices.ts';
import { similarInput } from './company.ts';
import type { Choice } from './groups.ts';
import { inviteSimilar, similarMessageInput } from './inviting/invite.ts';
import { comparisonView, returnComparisonView, showComparison, showReturnComparison } from './presenters.ts';
import { compareReturn } from './return.ts';
import { goInternationalRules, solityRules, type ComparisonRules } from './rules.ts';
import { compareRun } from './run.ts';
import { similarCount } from './similar.ts';

const base = '/benchmarks/go-international';
const solity = '/benchmarks/solity';
const tag = 'Comparison';
const returnLimits =
	'The own result is never counted, small groups are hidden: a median needs 8 other providers, quartiles 12, the 10th and 90th percentile and a position 20, the best tenth 30.';
const run = z.object({ id: z.uuid().meta({ description: 'The run' }) });
/** Every filter by its name, none of them needed. */
const filters = z.strictObject({
	country: filterValues.country.optional().meta({ description: 'ISO 3166-1 alpha-2', example: 'PT' }),
	providerType: filterValues.providerType.optional().meta({ description: 'Type of provider' }),
	sizeClass: filterValues.sizeClass.optional().meta({ description: 'Learners a year' }),
	sector: filterValues.sector.optional().meta({ description: 'Field of training, ISCED-F in three digits', example: '071' }),
	erasmusStatus: filterValues.erasmusStatus.optional().meta({ description: 'Erasmus+ status' }),
	experience: filterValues.experience.optional().meta({ description: 'Years of international work' }),
});
const oneReturn = z.object({ id: z.uuid().meta({ description: 'The return' }) });
const returnFilters = z.strictObject({
	country: returnFilterValues.country.optional().meta({ description: 'ISO 3166-1 alpha-2', example: 'PT' }),
	countryGroup: returnFilterValues.countryGroup.optional().meta({ description: 'Group of countries' }),
	providerType: returnFilterValues.providerType.optional().meta({ description: 'Type of provider' }),
	sizeClass: returnFilterValues.sizeClass.optional().meta({ description: 'Participants a year' }),
	placeKind: returnFilterValues.placeKind.optional().meta({ description: 'Surroundings' }),
	mainField: returnFilterValues.mainField.optional().meta({ description: 'Field of training named first, ISCED-F in three digits' }),
});
const likeness = z.strictObject({
	count: similarInput.shape.count.default(similarCount.usual).meta({ description: 'How many at least' }),
	...similarInput.shape.weights.shape,
});

/** Filters of a query in the instrument's order. */
function choicesIn({ filters: order }: ComparisonRules, query: Readonly<Record<string, string | undefined>>): Choice[] {
	return order.flatMap((filter) => (query[filter] === undefined ? [] : [{ filter, value: query[filter] }]));
}

/** Comparisons and the consent to be counted in them. */
export const comparisonRoutes: readonly ApiRoute[] = [
	defineRoute({
		method: 'get',
		path: `${base}/runs/{id}/comparison`,
		name: 'compareRun',
		tag,
		summary: 'Compare a run',
		description:
			'With all providers of last night’s pool, or those of at most two filters. Own results are never counted, small groups are hidden: a median needs 8 other providers, the middle half 12.',
		access: { scope: 'benchmarks:read' },
		localised: true,
		params: run,
		query: filters,
		answer: { description: 'The comparison', schema: comparisonView },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: async (ctx, { params, query }) =>
			showComparison(await compareRun(ctx, params.id, choicesIn(goInternationalRules, query)), ctx.t),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/runs/{id}/sharing`,
		name: 'saveRunSharing',
		tag,
		summary: 'Let a run be counted in comparisons',
		description: 'Or take that back. Counted from the next night on; taken back at once. For administrators.',
		access: { scope: 'benchmarks:write' },
		params: run,
		body: z.strictObject({ sharing: z.boolean() }).openapi('RunSharingInput'),
		answer: { description: 'It is stored', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params, body }) => saveSharing(ctx, params.id, body.sharing),
	}),
	defineRoute({
		method: 'get',
		path: `${solity}/returns/{id}/comparison`,
		name: 'compareReturn',
		tag,
		summary: 'Compare a return',
		description: `A locked return with all providers of last night’s pool, or those of at most two filters. ${returnLimits}`,
		access: { scope: 'benchmarks:read' },
		localised: true,
		params: oneReturn,
		query: returnFilters,
		answer: { description: 'The comparison', schema: returnComparisonView },
		refuses: ['not_found', 'forbidden', 'conflict'],
		handle: async (ctx, { params, query }) =>
			showReturnComparison(await compareReturn(ctx, params.id, { choices: choicesIn(solityRules, query) }), ctx.t),
	}),
	defineRoute({
		method: 'get',
		path: `${solity}/returns/{id}/similar`,
		name: 'compareReturnWithSimilar',
		tag,
		summary: 'Compare a return with similar providers',
		description: `A locked return with the neighbourhood of providers most like it, by seven variables with a weight each: 0 leaves it out, 3 counts most. Five sets of weights besides the usual one can be tried a day. ${returnLimits}`,
		access: { scope: 'benchmarks:read' },
		localised: true,
		params: oneReturn,
		query: likeness,
		answer: { description: 'The comparison', schema: returnComparisonView },
		refuses: ['not_found', 'forbidden', 'conflict', 'too_many_requests'],
		handle: async (ctx, { params, query: { count, ...weights } }) =>
			showReturnComparison(await compareReturn(ctx, params.id, { similar: { count, weights } }), ctx.t),
	}),
	defineRoute({
		method: 'post',
		path: `${solity}/returns/{id}/similar/messages`,
		name: 'inviteSimilarProviders',
		tag,
		summary: 'Write to similar providers',
		description:
			'One message to those of the similar providers a return is compared with that agreed to it, by mail to their administrators. They see the name and address of who writes and the name of the provider, and are known to nobody unless they answer; the answer here is the same whether anybody gets it. Once in seven days and five times a year. Weights other than the usual ones must have been compared with today. For administrators of a verified provider.',
		access: { scope: 'benchmarks:write' },
		params: oneReturn,
		body: named('SimilarMessageInput', similarMessageInput, {
			example: { message: 'Our numbers look alike. How do you reach people in the villages?', count: 15 },
		}),
		answer: { description: 'It is on its way to those who agreed', nothing: true },
		refuses: ['not_found', 'forbidden', 'conflict', 'too_many_requests'],
		handle: (ctx, { params, body }) => inviteSimilar(ctx, params.id, body),
	}),
];
