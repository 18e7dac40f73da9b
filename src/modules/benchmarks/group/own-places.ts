import { namesOfOrganisations } from '#modules/network/index.ts';
import { findAccount } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { publishLive } from '#platform/live.ts';
import { requirePerson } from '#platform/policy.ts';
import type { RoleGroup } from '../go-international/role-groups.ts';
import { findRun } from '../runs/access.ts';
import { newWayIn } from './access.ts';
import { participationOf, type Participation } from './participation.ts';

/**
 * Places in group checks that belong to the address of an account, or that somebody took who leads a group: whoever signs
 * in needs no mail to find them. The address of an account is proved, so it opens what a link mailed there opens.
 */

type Db = Ctx['db'] | DatabaseTransaction;

type Self = { personId: string; email: string };

async function selfOf(ctx: Ctx, db: Db): Promise<Self> {
	const personId = requirePerson(ctx);
	return { personId, email: (await findAccount(db, personId))?.email ?? '' };
}

const placesFor = (db: Db, { personId, email }: Self) =>
	db
		.selectFrom('benchmarks.participant as participant')
		.where(({ or, eb }) => or([eb('participant.person_id', '=', personId), eb('participant.email', '=', email)]));

/** A group that waits for the reader: for answers not begun or not submitted, or for the talk about what all said. */
export type OwnPlace = { runId: string; provider: string; state: 'asked' | 'begun' | 'compares' };

/** Groups that wait for whoever is signed in, the newest first; at most ten. @throws AppError not_signed_in */
export async function placesOf(ctx: Ctx): Promise<OwnPlace[]> {
	const rows = await placesFor(ctx.db, await selfOf(ctx, ctx.db))
		.innerJoin('benchmarks.run as run', 'run.id', 'participant.run_id')
		.select(['run.id', 'run.status', 'run.provider_id', 'participant.joined_at'])
		.where(({ or, and, eb }) =>
			or([
				and([eb('run.status', '=', 'open'), eb('participant.submitted_at', 'is', null)]),
				and([eb('run.status', '=', 'closed'), eb('participant.submitted_at', 'is not', null)]),
			]),
		)
		.where('run.deleted_at', 'is', null)
		.orderBy('participant.invited_at', 'desc')
		.limit(10)
		.execute();
	const names = await namesOfOrganisations(
		ctx.db,
		rows.flatMap(({ provider_id }) => provider_id ?? []),
		ctx.locale,
	);
	return rows.map(({ id, status, provider_id, joined_at }) => ({
		runId: id,
		provider: (provider_id && names.get(provider_id)?.text) ?? '',
		state: status === 'closed' ? 'compares' : joined_at ? 'begun' : 'asked',
	}));
}

async function ownPlace(ctx: Ctx, db: Db, runId: string, lock = false) {
	const self = await selfOf(ctx, db);
	// The run first, as everybody does who holds both.
	const run = await findRun(db, runId, { lock });
	const row =
		run &&
		(await placesFor(db, self)
			.select(['id', 'role_group', 'name', 'way', 'joined_at', 'submitted_at'])
			.where('run_id', '=', runId)
			.orderBy('submitted_at')
			.limit(1)
			.executeTakeFirst());
	if (!run || !row) throw new AppError('not_found', 'You have no place in this group check');
	return {
		run,
		participant: {
			id: row.id,
			runId,
			roleGroup: row.role_group as RoleGroup,
			name: row.name,
			way: row.way as Participation['participant']['way'],
			joinedAt: row.joined_at,
			submittedAt: row.submitted_at,
		},
	};
}

/** What the place of whoever is signed in holds, before they take it up. @throws AppError not_signed_in, not_found */
export async function readOwnPlace(ctx: Ctx, runId: string): Promise<Participation> {
	return participationOf(ctx, await ownPlace(ctx, ctx.db, runId));
}

/** Takes up one's place on this device. @returns the secret for it @throws AppError not_signed_in, not_found */
export async function takeOwnPlace(ctx: Ctx, runId: string): Promise<{ token: string }> {
	return inTransaction(ctx, async (tx) => {
		const { participant } = await ownPlace(ctx, tx, runId, true);
		if (!participant.joinedAt) {
			await tx.updateTable('benchmarks.participant').set({ joined_at: ctx.now() }).where('id', '=', participant.id).execute();
			await publishLive(tx, `run:${runId}`, { kind: 'group' });
		}
		return { token: await newWayIn(ctx, tx, participant.id) };
	});
}
