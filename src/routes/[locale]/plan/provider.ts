import { positionsOf } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { requirePerson } from '#platform/policy.ts';

/** The provider whose plan is meant: the one asked for, else the one the person acts for, else their first. @throws AppError not_found */
export async function providerOfPlan(ctx: Ctx, asked: string | null): Promise<{ id: string; name: string }> {
	const providers = (await positionsOf(ctx, requirePerson(ctx))).filter(({ kind }) => kind === 'provider');
	const wanted = asked ?? (ctx.actor.kind === 'person' ? ctx.actor.actingFor : undefined);
	const found = providers.find(({ organisationId }) => organisationId === wanted) ?? (asked ? undefined : providers[0]);
	if (!found) throw new AppError('not_found', { message: 'You work at no provider with a plan', help: 'Add your organisation first.' });
	return { id: found.organisationId, name: found.organisation };
}
