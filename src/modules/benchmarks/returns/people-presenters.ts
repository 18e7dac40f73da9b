import { z } from '#platform/api/index.ts';
import { itself } from './model.ts';
import { returnNamedRoles, type ReturnInvitation, type ReturnPeople } from './people.ts';
import type { PresentAtReturn } from './presence.ts';

/** What of the people of returns leaves through the API. */

const reach = {
	role: z.enum(returnNamedRoles),
	centres: z.array(z.uuid()).nullable().meta({ description: 'Of an editor: the centres they enter; null for all' }),
	axes: z.array(z.string()).nullable().meta({ description: 'Of an editor: the axes they enter; null for all' }),
	readsNumbers: z.boolean().meta({ description: 'Of a viewer: also reads the numbers behind a report' }),
};
const moment = z.iso.datetime();

export const returnPeopleView = z
	.object({
		people: z.array(z.object({ personId: z.uuid(), name: z.string(), ...reach })),
		invitations: z.array(z.object({ id: z.uuid(), email: z.string(), ...reach, expiresAt: moment })),
		centres: z.array(z.object({ id: z.uuid(), name: z.string() })).meta({ description: 'Centres an editor can be limited to' }),
	})
	.openapi('ReturnPeople');

export function showReturnPeople({ people, invitations, centres }: ReturnPeople): z.input<typeof returnPeopleView> {
	return {
		people,
		invitations: invitations.map(({ expiresAt, ...invitation }) => ({ ...invitation, expiresAt: expiresAt.toISOString() })),
		centres,
	};
}

export const returnInvitationView = z
	.object({ returnId: z.uuid(), provider: z.string(), email: z.string(), ...reach, expiresAt: moment })
	.openapi('ReturnInvitation');

export function showReturnInvitation(invitation: ReturnInvitation): z.input<typeof returnInvitationView> {
	const { returnId, provider, email, role, centres, axes, readsNumbers, expiresAt } = invitation;
	return { returnId, provider, email, role, centres, axes, readsNumbers, expiresAt: expiresAt.toISOString() };
}

export const presentAtReturnView = z
	.object({
		people: z.array(
			z.object({
				personId: z.uuid(),
				name: z.string(),
				centreId: z.uuid().nullable().meta({ description: 'Whose numbers they look at; null for those of the return itself' }),
				shown: z.string().meta({ description: 'Code of the axis or indicator', example: 'A1' }),
			}),
		),
	})
	.openapi('ReturnPresence');

export function showPresentAtReturn(people: readonly PresentAtReturn[]): z.input<typeof presentAtReturnView> {
	return {
		people: people.map(({ personId, name, unit, shown }) => ({ personId, name, centreId: unit === itself ? null : unit, shown })),
	};
}
