import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '#platform/audit.ts';
import type { App, Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { announce, inTransaction } from '#platform/events.ts';
import { newId, newSecret } from '#platform/ids.ts';
import { sendMail } from '#platform/mail/index.ts';
import { personOf } from '#platform/policy.ts';
import { useLimit } from '#platform/rate-limit.ts';
import { faultOf } from '../go-international/answer-rules.ts';
import { currentEdition, editionOf } from '../instruments.ts';
import { notApplicableReasons, type AnswerValue } from '../model.ts';
import { hashToken, newOwnerToken } from '../owner.ts';
import { forgetInReturns } from '../returns/forget.ts';
import { ownAnswers } from '../runs/answer-writer.ts';
import { toValue } from '../runs/inputs.ts';
import { answersOf, findRun, type QuickRun } from './queries.ts';
import { headlineItems, scoreQuickCheck } from './result.ts';

/** A guest's run is deleted after so many days unless it was claimed. */
export const daysToClaim = 30;

/** Opens a quick check, for the person who acts or for a guest. The token makes it theirs and is stored nowhere. */
export async function startQuickCheck(ctx: Ctx): Promise<{ runId: string; token: string }> {
	const token = newOwnerToken();
	const runId = newId();
	const personId = personOf(ctx.actor) ?? null;
	await inTransaction(ctx, async (tx) => {
		await tx
			.insertInto('benchmarks.run')
			.values({
				id: runId,
				instrument: 'go-international',
				edition: currentEdition('go-international').instrument.edition,
				mode: 'quick',
				locale: ctx.locale,
				owner_token_hash: hashToken(token),
				person_id: personId,
				claimed_at: personId ? ctx.now() : null,
				created_at: ctx.now(),
				changed_at: ctx.now(),
			})
			.execute();
	});
	return { runId, token };
}

export const answerInput = z.object({
	item: z.string().max(20),
	value: z.enum(['1', '2', '3', '4', 'NA', 'DK']),
	reason: z.enum(notApplicableReasons).optional(),
	reasonText: z.string().trim().max(300).optional(),
	sequence: z.int().positive().max(Number.MAX_SAFE_INTEGER),
});
export type AnswerInput = z.infer<typeof answerInput>;

/**
 * Saves one answer of the run the token owns. Repeating it changes nothing; one that is older than what is stored
 * (it was held up on the way) is acknowledged and dropped. Answering again after the end reopens nothing: the result
 * is made from the answers as they are.
 * @returns the time the answer was durable
 */
export async function answerQuickCheck(ctx: Ctx, token: string, input: AnswerInput): Promise<{ item: string; savedAt: Date }> {
	const answer = answerInput.parse(input);
	const savedAt = ctx.now();
	await inTransaction(ctx, async (tx) => {
		const run = await ownRun(tx, token, { lock: true });
		const edition = editionOf(run.instrument, run.edition).instrument;
		const item = headlineItems(edition).find(({ code }) => code === answer.item);
		if (!item) throw new AppError('invalid_input', { message: `${answer.item} is not an item of the quick check`, field: 'item' });
		const fault = faultOf(edition, { ...answer, value: toValue(answer.value) });
		if (fault) throw new AppError('invalid_input', { message: fault.message, field: fault.field, values: { item: item.code } });
		const written = await sql`
			insert into benchmarks.answer (run_id, item, participant_id, value, reason, reason_text, sequence, answered_at)
			values (${run.id}, ${item.code}, ${ownAnswers}, ${answer.value}, ${answer.value === 'NA' ? answer.reason : null},
				${answer.value === 'NA' ? (answer.reasonText ?? null) : null}, ${answer.sequence}, ${savedAt})
			on conflict (run_id, item, participant_id) do update
				set value = excluded.value, reason = excluded.reason, reason_text = excluded.reason_text,
					sequence = excluded.sequence, answered_at = excluded.answered_at
				where answer.sequence < excluded.sequence`.execute(tx);
		if (written.numAffectedRows) await tx.updateTable('benchmarks.run').set({ changed_at: savedAt }).where('id', '=', run.id).execute();
	});
	return { item: answer.item, savedAt };
}

/**
 * Ends a quick check and keeps its result with the edition and a hash of what it was made from.
 * Asking again after answers changed makes the result anew.
 */
export async function finishQuickCheck(ctx: Ctx, token: string): Promise<{ runId: string }> {
	return inTransaction(ctx, async (tx) => {
		const run = await ownRun(tx, token, { lock: true });
		const { instrument } = editionOf(run.instrument, run.edition);
		const answers = await answersOf(tx, run.id);
		if (answers.size === 0) throw new AppError('invalid_input', { message: 'Answer at least one question first', field: 'item' });
		const values = new Map<string, AnswerValue>([...answers].map(([item, { value }]) => [item, value]));
		const inputs = JSON.stringify({ edition: run.edition, answers: [...values].toSorted(([a], [b]) => (a < b ? -1 : 1)) });
		const inputsHash = createHash('sha256').update(inputs).digest('hex');
		const result = scoreQuickCheck(headlineItems(instrument), values);
		await tx
			.insertInto('benchmarks.result')
			.values({ run_id: run.id, edition: run.edition, inputs_hash: inputsHash, result: JSON.stringify(result), made_at: ctx.now() })
			.onConflict((conflict) =>
				conflict.column('run_id').doUpdateSet({ inputs_hash: inputsHash, result: JSON.stringify(result), made_at: ctx.now() }),
			)
			.execute();
		if (run.status !== 'finished') {
			await tx.updateTable('benchmarks.run').set({ status: 'finished', finished_at: ctx.now() }).where('id', '=', run.id).execute();
			await announce(tx, 'benchmarks.run.finished', { runId: run.id, instrument: run.instrument, mode: run.mode });
		}
		return { runId: run.id };
	});
}

export const claimInput = z.object({ email: z.email().max(254).trim().toLowerCase() });

/**
 * Sends a link with which the result can be kept in an account. The answer is the same whether the address has an
 * account or not. A later request replaces the earlier link.
 */
export async function requestClaim(ctx: Ctx, token: string, input: z.infer<typeof claimInput>): Promise<void> {
	const { email } = claimInput.parse(input);
	await useLimit(ctx, 'mailFromAddress', ctx.address ?? 'unknown');
	await useLimit(ctx, 'mailTo', email);
	await inTransaction(ctx, async (tx) => {
		const run = await ownRun(tx, token, { lock: true });
		if (run.personId) throw new AppError('conflict', 'This result is in an account already');
		const secret = newSecret();
		await tx
			.updateTable('benchmarks.run')
			.set({ claim_address: email, claim_token_hash: hashToken(secret), claim_requested_at: ctx.now() })
			.where('id', '=', run.id)
			.execute();
		await audit(ctx, tx, { action: 'benchmarks.claim.requested', subject: { kind: 'run', id: run.id } });
		await sendMail(ctx, tx, {
			kind: 'claim',
			to: email,
			locale: ctx.locale,
			values: { link: `${ctx.origin}/${ctx.locale}/benchmarks/go-international/quick/claim?token=${secret}`, days: daysToClaim },
		});
	});
}

/** The mail address a claim link was sent to, or a refusal that says what to do. Changes nothing: mail scanners open links. */
export async function readClaim(ctx: Ctx, secret: string): Promise<{ runId: string; email: string }> {
	const run = await claimedBy(ctx.db, secret);
	return { runId: run.id, email: run.claim_address! };
}

/**
 * Puts the run into the person's hands. The link works once, and only for the address it was sent to.
 * @param personId the account of that address, made or found by the caller in the same step
 */
export async function confirmClaim(ctx: Ctx, secret: string, personId: string): Promise<{ runId: string }> {
	return inTransaction(ctx, async (tx) => {
		const run = await claimedBy(tx, secret);
		await handOver(ctx, tx, run.id, personId);
		return { runId: run.id };
	});
}

/**
 * Puts a guest's run into the hands of the person who is signed in on the same device.
 * Asking again changes nothing. @throws AppError not_signed_in, not_found; conflict when it is somebody else's
 */
export async function keepQuickCheck(ctx: Ctx, token: string): Promise<{ runId: string }> {
	if (ctx.actor.kind !== 'person') throw new AppError('not_signed_in', 'Sign in to keep a result');
	const { personId } = ctx.actor;
	return inTransaction(ctx, async (tx) => {
		const run = await ownRun(tx, token, { lock: true });
		if (run.personId && run.personId !== personId) throw new AppError('conflict', 'This result is in an account already');
		if (!run.personId) await handOver(ctx, tx, run.id, personId);
		return { runId: run.id };
	});
}

async function handOver(ctx: Ctx, tx: DatabaseTransaction, runId: string, personId: string): Promise<void> {
	await tx
		.updateTable('benchmarks.run')
		.set({ person_id: personId, claimed_at: ctx.now(), claim_token_hash: null })
		.where('id', '=', runId)
		.execute();
	await audit(ctx, tx, { action: 'benchmarks.run.claimed', subject: { kind: 'run', id: runId }, details: { personId } });
	await announce(tx, 'benchmarks.run.claimed', { runId, personId });
}

async function claimedBy(db: Ctx['db'] | DatabaseTransaction, secret: string) {
	const run = await db
		.selectFrom('benchmarks.run')
		.select(['id', 'claim_address'])
		.where('claim_token_hash', '=', hashToken(secret))
		.executeTakeFirst();
	if (!run)
		throw new AppError('gone', {
			message: 'This link was used already or a newer one was sent',
			help: 'Open the result on the device where it was made and ask for a new link.',
		});
	return run;
}

/** Deletes guests' runs that nobody claimed within 30 days, with their answers. @returns how many */
export async function deleteUnclaimedRuns(app: Pick<App, 'db' | 'now'>): Promise<number> {
	const limit = new Date(app.now().getTime() - daysToClaim * 24 * 60 * 60_000);
	const { numDeletedRows } = await app.db
		.deleteFrom('benchmarks.run')
		.where('person_id', 'is', null)
		.where('provider_id', 'is', null)
		.where('created_at', '<', limit)
		.executeTakeFirst();
	return Number(numDeletedRows);
}

async function ownRun(tx: DatabaseTransaction, token: string, { lock }: { lock: boolean }): Promise<QuickRun> {
	const run = await findRun(tx, token, lock);
	if (!run) throw new AppError('not_found', { message: 'There is no open quick check here', help: 'Start a new one.' });
	return run;
}

/** Deletes the quick checks of a person whose account is gone; runs of an organisation stay with it. */
export async function forgetPersonsRuns(db: App['db'], personId: string): Promise<void> {
	await db.deleteFrom('benchmarks.run').where('person_id', '=', personId).where('provider_id', 'is', null).execute();
	await db.updateTable('benchmarks.run').set({ person_id: null }).where('person_id', '=', personId).execute();
	await db.deleteFrom('benchmarks.run_role').where('person_id', '=', personId).execute();
	await db.updateTable('benchmarks.answer').set({ answered_by: null }).where('answered_by', '=', personId).execute();
	await db.updateTable('benchmarks.answer_entry').set({ person_id: null }).where('person_id', '=', personId).execute();
	await db.updateTable('benchmarks.note').set({ changed_by: null }).where('changed_by', '=', personId).execute();
	await db.updateTable('benchmarks.evidence').set({ added_by: null }).where('added_by', '=', personId).execute();
	await db.updateTable('benchmarks.participant').set({ person_id: null, name: null }).where('person_id', '=', personId).execute();
	await db.updateTable('benchmarks.theme_need').set({ person_id: null }).where('person_id', '=', personId).execute();
	await db.updateTable('benchmarks.action').set({ owner_id: null }).where('owner_id', '=', personId).execute();
	await db.updateTable('benchmarks.action').set({ created_by: null }).where('created_by', '=', personId).execute();
	await db.updateTable('benchmarks.plan_review').set({ held_by: null }).where('held_by', '=', personId).execute();
	await db.updateTable('benchmarks.share_link').set({ created_by: null }).where('created_by', '=', personId).execute();
	await db.updateTable('benchmarks.run').set({ started_by: null }).where('started_by', '=', personId).execute();
	await forgetInReturns(db, personId);
}
