import { z } from 'zod';
import { namesOfOrganisations } from '#modules/network/index.ts';
import { audit } from '#platform/audit.ts';
import { emailInput, nameInput, namesOf } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { newId } from '#platform/ids.ts';
import { publishLive } from '#platform/live.ts';
import { sendMail } from '#platform/mail/index.ts';
import { requirePerson } from '#platform/policy.ts';
import { useLimit } from '#platform/rate-limit.ts';
import { adviceFor, fewestPeople, roleGroups, type Advice, type RoleGroup } from '../go-international/role-groups.ts';
import { requireOpen, type Run } from '../runs/access.ts';
import { authoriseGroup, groupRow, newWayIn } from './access.ts';
import { meetingFrom, meetingWords, type Meeting } from './date.ts';

/** Who is asked to answer in a group check, as its leader sees it: who was invited and who has submitted, never what. */

/** A group is never larger; far above the 12 that are advised. */
export const mostParticipants = 40;
/** People who have not submitted are reminded at most once in so many hours. */
export const hoursBetweenReminders = 20;

export const participantInput = z.strictObject({
	email: emailInput,
	roleGroup: z.enum(roleGroups),
	name: z.preprocess((value) => (value === '' ? undefined : value), nameInput.optional()),
	locale: z.string().min(2).max(10).optional(),
});
export type ParticipantInput = z.input<typeof participantInput>;

/**
 * Invites somebody by mail to answer alone. Inviting the same address again sends a new link; the first one goes on
 * working.
 * @param inviter the name the mail shows
 * @throws AppError not_found, forbidden, conflict when the answering is over or the group is full
 */
export async function inviteParticipant(ctx: Ctx, runId: string, input: ParticipantInput, inviter: string): Promise<{ id: string }> {
	const { email, roleGroup, name, ...more } = participantInput.parse(input);
	const locale = more.locale && ctx.texts.has(more.locale) ? more.locale : ctx.locale;
	await useLimit(ctx, 'mailFromAddress', `person:${requirePerson(ctx)}`);
	return inTransaction(ctx, async (tx) => {
		const run = await authoriseGroup(ctx, runId, { tx, lock: true });
		requireOpen(run);
		const known = await tx
			.selectFrom('benchmarks.participant')
			.select('id')
			.where('run_id', '=', runId)
			.where('email', '=', email)
			.executeTakeFirst();
		if (!known) await requirePlace(tx, runId);
		const id = known?.id ?? newId();
		await tx
			.insertInto('benchmarks.participant')
			.values({ id, run_id: runId, role_group: roleGroup, name: name ?? null, email, locale, way: 'mail', invited_at: ctx.now() })
			.onConflict((conflict) => conflict.column('id').doUpdateSet({ role_group: roleGroup, locale, ...(name && { name }) }))
			.execute();
		await audit(ctx, tx, {
			action: 'benchmarks.participant.invited',
			subject: { kind: 'run', id: runId },
			organisationId: run.providerId,
			details: { participantId: id, roleGroup, again: Boolean(known) },
		});
		await mailWayIn(ctx, tx, run, { id, email, locale }, 'groupInvitation', inviter);
		await publishLive(tx, `run:${runId}`, { kind: 'group' });
		return { id };
	});
}

/** @throws AppError conflict */
export async function requirePlace(tx: DatabaseTransaction, runId: string): Promise<void> {
	const { n } = await tx
		.selectFrom('benchmarks.participant')
		.select((select) => select.fn.countAll<number>().as('n'))
		.where('run_id', '=', runId)
		.executeTakeFirstOrThrow();
	if (n >= mostParticipants)
		throw new AppError('conflict', {
			message: `A group has at most ${mostParticipants} people`,
			values: { fault: 'full', most: mostParticipants },
		});
}

/** Mails a participant a link of their own. */
export async function mailWayIn(
	ctx: Ctx,
	tx: DatabaseTransaction,
	run: Run,
	to: { id: string; email: string; locale: string },
	kind: 'groupInvitation' | 'groupReminder' | 'groupWayIn',
	inviter: string,
): Promise<void> {
	const token = await newWayIn(ctx, tx, to.id);
	const group = await groupRow(tx, run.id);
	await sendMail(ctx, tx, {
		kind,
		to: to.email,
		locale: to.locale,
		values: {
			link: `${ctx.origin}/${to.locale}/participate?token=${token}`,
			inviter,
			organisation: (await namesOfOrganisations(tx, [run.providerId], to.locale)).get(run.providerId)?.text ?? '',
			meeting: meetingWords(meetingFrom(group), to.locale) ?? 'none',
		},
	});
}

/**
 * Takes somebody out of the group, with everything they answered. Only while people answer: afterwards nobody knows
 * whose answers they were.
 */
export async function removeParticipant(ctx: Ctx, runId: string, participantId: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const run = await authoriseGroup(ctx, runId, { tx, lock: true });
		requireOpen(run);
		if (!(await deleteParticipant(tx, runId, participantId))) return;
		await audit(ctx, tx, {
			action: 'benchmarks.participant.removed',
			subject: { kind: 'run', id: runId },
			organisationId: run.providerId,
			details: { participantId },
		});
		await publishLive(tx, `run:${runId}`, { kind: 'group' });
	});
}

/** Deletes a participant and all they said. @returns whether there was one */
export async function deleteParticipant(tx: DatabaseTransaction, runId: string, participantId: string): Promise<boolean> {
	const { numDeletedRows } = await tx
		.deleteFrom('benchmarks.participant')
		.where('id', '=', participantId)
		.where('run_id', '=', runId)
		.executeTakeFirst();
	if (!numDeletedRows) return false;
	for (const table of ['benchmarks.answer', 'benchmarks.answer_entry', 'benchmarks.note'] as const)
		await tx.deleteFrom(table).where('run_id', '=', runId).where('participant_id', '=', participantId).execute();
	return true;
}

/**
 * Reminds by mail everybody who has an address and has not submitted.
 * @returns how many
 * @throws AppError too_many_requests when they were reminded less than 20 hours ago
 */
export async function remindParticipants(ctx: Ctx, runId: string, inviter: string): Promise<number> {
	return inTransaction(ctx, async (tx) => {
		const run = await authoriseGroup(ctx, runId, { tx, lock: true });
		requireOpen(run);
		const { reminded_at } = await groupRow(tx, runId);
		const next = (reminded_at?.getTime() ?? 0) + hoursBetweenReminders * 3_600_000;
		if (next > ctx.now().getTime())
			throw new AppError('too_many_requests', {
				message: `They were reminded less than ${hoursBetweenReminders} hours ago`,
				retryAfter: Math.ceil((next - ctx.now().getTime()) / 1000),
			});
		const late = await tx
			.selectFrom('benchmarks.participant')
			.select(['id', 'email', 'locale'])
			.where('run_id', '=', runId)
			.where('email', 'is not', null)
			.where('submitted_at', 'is', null)
			.limit(mostParticipants)
			.execute();
		if (late.length === 0) return 0;
		await tx.updateTable('benchmarks.group_check').set({ reminded_at: ctx.now() }).where('run_id', '=', runId).execute();
		for (const { id, email, locale } of late) await mailWayIn(ctx, tx, run, { id, email: email!, locale }, 'groupReminder', inviter);
		await audit(ctx, tx, {
			action: 'benchmarks.participants.reminded',
			subject: { kind: 'run', id: runId },
			organisationId: run.providerId,
			details: { people: late.length },
		});
		return late.length;
	});
}

export type GroupPerson = {
	id: string;
	/** As they gave it or were invited; null when erased. */
	name: string | null;
	email: string | null;
	roleGroup: RoleGroup;
	way: 'mail' | 'code' | 'facilitator';
	state: 'invited' | 'joined' | 'submitted';
};

export type Group = {
	runId: string;
	status: Run['status'];
	people: GroupPerson[];
	submitted: number;
	/** People by role group, invited or joined. */
	roles: { role: RoleGroup; people: number }[];
	advice: Advice[];
	/** Enough have submitted for the answering to be closed. */
	closable: boolean;
	joinCode: string | null;
	meeting: Meeting | null;
	meetingVersion: number;
	/** When those who have not submitted can be reminded again; null for now. */
	remindFrom: Date | null;
	closedAt: Date | null;
};

/** The group as its leader sees it. @throws AppError not_found, forbidden */
export async function readGroup(ctx: Ctx, runId: string): Promise<Group> {
	const run = await authoriseGroup(ctx, runId);
	const [rows, group] = await Promise.all([
		ctx.db
			.selectFrom('benchmarks.participant')
			.select(['id', 'name', 'email', 'person_id', 'role_group', 'way', 'joined_at', 'submitted_at'])
			.where('run_id', '=', runId)
			.orderBy('invited_at')
			.orderBy('id')
			.limit(mostParticipants)
			.execute(),
		ctx.db.selectFrom('benchmarks.group_check').selectAll().where('run_id', '=', runId).executeTakeFirst(),
	]);
	const names = await namesOf(
		ctx,
		rows.flatMap(({ person_id }) => person_id ?? []),
	);
	const people = rows.map((row) => ({
		id: row.id,
		name: row.name ?? (row.person_id && names.get(row.person_id)) ?? null,
		email: row.email,
		roleGroup: row.role_group as RoleGroup,
		way: row.way as GroupPerson['way'],
		state: row.submitted_at ? ('submitted' as const) : row.joined_at ? ('joined' as const) : ('invited' as const),
	}));
	const counts = countRoles(people);
	const submitted = people.filter(({ state }) => state === 'submitted').length;
	const remindFrom = group?.reminded_at ? new Date(group.reminded_at.getTime() + hoursBetweenReminders * 3_600_000) : null;
	return {
		runId,
		status: run.status,
		people,
		submitted,
		roles: [...counts].map(([role, people]) => ({ role, people })),
		advice: adviceFor(counts),
		closable: run.status === 'open' && submitted >= fewestPeople,
		joinCode: group?.join_code ?? null,
		meeting: group ? meetingFrom(group) : null,
		meetingVersion: group?.meeting_version ?? 1,
		remindFrom: remindFrom && remindFrom > ctx.now() ? remindFrom : null,
		closedAt: group?.closed_at ?? null,
	};
}

/** People by role group, in the order of the groups, without the empty ones. */
export function countRoles(people: readonly { roleGroup: RoleGroup }[]): Map<RoleGroup, number> {
	return new Map(
		roleGroups.flatMap((role) => {
			const count = people.filter(({ roleGroup }) => roleGroup === role).length;
			return count ? [[role, count] as const] : [];
		}),
	);
}
