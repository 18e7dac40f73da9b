import { z } from 'zod';
import { audit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { publishLive } from '#platform/live.ts';
import { faultOf, tidied } from '../go-international/answer-rules.ts';
import type { Disagreement } from '../go-international/disagreement.ts';
import { answerFor, canBeAccepted, settledFault, type Settled } from '../go-international/meeting.ts';
import { editionOf } from '../instruments.ts';
import { notApplicableReasons, type AnswerValue, type Evidence } from '../model.ts';
import { dayOf } from '../plan/dates.ts';
import { ownAnswers } from '../runs/answer-writer.ts';
import { requireItem } from '../runs/notes.ts';
import type { Run } from '../runs/access.ts';
import { authoriseGroup } from './access.ts';
import { isCompared } from './settled.ts';
import { agreedItems, measuresOf, type AgreedItem } from './views.ts';

/**
 * The group agrees. What is agreed is written as the run's own answer, so that result, report and comparison are made of
 * it like of any other run.
 */

const evidence = z.enum(['documented', 'partial', 'none']).nullish();
const item = z.string().max(20);
/** The version of the decision that was seen; 0 for none. */
const basedOn = z.int().min(0).max(1_000_000).default(0);

export const settleInput = z.discriminatedUnion('kind', [
	z.strictObject({
		kind: z.literal('level'),
		item,
		level: z.literal([1, 2, 3, 4]),
		reason: z.string().trim().max(500).nullish(),
		evidence,
		basedOn,
	}),
	z.strictObject({
		kind: z.literal('not-applicable'),
		item,
		reason: z.enum(notApplicableReasons),
		reasonText: z.string().trim().max(300).nullish(),
		basedOn,
	}),
	z.strictObject({
		kind: z.literal('parked'),
		item,
		/** Who finds out: a name, not an account. */
		with: z.string().trim().max(120),
		/** ISO day. */
		until: z.iso.date(),
		basedOn,
	}),
]);
export type SettleInput = z.input<typeof settleInput>;

/**
 * Keeps what the group settled on for one item. The same decision again changes nothing.
 * @returns the version that stands
 * @throws AppError not_found, forbidden, invalid_input, conflict when the meeting is over or somebody else settled the
 * item meanwhile (`details.values.fault` = `version`)
 */
export async function settleItem(ctx: Ctx, runId: string, input: SettleInput): Promise<{ version: number }> {
	const given = settleInput.parse(input);
	return changeAgreement(ctx, runId, async (tx, run) => {
		requireItem(run, given.item);
		const { instrument } = editionOf(run.instrument, run.edition);
		const stands = (await agreedItems(tx, runId)).get(given.item);
		const first = stands?.first ?? (await measuresOf(tx, runId, instrument)).get(given.item)!;
		const settled: Settled =
			given.kind === 'level'
				? { value: given.level, reason: given.reason }
				: given.kind === 'not-applicable'
					? { value: 'NA' }
					: { parkedWith: given.with, parkedUntil: given.until };
		const fault =
			settledFault(first, settled, dayOf(ctx.now())) ??
			(given.kind === 'not-applicable'
				? faultOf(instrument, { item: given.item, value: 'NA', reason: given.reason, reasonText: given.reasonText })
				: null);
		if (fault) {
			const field = { parkedWith: 'with', parkedUntil: 'until', value: 'kind' }[fault.field as string] ?? fault.field;
			throw new AppError('invalid_input', { message: fault.message, field, values: { item: given.item } });
		}
		const decision: Decision = {
			item: given.item,
			value: answerFor(settled),
			reason: given.kind === 'level' ? given.reason || null : null,
			notApplicable: given.kind === 'not-applicable' ? given : null,
			evidence: given.kind === 'level' ? (given.evidence ?? null) : null,
			parked: given.kind === 'parked' ? { with: given.with, until: given.until } : null,
			way: 'meeting',
			first,
		};
		const version = stands?.version ?? 0;
		if (stands && same(stands, decision)) return { version };
		if (version !== given.basedOn)
			throw new AppError('conflict', {
				message: 'Somebody else settled this item meanwhile; look at it and send yours again',
				values: { fault: 'version', version, item: given.item },
			});
		await write(ctx, tx, run, [{ ...decision, version: version + 1 }]);
		await auditSettled(ctx, tx, run, [given.item], given.kind);
		return { version: version + 1 };
	});
}

export const acceptInput = z.strictObject({ items: z.array(item).min(1).max(200) });

/**
 * Accepts items that are seen the same or close together, each with its median. Items that are settled already stay as
 * they are. @returns how many were accepted
 * @throws AppError invalid_input naming the first item that has to be talked about
 */
export async function acceptTogether(ctx: Ctx, runId: string, input: { items: string[] }): Promise<number> {
	const items = [...new Set(acceptInput.parse(input).items)];
	return changeAgreement(ctx, runId, async (tx, run) => {
		const measures = await measuresOf(tx, runId, editionOf(run.instrument, run.edition).instrument);
		const settled = await agreedItems(tx, runId);
		for (const code of items) {
			requireItem(run, code);
			if (!canBeAccepted(measures.get(code)!))
				throw new AppError('invalid_input', {
					message: `${code} has to be talked about: views differ or too few people chose a level`,
					field: 'items',
					values: { item: code },
				});
		}
		const open = items.filter((code) => !settled.has(code));
		await write(
			ctx,
			tx,
			run,
			open.map((code) => {
				const first = measures.get(code)!;
				const none = { reason: null, notApplicable: null, evidence: null, parked: null };
				return { item: code, value: first.median!, ...none, way: 'together' as const, first, version: 1 };
			}),
		);
		if (open.length) await auditSettled(ctx, tx, run, open, 'together');
		return open.length;
	});
}

export const parkInput = z.strictObject({
	items: z.array(item).min(1).max(200),
	with: z.string().trim().max(120),
	until: z.iso.date(),
});

/** Parks several items at once with one owner and one day; settled ones stay as they are. @returns how many were parked */
export async function parkTogether(ctx: Ctx, runId: string, input: z.input<typeof parkInput>): Promise<number> {
	const { items, with: owner, until } = parkInput.parse(input);
	return changeAgreement(ctx, runId, async (tx, run) => {
		const measures = await measuresOf(tx, runId, editionOf(run.instrument, run.edition).instrument);
		const settled = await agreedItems(tx, runId);
		const fault = settledFault({ range: null }, { parkedWith: owner, parkedUntil: until }, dayOf(ctx.now()));
		if (fault) throw new AppError('invalid_input', { message: fault.message, field: fault.field === 'parkedWith' ? 'with' : 'until' });
		for (const code of items) requireItem(run, code);
		const open = [...new Set(items)].filter((code) => !settled.has(code));
		await write(
			ctx,
			tx,
			run,
			open.map((code) => ({
				item: code,
				value: 'DK' as const,
				reason: null,
				notApplicable: null,
				evidence: null,
				parked: { with: owner, until },
				way: 'meeting' as const,
				first: measures.get(code)!,
				version: 1,
			})),
		);
		if (open.length) await auditSettled(ctx, tx, run, open, 'parked');
		return open.length;
	});
}

/** Takes a decision back; the item is open again. Taking back what is not settled changes nothing. */
export async function takeBack(ctx: Ctx, runId: string, code: string): Promise<void> {
	await changeAgreement(ctx, runId, async (tx, run) => {
		const { numDeletedRows } = await tx
			.deleteFrom('benchmarks.agreed_item')
			.where('run_id', '=', runId)
			.where('item', '=', code)
			.executeTakeFirst();
		if (!numDeletedRows) return;
		await tx
			.deleteFrom('benchmarks.answer')
			.where('run_id', '=', runId)
			.where('item', '=', code)
			.where('participant_id', '=', ownAnswers)
			.execute();
		await publishLive(tx, `run:${runId}`, { kind: 'agreed', items: [code] });
		await audit(ctx, tx, {
			action: 'benchmarks.item.reopened',
			subject: { kind: 'run', id: runId },
			organisationId: run.providerId,
			details: { item: code },
		});
	});
}

type Decision = {
	item: string;
	value: AnswerValue;
	reason: string | null;
	notApplicable: { reason: (typeof notApplicableReasons)[number]; reasonText?: string | null | undefined } | null;
	evidence: Evidence | null;
	parked: { with: string; until: string } | null;
	way: 'together' | 'meeting';
	first: Pick<Disagreement, 'range' | 'agreement' | 'median' | 'notVisible'>;
};

function same(stands: AgreedItem, decision: Decision): boolean {
	return (
		stands.value === decision.value &&
		stands.reason === decision.reason &&
		stands.evidence === decision.evidence &&
		(stands.notApplicable?.reason ?? null) === (decision.notApplicable?.reason ?? null) &&
		(stands.notApplicable?.reasonText ?? null) === (decision.notApplicable?.reasonText || null) &&
		stands.parked?.with === decision.parked?.with &&
		stands.parked?.until === decision.parked?.until
	);
}

async function write(ctx: Ctx, tx: DatabaseTransaction, run: Run, decisions: (Decision & { version: number })[]): Promise<void> {
	if (decisions.length === 0) return;
	await tx
		.insertInto('benchmarks.agreed_item')
		.values(
			decisions.map(({ item, value, reason, parked, way, first, version }) => ({
				run_id: run.id,
				item,
				value: String(value),
				reason,
				parked_with: parked?.with ?? null,
				parked_until: parked?.until ?? null,
				way,
				first_range: first.range,
				first_agreement: first.agreement,
				first_median: first.median,
				first_not_visible: first.notVisible,
				version,
				decided_at: ctx.now(),
			})),
		)
		.onConflict((conflict) =>
			conflict.columns(['run_id', 'item']).doUpdateSet((eb) => ({
				value: eb.ref('excluded.value'),
				reason: eb.ref('excluded.reason'),
				parked_with: eb.ref('excluded.parked_with'),
				parked_until: eb.ref('excluded.parked_until'),
				way: eb.ref('excluded.way'),
				version: eb.ref('excluded.version'),
				decided_at: eb.ref('excluded.decided_at'),
			})),
		)
		.execute();
	await tx
		.insertInto('benchmarks.answer')
		.values(
			decisions.map(({ item, value, notApplicable, evidence, version }) => {
				const kept = tidied({ item, value, evidence, reason: notApplicable?.reason, reasonText: notApplicable?.reasonText });
				return {
					run_id: run.id,
					item,
					participant_id: ownAnswers,
					value: String(value),
					reason: kept.reason,
					reason_text: kept.reasonText,
					evidence: kept.evidence,
					// Agreed by all, given by nobody alone.
					answered_by: null,
					client: 'meeting',
					sequence: ctx.now().getTime(),
					version,
					answered_at: ctx.now(),
				};
			}),
		)
		.onConflict((conflict) =>
			conflict.columns(['run_id', 'item', 'participant_id']).doUpdateSet((eb) => ({
				value: eb.ref('excluded.value'),
				reason: eb.ref('excluded.reason'),
				reason_text: eb.ref('excluded.reason_text'),
				evidence: eb.ref('excluded.evidence'),
				sequence: eb.ref('excluded.sequence'),
				version: eb.ref('excluded.version'),
				answered_at: eb.ref('excluded.answered_at'),
			})),
		)
		.execute();
	await tx.updateTable('benchmarks.run').set({ changed_at: ctx.now() }).where('id', '=', run.id).execute();
	await publishLive(tx, `run:${run.id}`, { kind: 'agreed', items: decisions.map(({ item }) => item) });
}

async function auditSettled(ctx: Ctx, tx: DatabaseTransaction, run: Run, items: string[], way: string): Promise<void> {
	await audit(ctx, tx, {
		action: 'benchmarks.item.settled',
		subject: { kind: 'run', id: run.id },
		organisationId: run.providerId,
		details: { items, way },
	});
}

/** Runs a change of what is agreed, while the group compares. @throws AppError conflict before and after */
async function changeAgreement<T>(ctx: Ctx, runId: string, work: (tx: DatabaseTransaction, run: Run) => Promise<T>): Promise<T> {
	return inTransaction(ctx, async (tx) => {
		const run = await authoriseGroup(ctx, runId, { tx, lock: true });
		if (run.status !== 'closed' || !(await isCompared(tx, runId)))
			throw new AppError('conflict', {
				message:
					run.status === 'finished' ? 'This run has its result. Open it again to change what was agreed' : 'Close the answering first',
				values: { status: run.status },
			});
		return work(tx, run);
	});
}
