import { z } from 'zod';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { personOf } from '#platform/policy.ts';
import { faultOf, tidied } from '../go-international/answer-rules.ts';
import { editionOf } from '../instruments.ts';
import { notApplicableReasons, type AnswerValue } from '../model.ts';
import { authoriseRun, requireOpen, type Run } from './access.ts';
import { ownAnswers, writeAnswer, type AnswerOutcome } from './answer-writer.ts';

export const runAnswerInput = z.strictObject({
	item: z.string().max(20),
	value: z.enum(['1', '2', '3', '4', 'NA', 'DK']),
	reason: z.enum(notApplicableReasons).nullish(),
	reasonText: z.string().trim().max(300).nullish(),
	evidence: z.enum(['documented', 'partial', 'none']).nullish(),
	/** Names the device, so that its repetitions are known; made by the page once. */
	client: z.string().min(1).max(60),
	/** Rises with every answer of that device; its clock in milliseconds does. */
	sequence: z.int().positive().max(Number.MAX_SAFE_INTEGER),
	/** Names the window that saves, which is told nothing of it: several windows of one device share its name. */
	window: z.string().max(60).default(''),
	/** The version of the item's answer this one was given on; 0 for none. */
	basedOn: z.int().min(0).max(1_000_000).default(0),
	/** Given by somebody who saw both answers of a conflict; ends it, whoever the two were. */
	decides: z.boolean().default(false),
});
export type RunAnswerInput = z.input<typeof runAnswerInput>;

/**
 * Saves one answer of a full check. Repeating it changes nothing. When somebody else answered the item meanwhile with
 * something else, theirs stands and this one comes back as a conflict; sending it again, based on the version that
 * stands, decides for it. Both stay in the history.
 * Somebody else who saw both decides with `decides`.
 * @returns what stands, once it is durable
 * @throws AppError not_found, forbidden, conflict (the run is not open), invalid_input
 */
export async function answerRun(ctx: Ctx, runId: string, input: RunAnswerInput): Promise<AnswerOutcome> {
	const given = runAnswerInput.parse(input);
	const run = await authoriseRun(ctx, runId, 'answer');
	requireOpen(run);
	return writeAnswer(ctx, {
		...prepared(run, given),
		runId,
		participantId: ownAnswers,
		personId: personOf(ctx.actor) ?? null,
		at: ctx.now(),
	});
}

/** An answer checked against its edition, as the writer takes it. @throws AppError invalid_input */
export function prepared(run: Pick<Run, 'instrument' | 'edition'>, given: z.output<typeof runAnswerInput>) {
	const value = /^[1-4]$/.test(given.value) ? (Number(given.value) as AnswerValue) : (given.value as AnswerValue);
	const answer = { item: given.item, value, reason: given.reason, reasonText: given.reasonText, evidence: given.evidence };
	const fault = faultOf(editionOf(run.instrument, run.edition).instrument, answer);
	if (fault) throw new AppError('invalid_input', { message: fault.message, field: fault.field, values: { item: given.item } });
	const { reason, reasonText, evidence } = tidied(answer);
	return {
		item: given.item,
		value: given.value,
		reason,
		reasonText,
		evidence,
		client: given.client,
		sequence: given.sequence,
		window: given.window,
		basedOn: given.basedOn,
		decides: given.decides,
	};
}
