import { z } from '#platform/api/index.ts';
import { kinds, states, type Organisation } from './model.ts';
import { erasmusStatuses, placeKinds, providerTypes, sizeClasses } from './profile.ts';

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
