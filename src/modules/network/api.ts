import { defineRoute, named, pageOf, pageQuery, readPage, z, type ApiRoute } from '#platform/api/index.ts';
import { createAccount, findAccount, namesOf } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import { requirePerson } from '#platform/policy.ts';
import { createProvider, editOrganisation, setParent, takeRole, verifyOrganisation } from './commands.ts';
import {
	acceptInvitation,
	daysToAnswer,
	declineInvitation,
	invitationInput,
	invitationsOf,
	invite,
	readInvitation,
	withdrawInvitation,
} from './invitations.ts';
import { kinds, organisationInput, roles } from './model.ts';
import {
	colleagueView,
	invitationView,
	logEntryView,
	organisationView,
	positionView,
	showColleague,
	showInvitation,
	showLogEntry,
	showOrganisation,
	showPosition,
} from './presenters.ts';
import { colleaguesAfter, organisationLog, organisationsAfter, positionsOf, readOrganisation, waitingForVerification } from './queries.ts';

const organisations = 'Organisations';
const people = 'People';
const invitations = 'Invitations';

const organisationParam = z.object({ id: z.uuid().meta({ description: 'The organisation' }) });
const mailedSecret = z.object({
	'link-secret': z.string().min(1).max(200).meta({ description: 'The part "token" of the link in the mail' }),
});
const example = {
	name: 'Escola do Vale',
	country: 'PT',
	place: 'Braga',
	web: 'https://vale.example',
	providerType: 'public-school',
	sizeClass: '1000-4999',
} as const;
const newOrganisation = named('OrganisationInput', organisationInput, { example });
const changedOrganisation = organisationInput
	.extend({ version: z.int().min(1).max(2_147_483_647).meta({ description: 'The version you read: the change is made from it' }) })
	.openapi('OrganisationChange', { example: { ...example, version: 3 } });

const shown = async (ctx: Ctx, id: string) => showOrganisation(await readOrganisation(ctx, id));

/** This room's part of /api/v1. */
export const networkRoutes: readonly ApiRoute[] = [
	defineRoute({
		method: 'get',
		path: '/organisations',
		name: 'listOrganisations',
		tag: organisations,
		summary: 'List organisations',
		description: 'Active organisations of the network, in the order of their ids.',
		access: { scope: 'network:read', guests: true },
		localised: true,
		query: pageQuery.extend({
			kind: z.enum(kinds).optional(),
			country: z
				.string()
				.regex(/^[A-Z]{2}$/)
				.optional()
				.meta({ description: 'ISO 3166-1 alpha-2', example: 'PT' }),
			q: z.string().trim().min(1).max(100).optional().meta({ description: 'Letters in a name or place', example: 'vale' }),
		}),
		answer: { description: 'One page of organisations', schema: pageOf(organisationView) },
		handle: (ctx, { query: { kind, country, q, ...page } }) =>
			readPage(page, (after, count) => organisationsAfter(ctx, after, count, { kind, country, q }), showOrganisation),
	}),
	defineRoute({
		method: 'post',
		path: '/organisations',
		name: 'createOrganisation',
		tag: organisations,
		summary: 'Add the provider you work for',
		description:
			'You become its administrator. It is `active` at once when your mail address has the domain of its web page, else `pending` until an association or the coordinator verifies it.',
		access: { scope: 'network:write' },
		localised: true,
		body: newOrganisation,
		answer: {
			status: 201,
			description: 'The organisation',
			schema: organisationView,
			location: ({ id }: { id: string }) => `/organisations/${id}`,
		},
		async handle(ctx, { body }) {
			const { email } = (await findAccount(ctx.db, requirePerson(ctx)))!;
			const { id } = await createProvider(ctx, body, { email });
			return shown(ctx, id);
		},
	}),
	defineRoute({
		method: 'get',
		path: '/organisations/waiting',
		name: 'listWaitingOrganisations',
		tag: organisations,
		summary: 'List organisations that wait for you to verify them',
		description: 'At most 100. Empty for everybody who verifies none.',
		access: { scope: 'network:read' },
		localised: true,
		answer: { description: 'The organisations', schema: z.object({ items: z.array(organisationView), next: z.null() }) },
		handle: async (ctx) => ({ items: (await waitingForVerification(ctx)).map(showOrganisation), next: null }),
	}),
	defineRoute({
		method: 'get',
		path: '/organisations/{id}',
		name: 'readOrganisation',
		tag: organisations,
		summary: 'Read an organisation',
		description: 'One that is not active is seen only by the people who work there or may change or verify it.',
		access: { scope: 'network:read', guests: true },
		localised: true,
		params: organisationParam,
		answer: { description: 'The organisation', schema: organisationView },
		refuses: ['not_found'],
		handle: (ctx, { params }) => shown(ctx, params.id),
	}),
	defineRoute({
		method: 'put',
		path: '/organisations/{id}',
		name: 'changeOrganisation',
		tag: organisations,
		summary: 'Change an organisation',
		description:
			'Replaces what the organisation says about itself; a field you leave out is emptied. Name and description change in the language of the request only. When somebody else changed it meanwhile you get `conflict`: read it again, bring both together, send it with the new version.',
		access: { scope: 'network:write' },
		localised: true,
		params: organisationParam,
		body: changedOrganisation,
		answer: { description: 'The organisation as it is now', schema: organisationView },
		refuses: ['not_found', 'conflict'],
		async handle(ctx, { params, body: { version, ...input } }) {
			const { email } = (await findAccount(ctx.db, requirePerson(ctx)))!;
			await editOrganisation(ctx, params.id, version, input, { email });
			return shown(ctx, params.id);
		},
	}),
	defineRoute({
		method: 'post',
		path: '/organisations/{id}/verify',
		name: 'verifyOrganisation',
		tag: organisations,
		summary: 'Verify a pending organisation',
		description: 'An association or the coordinator says that it is what it says it is; it becomes active.',
		access: { scope: 'network:write' },
		localised: true,
		params: organisationParam,
		answer: { description: 'The organisation, active', schema: organisationView },
		refuses: ['not_found', 'conflict'],
		async handle(ctx, { params }) {
			await verifyOrganisation(ctx, params.id);
			return shown(ctx, params.id);
		},
	}),
	defineRoute({
		method: 'put',
		path: '/organisations/{id}/parent',
		name: 'setParent',
		tag: organisations,
		summary: 'Put an organisation under another',
		description:
			'A centre under its provider, a provider under its member organisation; null for none. Circles and trees of more than five levels are refused.',
		access: { scope: 'network:write' },
		localised: true,
		params: organisationParam,
		body: z.strictObject({ parentId: z.uuid().nullable() }).openapi('ParentInput'),
		answer: { description: 'The organisation in its new place', schema: organisationView },
		refuses: ['not_found', 'conflict'],
		async handle(ctx, { params, body: { parentId } }) {
			await setParent(ctx, params.id, parentId);
			return shown(ctx, params.id);
		},
	}),
	defineRoute({
		method: 'get',
		path: '/organisations/{id}/log',
		name: 'readOrganisationLog',
		tag: organisations,
		summary: 'Read what was done to an organisation',
		description: 'Newest first, for its administrators and the coordinator.',
		access: { scope: 'network:read' },
		params: organisationParam,
		query: pageQuery,
		answer: { description: 'One page of the log', schema: pageOf(logEntryView) },
		refuses: ['not_found'],
		handle: (ctx, { params, query }) => readPage(query, (after, count) => organisationLog(ctx, params.id, count, after), showLogEntry),
	}),
	defineRoute({
		method: 'get',
		path: '/me/positions',
		name: 'listPositions',
		tag: people,
		summary: 'List where you work',
		description: 'Your organisations with your roles, first come first; at most 200.',
		access: { scope: 'account:read' },
		localised: true,
		answer: { description: 'Your positions', schema: z.object({ items: z.array(positionView), next: z.null() }) },
		handle: async (ctx) => ({ items: (await positionsOf(ctx, requirePerson(ctx))).map(showPosition), next: null }),
	}),
	defineRoute({
		method: 'get',
		path: '/organisations/{id}/people',
		name: 'listPeople',
		tag: people,
		summary: 'List who works at an organisation',
		description: 'For those who work there too and those who may invite.',
		access: { scope: 'network:read' },
		params: organisationParam,
		query: pageQuery,
		answer: { description: 'One page of people', schema: pageOf(colleagueView) },
		refuses: ['not_found'],
		handle: (ctx, { params, query }) =>
			readPage(
				query,
				async (after, count) =>
					(await colleaguesAfter(ctx, params.id, after, count, (ids) => namesOf(ctx, ids))).map((colleague) => ({
						id: colleague.personId,
						colleague,
					})),
				({ colleague }) => showColleague(colleague),
			),
	}),
	defineRoute({
		method: 'delete',
		path: '/organisations/{id}/people/{personId}/roles/{role}',
		name: 'takeRole',
		tag: people,
		summary: 'Take a role away',
		description: 'Everybody may lay down their own roles. An organisation keeps at least one administrator.',
		access: { scope: 'network:write' },
		params: organisationParam.extend({ personId: z.uuid().meta({ description: 'The person' }), role: z.enum(roles) }),
		answer: { description: 'The role is gone', nothing: true },
		refuses: ['not_found', 'conflict'],
		handle: (ctx, { params: { id, personId, role } }) => takeRole(ctx, id, personId, role),
	}),
	defineRoute({
		method: 'get',
		path: '/organisations/{id}/invitations',
		name: 'listInvitations',
		tag: invitations,
		summary: 'List the invitations of an organisation',
		description: 'Newest first, for those who may invite.',
		access: { scope: 'network:read' },
		localised: true,
		params: organisationParam,
		query: pageQuery,
		answer: { description: 'One page of invitations', schema: pageOf(invitationView) },
		refuses: ['not_found'],
		handle: (ctx, { params, query }) => readPage(query, (after, count) => invitationsOf(ctx, params.id, count, after), showInvitation),
	}),
	defineRoute({
		method: 'post',
		path: '/organisations/{id}/invitations',
		name: 'sendInvitation',
		tag: invitations,
		summary: 'Invite somebody by mail',
		description: `The link works for ${daysToAnswer} days. An open invitation to the same address and role is sent again with a new link instead of doubled, at most three times.`,
		access: { scope: 'network:write' },
		params: organisationParam,
		body: invitationInput
			.strict()
			.openapi('InvitationInput', { example: { email: 'rui.costa@vale.example', role: 'staff', locale: 'en' } }),
		answer: { status: 201, description: 'The invitation is on its way', schema: z.object({ id: z.uuid() }).openapi('SentInvitation') },
		refuses: ['not_found'],
		async handle(ctx, { params, body }) {
			const { name } = (await findAccount(ctx.db, requirePerson(ctx)))!;
			return invite(ctx, params.id, body, name);
		},
	}),
	defineRoute({
		method: 'delete',
		path: '/organisations/{id}/invitations/{invitationId}',
		name: 'withdrawInvitation',
		tag: invitations,
		summary: 'Take an open invitation back',
		description: 'Its link is dead at once.',
		access: { scope: 'network:write' },
		params: organisationParam.extend({ invitationId: z.uuid().meta({ description: 'The invitation' }) }),
		answer: { description: 'The invitation is withdrawn', nothing: true },
		refuses: ['not_found'],
		handle: (ctx, { params: { id, invitationId } }) => withdrawInvitation(ctx, id, invitationId),
	}),
	defineRoute({
		method: 'get',
		path: '/invitation',
		name: 'readInvitation',
		tag: invitations,
		summary: 'Read the invitation of a mailed link',
		description: 'Changes nothing.',
		access: 'public',
		localised: true,
		headers: mailedSecret,
		answer: { description: 'The invitation', schema: invitationView },
		refuses: ['gone'],
		handle: async (ctx, { headers }) => showInvitation(await readInvitation(ctx, headers['link-secret'])),
	}),
	defineRoute({
		method: 'post',
		path: '/invitation/accept',
		name: 'acceptInvitation',
		tag: invitations,
		summary: 'Accept the invitation of a mailed link',
		description: 'The link proves the address: the role goes to its owner’s account, made now when there is none.',
		access: 'public',
		localised: true,
		headers: mailedSecret,
		answer: {
			description: 'The role is given',
			schema: z.object({ personId: z.uuid(), organisationId: z.uuid() }).openapi('AcceptedInvitation'),
		},
		refuses: ['gone'],
		handle: (ctx, { headers }) => acceptInvitation(ctx, headers['link-secret'], (tx, email) => createAccount(ctx, tx, { email })),
	}),
	defineRoute({
		method: 'post',
		path: '/invitation/decline',
		name: 'declineInvitation',
		tag: invitations,
		summary: 'Decline the invitation of a mailed link',
		description: 'The inviter sees it.',
		access: 'public',
		headers: mailedSecret,
		answer: { description: 'The invitation is declined', nothing: true },
		refuses: ['gone'],
		handle: (ctx, { headers }) => declineInvitation(ctx, headers['link-secret']),
	}),
];
