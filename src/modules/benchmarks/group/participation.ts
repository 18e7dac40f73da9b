import { z } from 'zod';
import { namesOfOrganisations } from '#modules/network/index.ts';
import { audit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { newId } from '#platform/ids.ts';
import { publishLive } from '#platform/live.ts';
import { requirePerson } from '#platform/policy.ts';
import { roleGroups, type RoleGroup } from '../go-international/role-groups.ts';
import type { AnswerValue, Evidence } from '../model.ts';
import { prepared, runAnswerInput, type RunAnswerInput } from '../runs/answer.ts';
import { writeAnswer, type AnswerOutcome } from '../runs/answer-writer.ts';
import { requireOpen, type Run } from '../runs/access.ts';
import { toValue } from '../runs/inputs.ts';
import type { StandingNote } from '../ui/note-keeper.ts';
import type { ServerAnswers } from '../ui/run-answers.ts';
import { noteInput, writeNote, type NoteInput } from '../runs/notes.ts';
import { authoriseGroup, authoriseParticipant, newWayIn, participantOf, type Participant } from './access.ts';
import { meetingFrom, type Meeting } from './date.ts';
import { deleteParticipant, requirePlace } from './people.ts';

/** What one person does alone: open, answer, write notes, submit. Nobody else reads any of it before the answering is closed. */

export type OwnAnswer = {
	value: AnswerValue;
	reason: string | null;
	reasonText: string | null;
	evidence: Evidence | null;
	version: number;
	at: Date;
};

export type Participation = {
	participant: Participant;
	run: Pick<Run, 'id' | 'instrument' | 'edition' | 'status'>;
	provider: string;
	meeting: Meeting | null;
	answers: Map<string, OwnAnswer>;
	notes: Map<string, { text: string; version: number; at: Date }>;
};

/** So long a person takes for an item: 30 to 45 minutes for 45 (section 15, step 2). */
export const secondsAPersonTakes = 50;

/** Everything the holder of a secret answered, while people answer; nothing any more afterwards. @throws AppError not_found */
export async function readParticipation(ctx: Ctx, token: string): Promise<Participation> {
	return participationOf(ctx, await participantOf(ctx, token));
}

/** The same for a place that was found by other means. */
export async function participationOf(ctx: Ctx, { participant, run }: Awaited<ReturnType<typeof participantOf>>): Promise<Participation> {
	const own = <Table extends 'benchmarks.answer' | 'benchmarks.note'>(table: Table) =>
		ctx.db
			.selectFrom(table as 'benchmarks.answer')
			.where('run_id', '=', run.id)
			.where('participant_id', '=', participant.id);
	const [answers, notes, group, names] = await Promise.all([
		own('benchmarks.answer').select(['item', 'value', 'reason', 'reason_text', 'evidence', 'version', 'answered_at']).limit(500).execute(),
		ctx.db
			.selectFrom('benchmarks.note')
			.select(['item', 'text', 'version', 'changed_at'])
			.where('run_id', '=', run.id)
			.where('participant_id', '=', participant.id)
			.limit(500)
			.execute(),
		ctx.db.selectFrom('benchmarks.group_check').selectAll().where('run_id', '=', run.id).executeTakeFirst(),
		namesOfOrganisations(ctx.db, [run.providerId], ctx.locale),
	]);
	return {
		participant,
		run: { id: run.id, instrument: run.instrument, edition: run.edition, status: run.status },
		provider: names.get(run.providerId)?.text ?? '',
		meeting: group ? meetingFrom(group) : null,
		answers: new Map(
			answers.map((row) => [
				row.item,
				{
					value: toValue(row.value),
					reason: row.reason,
					reasonText: row.reason_text,
					evidence: row.evidence as Evidence | null,
					version: row.version,
					at: row.answered_at,
				},
			]),
		),
		notes: new Map(
			notes.filter(({ text }) => text).map(({ item, text, version, changed_at }) => [item, { text, version, at: changed_at }]),
		),
	};
}

/** Whoever answers alone is nobody's name, and all of it is theirs. */
export const oneself = 'oneself';

/** What a participant answered, as the script of their page reads it: plain objects, times in ISO 8601. */
export function ownAnswersShown({ run, answers, notes }: Participation): ServerAnswers & {
	status: Run['status'];
	notes: Record<string, StandingNote>;
} {
	return {
		status: run.status,
		answers: Object.fromEntries(
			[...answers].map(([item, { value, at, ...answer }]) => [
				item,
				{ ...answer, value: String(value), personId: oneself, by: null, at: at.toISOString() },
			]),
		),
		conflicts: [],
		notes: Object.fromEntries([...notes].map(([item, { text, version, at }]) => [item, { text, version, by: null, at: at.toISOString() }])),
	};
}

/** Notes that a mailed link was opened. Opening it again changes nothing. @throws AppError not_found */
export async function openParticipation(ctx: Ctx, token: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const { participant, run } = await participantOf(ctx, token, { tx, lock: true });
		if (participant.joinedAt) return;
		await tx.updateTable('benchmarks.participant').set({ joined_at: ctx.now() }).where('id', '=', participant.id).execute();
		await publishLive(tx, `run:${run.id}`, { kind: 'group' });
	});
}

/**
 * Saves one answer of a participant, in the same way as an answer of a full check: repeating it changes nothing, and it
 * is acknowledged only when it is durable.
 * @throws AppError not_found, conflict when the answering is over, invalid_input
 */
export async function answerAlone(ctx: Ctx, token: string, input: RunAnswerInput): Promise<AnswerOutcome> {
	const given = runAnswerInput.parse(input);
	const { participant, run } = await authoriseParticipant(ctx, token, 'answer alone');
	return writeAnswer(ctx, { ...prepared(run, given), runId: run.id, participantId: participant.id, personId: null, at: ctx.now() });
}

/** Keeps a participant's short note on an item. It is shown to the group without a name. */
export async function noteAlone(ctx: Ctx, token: string, input: NoteInput): Promise<{ version: number }> {
	const given = noteInput.parse(input);
	return inTransaction(ctx, async (tx) => {
		const { participant, run } = await authoriseParticipant(ctx, token, 'answer alone', { tx, lock: true });
		const { version } = await writeNote(ctx, tx, run, { ...given, participantId: participant.id, by: null });
		return { version };
	});
}

export const roleInput = z.strictObject({ roleGroup: z.enum(roleGroups) });

/** Corrects the role group somebody was invited with. */
export async function changeRole(ctx: Ctx, token: string, input: { roleGroup: RoleGroup }): Promise<void> {
	const { roleGroup } = roleInput.parse(input);
	await inTransaction(ctx, async (tx) => {
		const { participant, run } = await authoriseParticipant(ctx, token, 'answer alone', { tx, lock: true });
		await tx.updateTable('benchmarks.participant').set({ role_group: roleGroup }).where('id', '=', participant.id).execute();
		await publishLive(tx, `run:${run.id}`, { kind: 'group' });
	});
}

/**
 * Submits: what is not answered counts as "I do not know". Answers can still be changed until the answering is closed.
 * Submitting again changes nothing.
 * @throws AppError invalid_input when nothing was answered
 */
export async function submitAlone(ctx: Ctx, token: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const { participant, run } = await authoriseParticipant(ctx, token, 'submit', { tx, lock: true });
		if (participant.submittedAt) return;
		const any = await tx
			.selectFrom('benchmarks.answer')
			.select('item')
			.where('run_id', '=', run.id)
			.where('participant_id', '=', participant.id)
			.limit(1)
			.executeTakeFirst();
		if (!any) throw new AppError('invalid_input', { message: 'Answer at least one question first', field: 'item' });
		await tx.updateTable('benchmarks.participant').set({ submitted_at: ctx.now() }).where('id', '=', participant.id).execute();
		await tx.updateTable('benchmarks.run').set({ changed_at: ctx.now() }).where('id', '=', run.id).execute();
		await audit(ctx, tx, {
			action: 'benchmarks.participant.submitted',
			subject: { kind: 'run', id: run.id },
			organisationId: run.providerId,
			details: { participantId: participant.id },
		});
		await publishLive(tx, `run:${run.id}`, { kind: 'group' });
	});
}

/** Leaves the group: everything this person answered is deleted. */
export async function leaveGroup(ctx: Ctx, token: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const { participant, run } = await authoriseParticipant(ctx, token, 'leave', { tx, lock: true });
		await deleteParticipant(tx, run.id, participant.id);
		await audit(ctx, tx, {
			action: 'benchmarks.participant.left',
			subject: { kind: 'run', id: run.id },
			organisationId: run.providerId,
			details: { participantId: participant.id },
		});
		await publishLive(tx, `run:${run.id}`, { kind: 'group' });
	});
}

/**
 * Lets somebody who leads the group answer as well, as one of its participants.
 * @returns the secret for the device; the same person again gets another way to the same answers
 */
export async function answerAsLeader(ctx: Ctx, runId: string, input: { roleGroup: RoleGroup }): Promise<{ token: string }> {
	const { roleGroup } = roleInput.parse(input);
	const person = requirePerson(ctx);
	return inTransaction(ctx, async (tx) => {
		const run = await authoriseGroup(ctx, runId, { tx, lock: true });
		requireOpen(run);
		const known = await tx
			.selectFrom('benchmarks.participant')
			.select('id')
			.where('run_id', '=', runId)
			.where('person_id', '=', person)
			.executeTakeFirst();
		if (known) return { token: await newWayIn(ctx, tx, known.id) };
		await requirePlace(tx, runId);
		const id = newId();
		await tx
			.insertInto('benchmarks.participant')
			.values({
				id,
				run_id: runId,
				role_group: roleGroup,
				person_id: person,
				locale: ctx.locale,
				way: 'facilitator',
				invited_at: ctx.now(),
				joined_at: ctx.now(),
			})
			.execute();
		await audit(ctx, tx, {
			action: 'benchmarks.participant.joined',
			subject: { kind: 'run', id: runId },
			organisationId: run.providerId,
			details: { participantId: id, way: 'facilitator' },
		});
		await publishLive(tx, `run:${runId}`, { kind: 'group' });
		return { token: await newWayIn(ctx, tx, id) };
	});
}
