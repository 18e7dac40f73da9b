import { defineRoute, pageOf, pageQuery, readPage, z, type ApiRoute } from '#platform/api/index.ts';
import { kinds } from './model.ts';
import { organisationView, showOrganisation } from './presenters.ts';
import { organisationsAfter, readOrganisation } from './queries.ts';

const tag = 'Organisations';
const organisationId = z.object({ id: z.uuid().meta({ description: 'The organisation' }) });

/** This room's part of /api/v1. */
export const networkRoutes: readonly ApiRoute[] = [
	defineRoute({
		method: 'get',
		path: '/organisations',
		name: 'listOrganisations',
		tag,
		summary: 'List organisations',
		description: 'Active organisations of the network, in the order they were added.',
		access: { scope: 'network:read', guests: true },
		localised: true,
		query: pageQuery.extend({
			kind: z.enum(kinds).optional(),
			country: z
				.string()
				.regex(/^[A-Z]{2}$/)
				.optional()
				.meta({ description: 'ISO 3166-1 alpha-2', example: 'PT' }),
		}),
		answer: { description: 'One page of organisations', schema: pageOf(organisationView) },
		handle: (ctx, { query: { kind, country, ...page } }) =>
			readPage(page, (after, count) => organisationsAfter(ctx, after, count, { kind, country }), showOrganisation),
	}),
	defineRoute({
		method: 'get',
		path: '/organisations/{id}',
		name: 'readOrganisation',
		tag,
		summary: 'Read an organisation',
		description: 'One that is not active yet is seen only by the people who work there or may verify it.',
		access: { scope: 'network:read', guests: true },
		localised: true,
		params: organisationId,
		answer: { description: 'The organisation', schema: organisationView },
		refuses: ['not_found'],
		handle: async (ctx, { params }) => showOrganisation(await readOrganisation(ctx, params.id)),
	}),
];
