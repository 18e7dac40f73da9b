import type { Actor, Ctx } from '../context.ts';
import { AppError } from '../errors.ts';
import { readToken, type Scope } from '../auth/tokens.ts';

/**
 * Who may call a route. `public`: everybody, and the answer is the same for all. With a scope: people who are signed
 * in, and tokens that have the scope; `guests` lets everybody else in too. What a person may do is the policy's to say.
 */
export type Access = 'public' | { scope: Scope; guests?: boolean };

/**
 * Who sends this request. A token replaces whoever the cookie names: a request that carries one never acts by cookie.
 * @throws AppError not_signed_in for a token that is wrong, over or ended
 */
export async function actorOf(ctx: Ctx, authorization: string | undefined): Promise<Actor> {
	if (authorization === undefined) return ctx.actor;
	const token = authorization.match(/^Bearer +(\S+) *$/i)?.[1];
	const actor = token && (await readToken(ctx, token));
	if (!actor)
		throw new AppError('not_signed_in', {
			message: token ? 'This token is not known, was ended or is over' : 'The header Authorization has to be "Bearer" and a token',
			help: 'Make a token on your account page and send it as "Authorization: Bearer vh_…".',
		});
	return actor;
}

/** @throws AppError not_signed_in, forbidden for a token without the scope */
export function requireAccess({ actor }: Pick<Ctx, 'actor'>, access: Access): void {
	if (access === 'public') return;
	if (actor.kind === 'guest' && !access.guests)
		throw new AppError('not_signed_in', {
			message: 'This needs a token or a session',
			help: 'Make a token on your account page and send it as "Authorization: Bearer vh_…".',
		});
	if (actor.kind === 'token' && !actor.scopes.includes(access.scope))
		throw new AppError('forbidden', {
			message: `The token does not have the scope ${access.scope}`,
			values: { scope: access.scope },
			help: 'Make a token with this scope on your account page.',
		});
}
