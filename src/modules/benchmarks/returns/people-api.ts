import { defineRoute, named, z, type ApiRoute } from '#platform/api/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import { requirePerson } from '#platform/policy.ts';
import { daysToAccept } from '../invitations.ts';
import {
	acceptReturnInvitation,
	declineReturnInvitation,
	inviteToReturns,
	nameForReturns,
	peopleOfReturns,
	reachInput,
	readReturnInvitation,
	removeFromReturns,
	returnNamedRoles,
	returnPersonInput,
	withdrawReturnInvitation,
} from './people.ts';
import { whoIsAtReturn } from './presence.ts';
import {
	presentAtReturnView,
	returnInvitationView,
	returnPeopleView,
	showPresentAtReturn,
	showReturnInvitation,
	showReturnPeople,
} from './people-presenters.ts';

const base = '/benchmarks/solity';
const tag = 'Returns';
const one = z.object({ id: z.uuid().meta({ description: 'A return of the provider' }) });
const person = one.extend({ person: z.uuid(), role: z.enum(returnNamedRoles) });
const read = { scope: 'benchmarks:read' } as const;
const write = { scope: 'benchmarks:write' } as const;
const mailedSecret = z.object({
	'link-secret': z.string().min(1).max(200).meta({ description: 'The part "token" of the link in the mail' }),
});

/** The name mails are signed with. */
async function ownName(ctx: Ctx): Promise<string> {
	const me = requirePerson(ctx);
	return (await namesOf(ctx, [me])).get(me) ?? '';
}

/** People who work on the returns of a provider, in /api/v1. */
export const returnPeopleRoutes: readonly ApiRoute[] = [
	defineRoute({
		method: 'get',
		path: `${base}/returns/{id}/people`,
		name: 'listReturnPeople',
		tag,
		summary: 'List the people of a provider’s returns',
		description:
			'Who was named beside the administrators, for all returns of the provider; open invitations only for those who may name people.',
		access: read,
		params: one,
		answer: { description: 'People, invitations and centres', schema: returnPeopleView },
		refuses: ['not_found'],
		handle: async (ctx, { params }) => showReturnPeople(await peopleOfReturns(ctx, params.id)),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/returns/{id}/presence`,
		name: 'readReturnPresence',
		tag,
		summary: 'Read who is at a return now',
		description:
			'People who have a page with its numbers open at this moment, of those at numbers you may read. The open pages are asked, which takes half a second; a program is never among them.',
		access: read,
		params: z.object({ id: z.uuid().meta({ description: 'The return' }) }),
		answer: { description: 'Who is there, and where', schema: presentAtReturnView },
		refuses: ['not_found', 'forbidden', 'unavailable'],
		handle: async (ctx, { params }) => showPresentAtReturn(await whoIsAtReturn(ctx, params.id)),
	}),
	defineRoute({
		method: 'put',
		path: `${base}/returns/{id}/people/{person}/{role}`,
		name: 'nameReturnPerson',
		tag,
		summary: 'Name a colleague for returns',
		description: 'Somebody who works at the provider; others are invited by mail. Naming again changes what the role reaches.',
		access: write,
		params: person,
		body: named('ReturnReachInput', reachInput, { example: { axes: ['A1', 'A2'] } }),
		answer: { description: 'They can work on them', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params, body }) => nameForReturns(ctx, params.id, params.person, params.role, body),
	}),
	defineRoute({
		method: 'delete',
		path: `${base}/returns/{id}/people/{person}/{role}`,
		name: 'removeReturnPerson',
		tag,
		summary: 'Take a role in returns away',
		description: 'Everybody may lay down their own. Taking away again changes nothing.',
		access: write,
		params: person,
		answer: { description: 'The role is gone', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params }) => removeFromReturns(ctx, params.id, params.person, params.role),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/returns/{id}/invitations`,
		name: 'inviteToReturns',
		tag,
		summary: 'Invite somebody by mail to the returns of a provider',
		description: `They need no account beforehand, and have ${daysToAccept} days. Inviting the same address again ends the earlier link.`,
		access: write,
		localised: true,
		params: one,
		body: named('ReturnPersonInput', returnPersonInput, { example: { email: 'auditor@elsewhere.example', role: 'approver' } }),
		answer: { status: 201, description: 'The invitation', schema: z.object({ id: z.uuid() }) },
		refuses: ['not_found', 'forbidden', 'too_many_requests'],
		handle: async (ctx, { params, body }) => inviteToReturns(ctx, params.id, body, await ownName(ctx)),
	}),
	defineRoute({
		method: 'delete',
		path: `${base}/returns/{id}/invitations/{invitation}`,
		name: 'withdrawReturnInvitation',
		tag,
		summary: 'Withdraw an invitation to returns',
		description: 'Its link is dead at once.',
		access: write,
		params: one.extend({ invitation: z.uuid() }),
		answer: { description: 'It is withdrawn', nothing: true },
		refuses: ['not_found', 'forbidden'],
		handle: (ctx, { params }) => withdrawReturnInvitation(ctx, params.id, params.invitation),
	}),
	defineRoute({
		method: 'get',
		path: `${base}/invitation`,
		name: 'readReturnInvitation',
		tag,
		summary: 'Read an invitation to returns',
		description: 'Changes nothing.',
		access: { scope: 'benchmarks:read', guests: true },
		localised: true,
		headers: mailedSecret,
		answer: { description: 'The invitation', schema: returnInvitationView },
		refuses: ['gone'],
		handle: async (ctx, { headers }) => showReturnInvitation(await readReturnInvitation(ctx, headers['link-secret'])),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/invitation/accept`,
		name: 'acceptReturnInvitation',
		tag,
		summary: 'Accept an invitation to returns',
		description: 'The secret proves the address, so the account is that address’s, made now when there is none.',
		access: { scope: 'benchmarks:write', guests: true },
		headers: mailedSecret,
		answer: { description: 'The return it was sent from', schema: z.object({ returnId: z.uuid() }) },
		refuses: ['gone'],
		handle: async (ctx, { headers }) => ({ returnId: (await acceptReturnInvitation(ctx, headers['link-secret'])).returnId }),
	}),
	defineRoute({
		method: 'post',
		path: `${base}/invitation/decline`,
		name: 'declineReturnInvitation',
		tag,
		summary: 'Decline an invitation to returns',
		description: 'Nothing about you is kept.',
		access: { scope: 'benchmarks:write', guests: true },
		headers: mailedSecret,
		answer: { description: 'It is declined', nothing: true },
		refuses: ['gone'],
		handle: (ctx, { headers }) => declineReturnInvitation(ctx, headers['link-secret']),
	}),
];
