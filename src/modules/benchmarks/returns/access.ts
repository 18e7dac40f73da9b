import { positionsOf } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { isId } from '#platform/ids.ts';
import { once } from '#platform/once.ts';
import { personOf } from '#platform/policy.ts';
import { currentEdition, editionOf, type Edition } from '../instruments.ts';
import { changeFault } from '../solity/states.ts';
import type { Return, ReturnLevel } from './model.ts';
import { itself } from './model.ts';
import { returnPolicy, type HeldReturnRole, type ReturnAction, type ReturnRoleName, type ReturnSubject } from './policy.ts';
import { refuse } from './refuse.ts';

type Db = Ctx['db'] | DatabaseTransaction;

export type HeldRole = { role: ReturnRoleName; held: HeldReturnRole };

export type ReturnAccess = {
	row: Return;
	roles: readonly HeldRole[];
	/** With no subject: whether it is allowed for any of the numbers. */
	allows: (action: ReturnAction, subject?: ReturnSubject) => boolean;
};

const everything: HeldReturnRole = { centres: null, axes: null };

/**
 * The return and what the actor may do with it. Somebody who holds no role in it is told that it does not exist.
 * @param options.lock holds the return's row until the transaction ends
 * @param options.deleted also finds a return that waits to be deleted for good
 * @throws AppError not_signed_in for guests, not_found
 */
export async function accessReturn(
	ctx: Ctx,
	id: string,
	{ tx, lock = false, deleted = false }: { tx?: DatabaseTransaction; lock?: boolean; deleted?: boolean } = {},
): Promise<ReturnAccess> {
	const person = personOf(ctx.actor);
	if (!person && ctx.actor.kind !== 'system') throw new AppError('not_signed_in', 'Sign in to open this return');
	const db: Db = tx ?? ctx.db;
	const { row, roles } = await once({ ...ctx, db }, `benchmarks.return ${id} ${deleted} ${person}`, async () => {
		const found = await findReturn(db, id, { lock, deleted });
		if (!found) throw noSuchReturn();
		const held: HeldRole[] = person ? await rolesAt(ctx, db, person, found) : [{ role: 'admin', held: everything }];
		return { row: found, roles: held };
	});
	const allows = (action: ReturnAction, subject: ReturnSubject = {}) => returnPolicy.allows(action, roles, subject);
	if (!allows('read return')) throw noSuchReturn();
	return { row, roles, allows };
}

/**
 * The return, for an action the actor's roles allow.
 * @throws AppError not_signed_in, not_found, forbidden
 */
export async function authoriseReturn(
	ctx: Ctx,
	id: string,
	action: ReturnAction,
	options: Parameters<typeof accessReturn>[2] & { subject?: ReturnSubject } = {},
): Promise<ReturnAccess> {
	const access = await accessReturn(ctx, id, options);
	if (access.allows(action, options.subject)) return access;
	throw new AppError('forbidden', `Your roles do not allow "${action}" in this return`);
}

/** A return by its id, whoever asks; undefined when there is none. */
export async function findReturn(db: Db, id: string, { lock = false, deleted = false } = {}): Promise<Return | undefined> {
	if (!isId(id)) return undefined;
	const row = await db
		.selectFrom('benchmarks.return')
		.selectAll()
		.where('id', '=', id)
		.$if(!deleted, (query) => query.where('deleted_at', 'is', null))
		.$if(lock, (query) => query.forUpdate())
		.executeTakeFirst();
	return row && toReturn(row);
}

/** The roles of a person in the returns of a provider; with a return also those of its centres. */
async function rolesAt(ctx: Ctx, db: Db, person: string, row: Return): Promise<HeldRole[]> {
	// On the caller's connection: one that holds a connection must never wait for a second.
	const positions = await positionsOf({ ...ctx, db }, person);
	const administered = positions.filter(({ roles }) => roles.includes('provider-admin'));
	const centreIds = administered.filter(({ kind }) => kind === 'centre').map(({ organisationId }) => organisationId);
	const [named, own] = await Promise.all([
		db
			.selectFrom('benchmarks.return_role')
			.select(['role', 'centres', 'axes', 'reads_numbers'])
			.where('provider_id', '=', row.providerId)
			.where('person_id', '=', person)
			.limit(10)
			.execute(),
		centreIds.length === 0 || row.level === 'provider'
			? []
			: db
					.selectFrom('benchmarks.return_centre')
					.select('centre_id')
					.where('return_id', '=', row.id)
					.where('centre_id', 'in', centreIds)
					.limit(200)
					.execute(),
	]);
	const centres = row.level === 'centre' ? (centreIds.includes(row.centreId!) ? [itself] : []) : own.map(({ centre_id }) => centre_id);
	return [
		...(administered.some(({ organisationId }) => organisationId === row.providerId) ? [{ role: 'admin' as const, held: everything }] : []),
		...named.map(({ role, centres, axes, reads_numbers }) => ({
			role: role as ReturnRoleName,
			held: { centres: centresHeld(row, centres), axes, readsNumbers: reads_numbers },
		})),
		...(centres.length > 0 ? [{ role: 'centre' as const, held: { centres, axes: null, seesCentres: row.centresSeen } }] : []),
	];
}

/** The centres of a role in one return: where the return is about one of them alone, its numbers are the return's own. */
function centresHeld(row: Return, centres: string[] | null): string[] | null {
	return row.level === 'centre' && centres?.includes(row.centreId!) ? [...centres, itself] : centres;
}

/** @throws AppError conflict with E_LOCKED where numbers may not be changed */
export function requireEnterable(ctx: Pick<Ctx, 'locale'>, row: Return): void {
	const fault = changeFault(row.state);
	if (fault) refuse(ctx, editionOfReturn(row), [fault]);
}

export function editionOfReturn(row: Pick<Return, 'edition'>): Edition<'solity'> {
	return editionOf('solity', row.edition);
}

/** The edition new returns are made in. */
export function newestEdition(): Edition<'solity'> {
	return currentEdition('solity');
}

export function toReturn(row: {
	id: string;
	provider_id: string;
	edition: string;
	year: number;
	level: string;
	centre_id: string | null;
	state: string;
	revision: number;
	settings: unknown;
	version: number;
	sharing: boolean;
	best: boolean;
	centres_seen: boolean;
	invitable: boolean;
	started_by: string | null;
	created_at: Date;
	changed_at: Date;
	submitted_at: Date | null;
	locked_at: Date | null;
	deleted_at: Date | null;
}): Return {
	// prettier-ignore
	return {
		id: row.id,
		providerId: row.provider_id,
		edition: row.edition,
		year: row.year,
		level: row.level as ReturnLevel,
		centreId: row.centre_id,
		state: row.state as Return['state'],
		revision: row.revision,
		settings: row.settings as Return['settings'],
		version: row.version,
		sharing: row.sharing,
		best: row.best,
		centresSeen: row.centres_seen,
		invitable: row.invitable,
		startedBy: row.started_by,
		createdAt: row.created_at,
		changedAt: row.changed_at,
		submittedAt: row.submitted_at,
		lockedAt: row.locked_at,
		deletedAt: row.deleted_at,
	};
}

const noSuchReturn = () =>
	new AppError('not_found', { message: 'There is no such return', help: 'Ask an administrator of the provider to name you for it.' });
