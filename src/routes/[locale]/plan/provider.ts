import { accessPlan } from '#modules/benchmarks/index.ts';
import { namesOfOrganisations, positionsOf } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { requirePerson } from '#platform/policy.ts';

/** The provider whose plan is meant. `query` keeps it in addresses where it is not the one the person acts for. */
export type PlanProvider = { id: string; name: string; query: string };

/**
 * The one asked for, of one's own or of a run one was named for; else the one the person acts for, else their first.
 * @returns null for somebody who works at no provider
 * @throws AppError not_found for one that is nobody's business of theirs
 */
export async function findPlanProvider(ctx: Ctx, asked: string | null): Promise<PlanProvider | null> {
	const providers = (await positionsOf(ctx, requirePerson(ctx))).filter(({ kind }) => kind === 'provider');
	const acting = ctx.actor.kind === 'person' ? ctx.actor.actingFor : undefined;
	const usual = providers.find(({ organisationId }) => organisationId === acting) ?? providers[0];
	if (!asked || asked === usual?.organisationId) return usual ? { id: usual.organisationId, name: usual.organisation, query: '' } : null;
	await accessPlan(ctx, asked);
	const name = (await namesOfOrganisations(ctx.db, [asked], ctx.locale)).get(asked)?.text ?? '';
	return { id: asked, name, query: `?provider=${asked}` };
}

/** The same where there has to be one. @throws AppError not_found */
export async function providerOfPlan(ctx: Ctx, asked: string | null): Promise<PlanProvider> {
	const found = await findPlanProvider(ctx, asked);
	if (!found) throw new AppError('not_found', { message: 'You work at no provider with a plan', help: 'Add your organisation first.' });
	return found;
}
