import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { newSecret } from '#platform/ids.ts';
import type { RoleGroup } from '../go-international/role-groups.ts';
import { hashToken } from '../owner.ts';
import { participantPolicy, type ParticipantAction } from '../policy.ts';
import { accessRun, authoriseRun, findRun, requireOpen, type Run } from '../runs/access.ts';

type Db = Ctx['db'] | DatabaseTransaction;

/** Somebody who answers alone in a group check. Known by the secret on their device, not by an account. */
export type Participant = {
	id: string;
	runId: string;
	roleGroup: RoleGroup;
	name: string | null;
	way: 'mail' | 'code' | 'facilitator';
	joinedAt: Date | null;
	submittedAt: Date | null;
};

/**
 * The participant whose secret this is, and their run.
 * @param options.lock holds the run and the participant until the transaction ends
 * @throws AppError not_found when the secret is unknown, the participant was removed or the run is gone
 */
export async function participantOf(
	ctx: Ctx,
	token: string,
	{ tx, lock = false }: { tx?: DatabaseTransaction; lock?: boolean } = {},
): Promise<{ participant: Participant; run: Run }> {
	const db: Db = tx ?? ctx.db;
	const byToken = () =>
		db
			.selectFrom('benchmarks.participant_token as token')
			.innerJoin('benchmarks.participant as participant', 'participant.id', 'token.participant_id')
			.where('token.token_hash', '=', hashToken(token));
	const runId = (await byToken().select('participant.run_id').executeTakeFirst())?.run_id;
	// The run first, as everybody does who holds both: nobody then waits for anybody in a circle.
	const run = runId && (await findRun(db, runId, { lock }));
	const row =
		run &&
		(await byToken()
			.select([
				'participant.id',
				'participant.role_group',
				'participant.name',
				'participant.way',
				'participant.joined_at',
				'participant.submitted_at',
			])
			.$if(lock, (query) => query.forUpdate('participant'))
			.executeTakeFirst());
	if (!row || !run)
		throw new AppError('not_found', {
			message: 'This place in a group check is not known',
			help: 'Open the link in your mail again, or enter the code you were given.',
		});
	return {
		run,
		participant: {
			id: row.id,
			runId: run.id,
			roleGroup: row.role_group as RoleGroup,
			name: row.name,
			way: row.way as Participant['way'],
			joinedAt: row.joined_at,
			submittedAt: row.submitted_at,
		},
	};
}

/**
 * The participant, for an action that is possible now.
 * @throws AppError not_found, conflict when the answering is over or not over yet
 */
export async function authoriseParticipant(
	ctx: Ctx,
	token: string,
	action: ParticipantAction,
	options: Parameters<typeof participantOf>[2] = {},
): Promise<{ participant: Participant; run: Run }> {
	const found = await participantOf(ctx, token, options);
	const { status, mode } = found.run;
	if (participantPolicy.allows(action, [{ role: 'participant', held: null }], { status, mode, now: ctx.now() })) return found;
	requireOpen(found.run);
	throw new AppError('conflict', { message: 'The answers are compared when the answering is closed', values: { status } });
}

/** Makes one more way in for a participant. @returns the secret, which is stored nowhere */
export async function newWayIn(ctx: Ctx, tx: DatabaseTransaction, participantId: string): Promise<string> {
	const token = newSecret();
	await tx
		.insertInto('benchmarks.participant_token')
		.values({ token_hash: hashToken(token), participant_id: participantId, made_at: ctx.now() })
		.execute();
	return token;
}

/**
 * A group check, for somebody who leads it; its row is made when it is missing.
 * @throws AppError not_found also for a full check, forbidden
 */
export async function authoriseGroup(
	ctx: Ctx,
	runId: string,
	{ tx, lock = false }: { tx?: DatabaseTransaction; lock?: boolean } = {},
): Promise<Run> {
	return requireGroup(await authoriseRun(ctx, runId, 'lead the group', { tx, lock }));
}

/** @throws AppError not_found for a check that is answered by one voice */
export function requireGroup(run: Run): Run {
	if (run.mode !== 'group') throw new AppError('not_found', 'This is not a group check');
	return run;
}

/** What a viewer of the comparison may do besides looking. */
export type ViewsAccess = {
	run: Run;
	/** Holds a role in the run, and so sees its other pages. */
	member: boolean;
	/** The group's notes are its own: a mentor who looks in from outside does not read them. */
	readsNotes: boolean;
	leads: boolean;
	finishes: boolean;
};

/**
 * Whoever may see what the group said, when the answering is closed: people with a role in the run, and its
 * participants by their secret.
 * @throws AppError not_signed_in, not_found, forbidden, conflict while people answer
 */
export async function accessViews(ctx: Ctx, runId: string, token?: string): Promise<ViewsAccess> {
	if (token !== undefined && (await isOf(ctx, runId, token))) {
		const { run } = await authoriseParticipant(ctx, token, 'read views');
		const access = ctx.actor.kind === 'guest' ? undefined : await accessRun(ctx, runId).catch(noRole);
		return {
			run,
			member: access !== undefined,
			readsNotes: true,
			leads: access?.allows('lead the group') ?? false,
			finishes: access?.allows('finish') ?? false,
		};
	}
	const access = await accessRun(ctx, runId);
	requireGroup(access.run);
	if (!access.allows('read views')) {
		if (access.run.status === 'open')
			throw new AppError('conflict', { message: 'The answers are compared when the answering is closed', values: { status: 'open' } });
		throw new AppError('forbidden', 'Your roles do not allow "read views" in this run');
	}
	return {
		run: access.run,
		member: true,
		readsNotes: access.allows('read notes'),
		leads: access.allows('lead the group'),
		finishes: access.allows('finish'),
	};
}

async function isOf(ctx: Ctx, runId: string, token: string): Promise<boolean> {
	try {
		return (await participantOf(ctx, token)).run.id === runId;
	} catch (error) {
		if (error instanceof AppError && error.code === 'not_found') return false;
		throw error;
	}
}

function noRole(error: unknown): undefined {
	if (error instanceof AppError && error.code === 'not_found') return undefined;
	throw error;
}

/** The row that holds code and meeting of a group check, made when it is missing and held until the transaction ends. */
export async function groupRow(tx: DatabaseTransaction, runId: string) {
	await tx
		.insertInto('benchmarks.group_check')
		.values({ run_id: runId })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	return tx.selectFrom('benchmarks.group_check').selectAll().where('run_id', '=', runId).forUpdate().executeTakeFirstOrThrow();
}
