import { positionsOf } from '#modules/network/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { ready } from '#platform/database/ready.ts';
import { AppError } from '#platform/errors.ts';
import { isId } from '#platform/ids.ts';
import { once } from '#platform/once.ts';
import { personOf } from '#platform/policy.ts';
import type { LevelInstrument } from '../model.ts';
import { runPolicy, type HeldRunRole, type RunAction, type RunRole } from '../policy.ts';

type Db = Ctx['db'] | DatabaseTransaction;

/** A provider's run, as every command needs it. */
export type Run = {
	id: string;
	instrument: LevelInstrument['instrument'];
	edition: string;
	mode: 'full' | 'group';
	status: 'draft' | 'open' | 'closed' | 'finished';
	providerId: string;
	startedBy: string | null;
	createdAt: Date;
	changedAt: Date;
	finishedAt: Date | null;
	deletedAt: Date | null;
	sharing: boolean;
	version: number;
};

export type RunAccess = {
	run: Run;
	roles: readonly { role: RunRole; held: HeldRunRole }[];
	allows: (action: RunAction) => boolean;
};

const columns = [
	'id', 'instrument', 'edition', 'mode', 'status', 'provider_id', 'started_by', 'created_at', 'changed_at', 'finished_at', 'deleted_at',
	'sharing', 'version',
] as const; // prettier-ignore

/**
 * The run and what the actor may do with it. Somebody who holds no role in it is told that it does not exist.
 * @param options.lock holds the run's row until the transaction ends
 * @param options.deleted also finds a run that waits to be deleted for good
 * @throws AppError not_signed_in for guests, not_found
 */
export async function accessRun(
	ctx: Ctx,
	id: string,
	{ tx, lock = false, deleted = false }: { tx?: DatabaseTransaction; lock?: boolean; deleted?: boolean } = {},
): Promise<RunAccess> {
	const person = personOf(ctx.actor);
	if (!person && ctx.actor.kind !== 'system') throw new AppError('not_signed_in', 'Sign in to open this run');
	const db: Db = tx ?? ctx.db;
	const find = async () => {
		const run = await findRun(db, id, { lock, deleted });
		if (!run) throw noSuchRun();
		const roles = person ? await rolesIn(ctx, db, run, person) : [{ role: 'admin' as const, held: { endsAt: null } }];
		return { run, roles };
	};
	const { run, roles } = await once({ ...ctx, db }, `benchmarks.access ${id} ${deleted} ${person}`, find);
	const subject = { status: run.status, mode: run.mode, now: ctx.now() };
	const allows = (action: RunAction) => runPolicy.allows(action, roles, subject);
	// A mentor whose time is over holds nothing any more.
	if (!allows('read run')) throw noSuchRun();
	return { run, roles, allows };
}

const runById = (db: Db, id: string) =>
	db.selectFrom('benchmarks.run').select(columns).where('id', '=', id).where('mode', 'in', ['full', 'group']);
const livingRun = ready((db, id: string) => runById(db, id).where('deleted_at', 'is', null));
const namedIn = ready((db, run: string, person: string) =>
	db.selectFrom('benchmarks.run_role').select(['role', 'ends_at']).where('run_id', '=', run).where('person_id', '=', person),
);

/** A full or group check by its id, whoever asks; undefined when there is none. */
export async function findRun(db: Db, id: string, { lock = false, deleted = false } = {}): Promise<Run | undefined> {
	if (!isId(id)) return undefined;
	const [row] =
		lock || deleted
			? await runById(db, id)
					.$if(!deleted, (query) => query.where('deleted_at', 'is', null))
					.$if(lock, (query) => query.forUpdate())
					.execute()
			: await livingRun(db, id);
	return row && toRun(row);
}

/**
 * The run, for an action its roles allow.
 * @throws AppError not_signed_in, not_found, forbidden
 */
export async function authoriseRun(ctx: Ctx, id: string, action: RunAction, options: Parameters<typeof accessRun>[2] = {}): Promise<Run> {
	const access = await accessRun(ctx, id, options);
	if (access.allows(action)) return access.run;
	throw new AppError('forbidden', `Your roles do not allow "${action}" in this run`);
}

async function rolesIn(ctx: Ctx, db: Db, run: Run, person: string): Promise<{ role: RunRole; held: HeldRunRole }[]> {
	// On the caller's connection: one that holds a connection must never wait for a second.
	const [positions, named] = await Promise.all([positionsOf({ ...ctx, db }, person), namedIn(db, run.id, person)]);
	const admin = positions.some(({ organisationId, roles }) => organisationId === run.providerId && roles.includes('provider-admin'));
	return [
		...(admin ? [{ role: 'admin' as const, held: { endsAt: null } }] : []),
		...named.map(({ role, ends_at }) => ({ role: role as RunRole, held: { endsAt: ends_at } })),
	];
}

function toRun(row: {
	id: string;
	instrument: string;
	edition: string;
	mode: string;
	status: string;
	provider_id: string | null;
	started_by: string | null;
	created_at: Date;
	changed_at: Date;
	finished_at: Date | null;
	deleted_at: Date | null;
	sharing: boolean;
	version: number;
}): Run {
	// prettier-ignore
	return {
		id: row.id,
		instrument: row.instrument as Run['instrument'],
		edition: row.edition,
		mode: row.mode as Run['mode'],
		status: row.status as Run['status'],
		providerId: row.provider_id!,
		startedBy: row.started_by,
		createdAt: row.created_at,
		changedAt: row.changed_at,
		finishedAt: row.finished_at,
		deletedAt: row.deleted_at,
		sharing: row.sharing,
		version: row.version,
	};
}

const noSuchRun = () =>
	new AppError('not_found', { message: 'There is no such run', help: 'Ask an administrator of the provider to name you for it.' });

/** Refuses what needs a run that is being answered. @throws AppError conflict */
export function requireOpen(run: Pick<Run, 'status'>): void {
	if (run.status === 'open') return;
	const why = {
		draft: 'Fill in the profile first; then the questions open',
		closed: 'This run was closed. Open it again to go on',
		finished: 'This run has its result. Open it again to change answers',
	}[run.status as 'draft' | 'closed' | 'finished'];
	throw new AppError('conflict', { message: why, values: { status: run.status } });
}
