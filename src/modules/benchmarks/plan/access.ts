import { positionsOf } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { ready } from '#platform/database/ready.ts';
import { AppError } from '#platform/errors.ts';
import { isId } from '#platform/ids.ts';
import { personOf } from '#platform/policy.ts';
import { planPolicy, type PlanAction, type PlanRole } from './policy.ts';

type Db = Ctx['db'] | DatabaseTransaction;

export type PlanAccess = { roles: readonly PlanRole[]; allows: (action: PlanAction, owner?: { personId: string | null }) => boolean };

const namedRoles = ready((db, person: string, providerId: string, now: Date) =>
	db
		.selectFrom('benchmarks.run_role as named')
		.innerJoin('benchmarks.run as run', 'run.id', 'named.run_id')
		.select('named.role')
		.distinct()
		.where('named.person_id', '=', person)
		.where('run.provider_id', '=', providerId)
		.where('run.deleted_at', 'is', null)
		.where((where) => where.or([where('named.ends_at', 'is', null), where('named.ends_at', '>', now)]))
		.limit(20),
);

/**
 * What the actor may do with the plan of a provider; nobody outside the provider (and those named for its runs) learns
 * that it exists. @throws AppError not_signed_in, not_found
 */
export async function accessPlan(ctx: Ctx, providerId: string, tx?: DatabaseTransaction): Promise<PlanAccess> {
	const person = personOf(ctx.actor);
	if (!person) throw new AppError('not_signed_in', 'Sign in to open the plan');
	if (!isId(providerId)) throw noSuchPlan();
	const db: Db = tx ?? ctx.db;
	const [positions, named] = await Promise.all([positionsOf({ ...ctx, db }, person), namedRoles(db, person, providerId, ctx.now())]);
	const position = positions.find(({ organisationId }) => organisationId === providerId);
	const roles: PlanRole[] = [];
	if (position?.roles.includes('provider-admin')) roles.push('admin');
	if (position) roles.push('colleague');
	if (named.some(({ role }) => role === 'editor')) roles.push('editor');
	if (named.some(({ role }) => role === 'mentor')) roles.push('mentor');
	const allows = (action: PlanAction, owner?: { personId: string | null }) =>
		planPolicy.allows(
			action,
			[...roles, ...(owner?.personId === person ? (['owner'] as const) : [])].map((role) => ({ role, held: null })),
			null,
		);
	if (!allows('read plan')) throw noSuchPlan();
	return { roles, allows };
}

/** Whether the actor may read the plan of a provider, and say what it needs. @throws AppError not_signed_in */
export function planRights(ctx: Ctx, providerId: string): Promise<{ read: boolean; tell: boolean }> {
	return accessPlan(ctx, providerId).then(
		({ allows }) => ({ read: true, tell: allows('tell need') }),
		(error: unknown) => {
			if (error instanceof AppError && error.code === 'not_found') return { read: false, tell: false };
			throw error;
		},
	);
}

/** Whether the actor may read the plan of a provider. @throws AppError not_signed_in */
export async function mayReadPlan(ctx: Ctx, providerId: string): Promise<boolean> {
	return (await planRights(ctx, providerId)).read;
}

const noSuchPlan = () => new AppError('not_found', 'There is no such plan');

/** @throws AppError forbidden */
export async function authorisePlan(
	ctx: Ctx,
	providerId: string,
	action: PlanAction,
	{ tx, owner }: { tx?: DatabaseTransaction; owner?: { personId: string | null } } = {},
): Promise<void> {
	if (!(await accessPlan(ctx, providerId, tx)).allows(action, owner))
		throw new AppError('forbidden', `Your roles do not allow "${action}" in this plan`);
}
