import { sql } from 'kysely';
import { namesOfOrganisations, positionsOf } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import { requirePerson } from '#platform/policy.ts';
import type { Action } from '../solity/states.ts';
import { possibleActions } from '../solity/states.ts';
import { accessReturn, toReturn } from './access.ts';
import type { Return, ReturnCentre, ReturnLevel } from './model.ts';
import { centresOf } from './numbers.ts';
import { returnPolicy, stateRoleOf, type ReturnAction } from './policy.ts';
import type { OverallResult } from '../solity/scoring.ts';

/** One return's frame: what it is about, what the viewer may do. */
export type ReturnHead = Return & {
	provider: { id: string; name: string; locale: string };
	/** What the return is about: the name of the provider or of its one centre. */
	unit: string;
	centres: ReturnCentre[];
	roles: string[];
	allowed: Record<ReturnAction, boolean>;
	/** Steps its state and the viewer's roles allow next. */
	steps: Action[];
};

/** @throws AppError not_signed_in, not_found */
export async function readReturn(ctx: Ctx, id: string, { deleted = false } = {}): Promise<ReturnHead> {
	const { row, roles, allows } = await accessReturn(ctx, id, { deleted });
	const [names, centres, unit] = await Promise.all([
		namesOfOrganisations(ctx.db, [row.providerId], ctx.locale),
		row.level === 'centres' ? centresOf(ctx.db, id) : [],
		nameOfUnit(ctx, row),
	]);
	const provider = names.get(row.providerId);
	const actions = Object.keys(returnPolicy.table) as ReturnAction[];
	return {
		...row,
		provider: { id: row.providerId, name: provider?.text ?? '', locale: provider?.locale ?? 'en' },
		unit,
		centres: centres.filter(({ id: centre }) => allows('read report', { centre })),
		roles: roles.map(({ role }) => role),
		allowed: Object.fromEntries(actions.map((action) => [action, allows(action)])) as Record<ReturnAction, boolean>,
		steps: possibleActions(
			row.state,
			roles.map(({ role }) => stateRoleOf[role]),
		),
	};
}

/** What a return is about: the name of its provider, or of its one centre. */
export async function nameOfUnit(ctx: Ctx, row: Pick<Return, 'providerId' | 'centreId'>): Promise<string> {
	if (row.centreId)
		return (await ctx.db.selectFrom('benchmarks.centre').select('name').where('id', '=', row.centreId).executeTakeFirstOrThrow()).name;
	return (await namesOfOrganisations(ctx.db, [row.providerId], ctx.locale)).get(row.providerId)?.text ?? '';
}

export type ListedReturn = {
	id: string;
	providerId: string;
	provider: string;
	/** The centre of level `centre`. */
	centre: string | null;
	year: number;
	edition: string;
	level: ReturnLevel;
	state: Return['state'];
	revision: number;
	createdAt: Date;
	changedAt: Date;
	lockedAt: Date | null;
	/** Of the newest revision that was submitted, while the return is not open; null else. */
	overall: OverallResult | null;
};

/** Returns of a provider the viewer may see, newest year first. */
export async function returnsOf(ctx: Ctx, providerId: string, limit = 50): Promise<ListedReturn[]> {
	return listed(ctx, sql`own.provider_id = ${providerId}`, limit, sql`own.year desc, own.id desc`);
}

/** All returns a person may see, newest year first. */
export async function returnsSeen(ctx: Ctx, limit = 50): Promise<ListedReturn[]> {
	return listed(ctx, sql`true`, limit, sql`own.year desc, own.id desc`);
}

/** One page of the returns a person may see after a position, in the order they were started; for the API. */
export async function returnsAfter(
	ctx: Ctx,
	after: string | undefined,
	limit: number,
	{ provider, year }: { provider?: string; year?: number } = {},
): Promise<ListedReturn[]> {
	return listed(
		ctx,
		sql`(${after ?? null}::uuid is null or own.id > ${after ?? null}::uuid)
			and (${provider ?? null}::uuid is null or own.provider_id = ${provider ?? null}::uuid)
			and (${year ?? null}::int is null or own.year = ${year ?? null}::int)`,
		limit,
		sql`own.id`,
	);
}

/** The providers whose returns a person may see, and the centres they administer. */
async function sightOf(ctx: Ctx): Promise<{ providers: string[]; centres: string[] }> {
	const person = requirePerson(ctx);
	const [positions, named] = await Promise.all([
		positionsOf(ctx, person),
		ctx.db.selectFrom('benchmarks.return_role').select('provider_id').where('person_id', '=', person).limit(200).execute(),
	]);
	const administered = (kind: string) =>
		positions.filter((each) => each.kind === kind && each.roles.includes('provider-admin')).map(({ organisationId }) => organisationId);
	return { providers: [...administered('provider'), ...named.map(({ provider_id }) => provider_id)], centres: administered('centre') };
}

async function listed(ctx: Ctx, where: ReturnType<typeof sql>, limit: number, order: ReturnType<typeof sql>): Promise<ListedReturn[]> {
	const { providers, centres } = await sightOf(ctx);
	const { rows } = await sql<Parameters<typeof toReturn>[0] & { centre: string | null; overall: OverallResult | null }>`
		select own.*, centre.name as centre, result.result -> 'overall' as overall
		from benchmarks.return own
		left join benchmarks.centre centre on centre.id = own.centre_id
		left join benchmarks.return_result result
			on result.return_id = own.id and result.revision = own.revision and own.state in ('submitted', 'locked')
		where own.deleted_at is null and ${where} and (
			own.provider_id = any(${providers}::uuid[]) or own.centre_id = any(${centres}::uuid[])
			or own.id = any(array(select return_id from benchmarks.return_centre where centre_id = any(${centres}::uuid[]) limit 2000)))
		order by ${order} limit ${limit}`.execute(ctx.db);
	const names = await namesOfOrganisations(
		ctx.db,
		rows.map(({ provider_id }) => provider_id),
		ctx.locale,
	);
	return rows.map((row) => {
		const own = toReturn(row);
		return {
			id: own.id,
			providerId: own.providerId,
			provider: names.get(own.providerId)?.text ?? '',
			centre: row.centre,
			year: own.year,
			edition: own.edition,
			level: own.level,
			state: own.state,
			revision: own.revision,
			createdAt: own.createdAt,
			changedAt: own.changedAt,
			lockedAt: own.lockedAt,
			overall: row.overall,
		};
	});
}
