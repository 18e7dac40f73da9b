import { z } from '#platform/api/index.ts';
import type { Invitation } from './invitations.ts';
import { kinds, roles, states, type Organisation } from './model.ts';
import { erasmusStatuses, placeKinds, providerTypes, sizeClasses } from './profile.ts';
import type { Colleague, LogEntry, Position } from './queries.ts';

/** What of this room leaves through the API. */

export const organisationView = z
	.object({
		id: z.uuid(),
		kind: z.enum(kinds),
		name: z.string(),
		nameLocale: z.string().meta({ description: 'Language the name is in: the one asked for, or another when there is none' }),
		shortName: z.string().nullable(),
		country: z.string().nullable().meta({ description: 'ISO 3166-1 alpha-2' }),
		place: z.string().nullable(),
		web: z.string().nullable(),
		providerType: z.enum(providerTypes).nullable(),
		sizeClass: z.enum(sizeClasses).nullable().meta({ description: 'Learners a year' }),
		placeKind: z.enum(placeKinds).nullable(),
		erasmusStatus: z.enum(erasmusStatuses).nullable(),
		description: z.string().nullable(),
		oid: z.string().nullable().meta({ description: 'Organisation ID of the Erasmus+ programme' }),
		parentId: z.uuid().nullable().meta({ description: 'The organisation above' }),
		state: z.enum(states),
		fictional: z.boolean().meta({ description: 'Invented for the demo' }),
		version: z.int().meta({ description: 'Send it back when you change the organisation' }),
	})
	.openapi('Organisation', {
		example: {
			id: '01930000-6f0c-7a21-8b4d-5e6f7a8b9c0d',
			kind: 'provider',
			name: 'Escola do Vale',
			nameLocale: 'en',
			shortName: null,
			country: 'PT',
			place: 'Braga',
			web: 'https://vale.example',
			providerType: 'public-school',
			sizeClass: '1000-4999',
			placeKind: 'city',
			erasmusStatus: 'accredited',
			description: 'Sends learners every year.',
			oid: null,
			parentId: '01930000-1a2b-7c3d-8e4f-5a6b7c8d9e0f',
			state: 'active',
			fictional: true,
			version: 3,
		},
	});

type Choice<Field extends keyof z.input<typeof organisationView>> = z.input<typeof organisationView>[Field];

export function showOrganisation(organisation: Organisation): z.input<typeof organisationView> {
	return {
		id: organisation.id,
		kind: organisation.kind,
		name: organisation.name,
		nameLocale: organisation.nameLocale,
		shortName: organisation.shortName,
		country: organisation.country,
		place: organisation.place,
		web: organisation.web,
		providerType: organisation.providerType as Choice<'providerType'>,
		sizeClass: organisation.sizeClass as Choice<'sizeClass'>,
		placeKind: organisation.placeKind as Choice<'placeKind'>,
		erasmusStatus: organisation.erasmusStatus as Choice<'erasmusStatus'>,
		description: organisation.description,
		oid: organisation.oid,
		parentId: organisation.parentId,
		state: organisation.state,
		fictional: organisation.fictional,
		version: organisation.version,
	};
}

export const positionView = z
	.object({
		organisationId: z.uuid(),
		organisation: z.string(),
		kind: z.enum(kinds),
		state: z.enum(states),
		roles: z.array(z.enum(roles)),
	})
	.openapi('Position', {
		example: {
			organisationId: '01930000-6f0c-7a21-8b4d-5e6f7a8b9c0d',
			organisation: 'Escola do Vale',
			kind: 'provider',
			state: 'active',
			roles: ['provider-admin'],
		},
	});

export function showPosition({ organisationId, organisation, kind, state, roles: held }: Position): z.input<typeof positionView> {
	return { organisationId, organisation, kind, state, roles: held };
}

export const colleagueView = z.object({ personId: z.uuid(), name: z.string(), roles: z.array(z.enum(roles)) }).openapi('Colleague', {
	example: { personId: '01930000-5ac1-7e0f-8a3d-9f10c2d4e6b8', name: 'Ana Ferreira', roles: ['provider-admin'] },
});

export function showColleague({ personId, name, roles: held }: Colleague): z.input<typeof colleagueView> {
	return { personId, name, roles: held };
}

export const logEntryView = z
	.object({
		id: z.uuid(),
		at: z.iso.datetime(),
		action: z.string().meta({ description: 'What happened: room, subject, verb' }),
		actorKind: z.enum(['guest', 'person', 'system', 'token']),
		actorId: z.uuid().nullable(),
		details: z.record(z.string(), z.unknown()),
	})
	.openapi('LogEntry', {
		example: {
			id: '01930000-7d3e-7f4a-8b5c-6d7e8f9a0b1c',
			at: '2026-11-24T10:15:00.000Z',
			action: 'network.organisation.changed',
			actorKind: 'person',
			actorId: '01930000-5ac1-7e0f-8a3d-9f10c2d4e6b8',
			details: { version: 4 },
		},
	});

export function showLogEntry({ id, at, action, actorKind, actorId, details }: LogEntry): z.input<typeof logEntryView> {
	return { id, at: at.toISOString(), action, actorKind: actorKind as 'guest' | 'person' | 'system' | 'token', actorId, details };
}

export const invitationView = z
	.object({
		id: z.uuid(),
		organisationId: z.uuid(),
		organisation: z.string(),
		email: z.email(),
		role: z.enum(roles),
		state: z.enum(['open', 'accepted', 'declined', 'withdrawn', 'expired']),
		invitedBy: z.uuid(),
		sentAt: z.iso.datetime(),
		expiresAt: z.iso.datetime(),
	})
	.openapi('Invitation', {
		example: {
			id: '01930000-8e4f-7a5b-9c6d-7e8f9a0b1c2d',
			organisationId: '01930000-6f0c-7a21-8b4d-5e6f7a8b9c0d',
			organisation: 'Escola do Vale',
			email: 'rui.costa@vale.example',
			role: 'staff',
			state: 'open',
			invitedBy: '01930000-5ac1-7e0f-8a3d-9f10c2d4e6b8',
			sentAt: '2026-11-24T10:15:00.000Z',
			expiresAt: '2026-12-08T10:15:00.000Z',
		},
	});

export function showInvitation(invitation: Invitation): z.input<typeof invitationView> {
	return {
		id: invitation.id,
		organisationId: invitation.organisationId,
		organisation: invitation.organisation,
		email: invitation.email,
		role: invitation.role,
		state: invitation.state,
		invitedBy: invitation.invitedBy,
		sentAt: invitation.sentAt.toISOString(),
		expiresAt: invitation.expiresAt.toISOString(),
	};
}
