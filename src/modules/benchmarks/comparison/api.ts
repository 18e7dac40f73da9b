import { defineRoute, z, type ApiRoute } from '#platform/api/index.ts';
import { saveSharing } from '../runs/settings.ts';
import { filterValues } from './choices.ts';
import { comparisonView, showComparison } from './presenters.ts';
import { goInternationalRules } from './rules.ts';
import { compareRun } from './run.ts';

const base = '/benchmarks/go-international';
const tag = 'Comparison';
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
		handle: async (ctx, { params, query }) => {
			const choices = goInternationalRules.filters.flatMap((name) => {
				const value = query[name as keyof typeof query] as string | undefined;
				return value === undefined ? [] : [{ filter: name, value }];
			});
			return showComparison(await compareRun(ctx, params.id, choices), ctx.t);
		},
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
];
