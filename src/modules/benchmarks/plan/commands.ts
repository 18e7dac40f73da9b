import { sql } from 'kysely';
import { z } from 'zod';
import { positionsOf } from '#modules/network/index.ts';
import { audit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { announce, inTransaction } from '#platform/events.ts';
import { newId } from '#platform/ids.ts';
import { requirePerson } from '#platform/policy.ts';
import { withColon } from '#platform/i18n/spacing.ts';
import { defaultTarget } from '../go-international/priorities.ts';
import { currentEdition } from '../instruments.ts';
import type { Level } from '../model.ts';
import type { ShownOffer } from '../offers.ts';
import { reportOf } from '../report/queries.ts';
import { authorisePlan } from './access.ts';
import { dayOf, monthsLater } from './dates.ts';
import {
	actionInput,
	furthestMonths,
	monthsToReview,
	reviewInput,
	stateInput,
	type ActionInput,
	type ReviewInput,
	type StateInput,
} from './model.ts';
import { newestLevels } from './queries.ts';
import { auditAction, findAction, onAction, type ActionRow } from './rows.ts';

/** The cause of an action that comes from a result. */
export const causeInput = z.strictObject({
	runId: z.uuid(),
	/** Items of the result, each with the recommendations that become actions; none: one action from the next level. */
	items: z
		.array(z.strictObject({ item: z.string().max(20), recommendations: z.array(z.string().max(20)).max(10).default([]) }))
		.min(1)
		.max(20),
});

/**
 * Turns priorities of a result into actions: goal and levels come from the item, the text from the recommendation or the
 * next level's description, the deadline half a year ahead. What is in the plan already is not added again.
 * @returns the ids of all actions asked for, new and old
 */
export async function planFromResult(ctx: Ctx, input: z.input<typeof causeInput>): Promise<{ providerId: string; added: number }> {
	const { runId, items } = causeInput.parse(input);
	const report = await reportOf(ctx, runId);
	const providerId = report.provider.id;
	const person = requirePerson(ctx);
	return inTransaction(ctx, async (tx) => {
		await authorisePlan(ctx, providerId, 'edit plan', { tx });
		let added = 0;
		for (const { item, recommendations } of items) {
			const found = report.sections.flatMap((section) => section.items).find((each) => each.item === item);
			if (!found || typeof found.value !== 'number')
				throw new AppError('invalid_input', { message: `${item} has no level in this result`, field: 'items' });
			const section = report.sections.find(({ code }) => code === found.section)!;
			const chosen = section.recommendations.filter(({ code }) => recommendations.includes(code));
			const unknown = recommendations.find((code) => !chosen.some((each) => each.code === code));
			if (unknown)
				throw new AppError('invalid_input', { message: `${unknown} is not recommended for ${item} in this result`, field: 'items' });
			for (const cause of chosen.length ? chosen : [null]) {
				const made = await tx
					.insertInto('benchmarks.action')
					.values({
						id: newId(),
						provider_id: providerId,
						instrument: report.instrument,
						item,
						run_id: runId,
						recommendation: cause?.code ?? null,
						goal: withColon(ctx.locale, found.title, found.next ?? found.chosen!).slice(0, 300),
						from_level: found.value,
						to_level: found.target,
						action: shortened(cause?.text ?? found.next ?? found.chosen!),
						deadline: monthsLater(dayOf(ctx.now()), monthsToReview),
						support: JSON.stringify(supportOf(ctx, cause?.offers ?? [])),
						created_by: person,
						created_at: ctx.now(),
						changed_at: ctx.now(),
					})
					.onConflict((conflict) => conflict.doNothing())
					.returning('id')
					.executeTakeFirst();
				if (!made) continue;
				added++;
				await auditAction(ctx, tx, 'added', made.id, providerId, { item });
			}
		}
		if (added) await planReview(ctx, tx, providerId);
		return { providerId, added };
	});
}

/** Offers of other rooms as the support of an action. */
function supportOf(ctx: Ctx, offers: readonly ShownOffer[]): { title: string; url: string }[] {
	return offers.map(({ title, path }) => ({ title: title.slice(0, 200), url: `${ctx.origin}/${ctx.locale}${path}` }));
}

/** The first sentence that fits into 200 characters, or the text cut at a word. */
export function shortened(text: string): string {
	if (text.length <= 200) return text;
	const cut = text.slice(0, 199);
	return `${cut.slice(0, cut.lastIndexOf(' '))}…`;
}

/** Adds an action of the provider's own. */
export async function addAction(ctx: Ctx, providerId: string, input: ActionInput): Promise<{ id: string }> {
	const action = actionInput.parse(input);
	const person = requirePerson(ctx);
	const id = newId();
	await inTransaction(ctx, async (tx) => {
		await authorisePlan(ctx, providerId, 'edit plan', { tx });
		await tx
			.insertInto('benchmarks.action')
			.values({
				id,
				provider_id: providerId,
				...(await rowOf(ctx, tx, providerId, action)),
				...(await servedBy({ ...ctx, db: tx }, providerId, action, null)),
				created_by: person,
				created_at: ctx.now(),
				changed_at: ctx.now(),
			})
			.execute();
		await auditAction(ctx, tx, 'added', id, providerId);
		await planReview(ctx, tx, providerId);
	});
	return { id };
}

/**
 * Changes an action.
 * @param version the version the change was made from
 * @throws AppError conflict when somebody else changed it meanwhile
 */
export async function changeAction(ctx: Ctx, id: string, version: number, input: ActionInput): Promise<{ version: number }> {
	const action = actionInput.parse(input);
	return onAction(ctx, id, async (tx, row) => {
		await authorisePlan(ctx, row.provider_id, 'edit plan', { tx });
		requireVersion(row, version);
		await tx
			.updateTable('benchmarks.action')
			.set({
				...(await rowOf(ctx, tx, row.provider_id, action)),
				...((row.run_id ?? row.return_id) ? {} : await servedBy({ ...ctx, db: tx }, row.provider_id, action, row)),
				version: version + 1,
				changed_at: ctx.now(),
			})
			.where('id', '=', id)
			.execute();
		await auditAction(ctx, tx, 'changed', id, row.provider_id);
		return { version: version + 1 };
	});
}

/** Says where an action stands; its owner may, too. Done and stopped can be taken back. */
export async function setActionState(ctx: Ctx, id: string, input: StateInput): Promise<void> {
	const { state, stoppedReason, proofUrl, proofNote } = stateInput.parse(input);
	await onAction(ctx, id, async (tx, row) => {
		await authorisePlan(ctx, row.provider_id, 'report on action', { tx, owner: { personId: row.owner_id } });
		await tx
			.updateTable('benchmarks.action')
			.set({
				status: state,
				stopped_reason: state === 'stopped' ? stoppedReason : null,
				proof_url: proofUrl,
				proof_note: proofNote,
				done_at: state === 'done' ? (row.done_at ?? ctx.now()) : null,
				version: row.version + 1,
				changed_at: ctx.now(),
			})
			.where('id', '=', id)
			.execute();
		await auditAction(ctx, tx, state, id, row.provider_id);
		if (state === 'done' && row.status !== 'done')
			await announce(tx, 'benchmarks.action.done', {
				actionId: id,
				providerId: row.provider_id,
				instrument: row.instrument,
				item: row.item,
			});
	});
}

/** Takes an action out of the plan; it can be put back. */
export async function removeAction(ctx: Ctx, id: string): Promise<void> {
	await onAction(ctx, id, async (tx, row) => {
		await authorisePlan(ctx, row.provider_id, 'edit plan', { tx });
		await tx.updateTable('benchmarks.action').set({ deleted_at: ctx.now() }).where('id', '=', id).execute();
		await auditAction(ctx, tx, 'removed', id, row.provider_id);
	});
}

/** Puts a removed action back. @throws AppError conflict when the same one was added again meanwhile */
export async function restoreAction(ctx: Ctx, id: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const row = await findAction(tx, id, true);
		await authorisePlan(ctx, row.provider_id, 'edit plan', { tx });
		const twin =
			(row.run_id ?? row.return_id) &&
			(await tx
				.selectFrom('benchmarks.action')
				.select('id')
				.where('provider_id', '=', row.provider_id)
				.where('run_id', 'is not distinct from', row.run_id)
				.where('return_id', 'is not distinct from', row.return_id)
				.where('item', '=', row.item)
				.where(sql<boolean>`coalesce(recommendation, '') = ${row.recommendation ?? ''}`)
				.where('deleted_at', 'is', null)
				.where('id', '!=', id)
				.executeTakeFirst());
		if (twin) throw new AppError('conflict', 'The same action is in the plan again already');
		await tx.updateTable('benchmarks.action').set({ deleted_at: null }).where('id', '=', id).execute();
		await auditAction(ctx, tx, 'restored', id, row.provider_id);
	});
}

/** Keeps what a review of the plan said, and sets the date of the next one. */
export async function holdReview(ctx: Ctx, providerId: string, input: ReviewInput): Promise<void> {
	const review = reviewInput.parse(input);
	const person = requirePerson(ctx);
	await inTransaction(ctx, async (tx) => {
		await authorisePlan(ctx, providerId, 'review plan', { tx });
		const today = dayOf(ctx.now());
		const waiting = await tx
			.updateTable('benchmarks.plan_review')
			.set({ ...review, held_at: ctx.now(), held_by: person })
			.where('provider_id', '=', providerId)
			.where('held_at', 'is', null)
			.returning('id')
			.executeTakeFirst();
		if (!waiting)
			await tx
				.insertInto('benchmarks.plan_review')
				.values({ id: newId(), provider_id: providerId, due_on: today, ...review, held_at: ctx.now(), held_by: person })
				.execute();
		await planReview(ctx, tx, providerId);
		await audit(ctx, tx, { action: 'benchmarks.plan.reviewed', subject: { kind: 'plan', id: providerId }, organisationId: providerId });
	});
}

/** Sets the date of the next review, six months ahead, when none is set. */
export async function planReview(ctx: Ctx, tx: DatabaseTransaction, providerId: string): Promise<void> {
	await tx
		.insertInto('benchmarks.plan_review')
		.values({ id: newId(), provider_id: providerId, due_on: monthsLater(dayOf(ctx.now()), monthsToReview), created_at: ctx.now() })
		.onConflict((conflict) => conflict.doNothing())
		.execute();
}

function requireVersion(row: ActionRow, version: number): void {
	if (row.version !== version)
		throw new AppError('conflict', {
			message: 'Somebody else changed this action meanwhile; look at both versions and send yours again',
			values: { version: row.version },
		});
}

/**
 * The item an own action serves, with its level in the newest result and the usual target where no levels were given.
 * @param before the action until now: with another item the old levels mean nothing; the same one it keeps, also when the
 * current edition has dropped it
 * @throws AppError invalid_input for a code the current edition does not have
 */
async function servedBy(ctx: Ctx, providerId: string, action: z.output<typeof actionInput>, before: ActionRow | null) {
	if (!action.item) return { instrument: null, item: null };
	if (action.item === before?.item) return { instrument: before.instrument, item: before.item };
	const { instrument } = currentEdition('go-international').instrument;
	if (!currentEdition('go-international').instrument.items.some(({ code }) => code === action.item))
		throw new AppError('invalid_input', { message: `There is no question ${action.item}`, field: 'item' });
	const served = { instrument, item: action.item };
	if (action.fromLevel !== null || action.toLevel !== null) return served;
	const level = (await newestLevels(ctx, providerId))?.levels.get(action.item) as Level | undefined;
	return level === undefined ? served : { ...served, from_level: level, to_level: defaultTarget(level) };
}

/** Columns of what was said; checks owner and deadline against what is known. */
async function rowOf(ctx: Ctx, tx: DatabaseTransaction, providerId: string, action: z.output<typeof actionInput>) {
	const latest = monthsLater(dayOf(ctx.now()), furthestMonths);
	if (action.deadline && action.deadline > latest)
		throw new AppError('invalid_input', { message: `A deadline is at most ${furthestMonths} months ahead: ${latest}`, field: 'deadline' });
	if (
		action.ownerId &&
		!(await positionsOf({ ...ctx, db: tx }, action.ownerId)).some(({ organisationId }) => organisationId === providerId)
	)
		throw new AppError('invalid_input', {
			message: 'The owner does not work at this provider; give a name and a mail address instead',
			field: 'ownerId',
		});
	return {
		goal: action.goal,
		from_level: action.fromLevel,
		to_level: action.toLevel,
		action: action.action,
		owner_id: action.ownerId,
		owner_name: action.ownerName,
		owner_email: action.ownerId ? null : action.ownerEmail,
		helpers: action.helpers,
		deadline: action.deadline,
		indicator: action.indicator,
		baseline: action.baseline,
		aim: action.aim,
		hours: action.hours,
		money_cents: action.moneyCents,
		money_source: action.moneySource,
		support: JSON.stringify(action.support),
		risk: action.risk,
	};
}
