import type { Actor, Ctx } from './context.ts';
import { AppError } from './errors.ts';

/**
 * Permission tables as code. A policy is a table: one line an action, one cell a role; a cell says `yes` or asks a
 * question about the role held and the thing it is about. What is not in the table is not allowed.
 */
export type Question<Held, Subject> = (held: Held, subject: Subject) => boolean;
export type Cell<Held, Subject> = true | Question<Held, Subject>;
export type Table<RoleName extends string, Held, Subject> = Record<string, Partial<Record<RoleName, Cell<Held, Subject>>>>;

export const yes = true as const;

export type Policy<Action extends string, RoleName extends string, Held, Subject> = {
	table: Record<Action, Partial<Record<RoleName, Cell<Held, Subject>>>>;
	/** Whether somebody who holds these roles may do this to this subject. */
	allows(action: Action, held: readonly { role: RoleName; held: Held }[], subject: Subject): boolean;
	/** @throws AppError not_signed_in for guests, else forbidden */
	authorise(ctx: Pick<Ctx, 'actor'>, action: Action, held: readonly { role: RoleName; held: Held }[], subject: Subject): void;
};

/** Makes a policy of a table; see src/modules/network/policy.ts for one. */
export function definePolicy<RoleName extends string, Held, Subject>() {
	return <Action extends string>(
		table: Record<Action, Partial<Record<RoleName, Cell<Held, Subject>>>>,
	): Policy<Action, RoleName, Held, Subject> => {
		const allows = (action: Action, held: readonly { role: RoleName; held: Held }[], subject: Subject) =>
			held.some(({ role, held: having }) => {
				const cell = table[action][role];
				return cell === true || (cell !== undefined && cell(having, subject));
			});
		return {
			table,
			allows,
			authorise(ctx, action, held, subject) {
				if (allows(action, held, subject)) return;
				if (ctx.actor.kind === 'guest') throw new AppError('not_signed_in', 'Sign in to do this');
				throw new AppError('forbidden', `Your roles do not allow "${action}" here`);
			},
		};
	};
}

/** The person behind an actor, or undefined for guests and the system. */
export function personOf(actor: Actor): string | undefined {
	return actor.kind === 'person' || actor.kind === 'token' ? actor.personId : undefined;
}

/** The person who acts. @throws AppError not_signed_in */
export function requirePerson(ctx: Pick<Ctx, 'actor'>): string {
	const person = personOf(ctx.actor);
	if (!person) throw new AppError('not_signed_in', 'Sign in to do this');
	return person;
}
