import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { announce, inTransaction } from '#platform/events.ts';
import { error } from '../solity/fault.ts';
import { checkSettings } from '../solity/settings.ts';
import { authoriseReturn, editionOfReturn, requireEnterable } from './access.ts';
import { leaveComparisons } from './comparing.ts';
import { record } from './history.ts';
import { mostCentres, settingsInput, type Return } from './model.ts';
import { refuse } from './refuse.ts';
import { centreInput, findCentres } from './start.ts';

export const settingsChange = z.strictObject({ version: z.int().positive(), settings: settingsInput });

/**
 * Changes what holds for a whole return: the cohort, the first month, official lists, persons counted twice. What is left
 * out stays; null takes it away.
 * @throws AppError forbidden, invalid_input, conflict with E_STALE or E_LOCKED
 */
export async function saveReturnSettings(ctx: Ctx, id: string, input: z.input<typeof settingsChange>): Promise<{ version: number }> {
	const { version, settings } = settingsChange.parse(input);
	return changed(ctx, id, version, async (tx, row) => {
		const edition = editionOfReturn(row);
		const known = edition.instrument.settings.map(({ code }) => code);
		const strange = Object.keys(settings).filter((code) => !known.includes(code));
		if (strange.length > 0)
			refuse(
				ctx,
				edition,
				strange.map((field) => error('E_UNKNOWN_FIELD', { field }, { edition: row.edition })),
			);
		const { settings: kept, faults } = checkSettings(edition.instrument, new Map(Object.entries({ ...row.settings, ...settings })));
		if (faults.length > 0) refuse(ctx, edition, faults);
		const after = Object.fromEntries(kept);
		await tx
			.updateTable('benchmarks.return')
			.set({ settings: JSON.stringify(after) })
			.where('id', '=', id)
			.execute();
		await record(
			ctx,
			tx,
			row,
			known
				.filter((code) => JSON.stringify(row.settings[code]) !== JSON.stringify(after[code]))
				.map((target) => ({ kind: 'setting', target, before: row.settings[target], after: after[target] })),
		);
	});
}

export const centresChange = z.strictObject({
	version: z.int().positive(),
	/** Centres that join. */
	add: z.array(centreInput).max(mostCentres).default([]),
	/** Centres whose numbers stay out of the sum, each with a reason; null takes it back in. */
	leaveOut: z
		.record(
			z.uuid(),
			z.strictObject({ reason: z.string().trim().min(1).max(300), about: z.int().min(0).max(1_000_000).nullish() }).nullable(),
		)
		.default({}),
});

/** Changes which centres are summed up. @throws AppError forbidden, invalid_input, conflict with E_STALE or E_LOCKED */
export async function changeCentres(ctx: Ctx, id: string, input: z.input<typeof centresChange>): Promise<{ version: number }> {
	const { version, add, leaveOut } = centresChange.parse(input);
	return changed(ctx, id, version, async (tx, row) => {
		if (row.level !== 'centres') throw new AppError('conflict', 'This return is not a sum of centres');
		const standing = await tx
			.selectFrom('benchmarks.return_centre')
			.select(['centre_id', 'left_out', 'position'])
			.where('return_id', '=', id)
			.orderBy('position')
			.limit(mostCentres)
			.execute();
		const unknown = Object.keys(leaveOut).find((centre) => !standing.some(({ centre_id }) => centre_id === centre));
		if (unknown) throw new AppError('invalid_input', { message: `${unknown} is not a centre of this return`, field: 'leaveOut' });
		const found = (await findCentres(ctx, tx, row.providerId, add)).filter(
			({ id: centre }) => !standing.some(({ centre_id }) => centre_id === centre),
		);
		if (standing.length + found.length > mostCentres)
			throw new AppError('invalid_input', { message: `A return has at most ${mostCentres} centres`, field: 'add' });
		const next = (standing.at(-1)?.position ?? -1) + 1;
		if (found.length > 0)
			await tx
				.insertInto('benchmarks.return_centre')
				.values(found.map(({ id: centre_id }, i) => ({ return_id: id, centre_id, position: next + i })))
				.execute();
		const outs = Object.entries(leaveOut);
		if (outs.length > 0)
			await sql`
				update benchmarks.return_centre as own set left_out = given.reason, about = given.about
				from unnest(
					${outs.map(([centre]) => centre)}::uuid[], ${outs.map(([, out]) => out?.reason ?? null)}::text[],
					${outs.map(([, out]) => out?.about ?? null)}::int[]
				) as given(centre, reason, about)
				where own.return_id = ${id} and own.centre_id = given.centre`.execute(tx);
		await record(ctx, tx, row, [
			...found.map(({ id: centreId }) => ({ kind: 'centre', centreId, after: 'added' }) as const),
			...outs.map(
				([centreId, out]) => ({ kind: 'centre', centreId, after: out ? 'left out' : 'in the sum', note: out?.reason ?? '' }) as const,
			),
		]);
	});
}

export const centresSeenInput = z.strictObject({ seen: z.boolean() });

/**
 * Lets the centres of a sum see each other by name in the report, with their figures, or no longer; their numbers stay
 * their own. It is off by default and holds in every state.
 * @throws AppError not_found, forbidden, conflict where nothing is summed
 */
export async function saveCentresSeen(ctx: Ctx, id: string, input: z.input<typeof centresSeenInput>): Promise<void> {
	const { seen } = centresSeenInput.parse(input);
	await inTransaction(ctx, async (tx) => {
		const { row } = await authoriseReturn(ctx, id, 'change settings', { tx, lock: true });
		if (row.level !== 'centres') throw new AppError('conflict', 'This return is not a sum of centres');
		if (row.centresSeen === seen) return;
		await tx.updateTable('benchmarks.return').set({ centres_seen: seen }).where('id', '=', id).execute();
		await record(ctx, tx, row, [{ kind: 'setting', target: 'centres_seen', before: row.centresSeen, after: seen }]);
	});
}

export const returnSharingInput = z.strictObject({
	sharing: z.boolean(),
	/** Agrees to count among the best too; nobody does who is not counted. */
	best: z.boolean().default(false),
	/** Agrees to messages of similar providers; nobody gets one who is not counted. */
	invitable: z.boolean().default(false),
});

/**
 * Gives or withdraws the consent to be counted in comparisons, among the best, and to be written to by similar providers; it
 * is off by default and holds in every state. Whoever withdraws leaves comparisons at once.
 * @throws AppError not_found, forbidden, invalid_input for a centre that would be written to
 */
export async function saveReturnSharing(ctx: Ctx, id: string, input: z.input<typeof returnSharingInput>): Promise<void> {
	const { sharing, ...asked } = returnSharingInput.parse(input);
	const best = sharing && asked.best;
	const invitable = sharing && asked.invitable;
	await inTransaction(ctx, async (tx) => {
		const { row } = await authoriseReturn(ctx, id, 'share', { tx, lock: true });
		if (invitable && row.level === 'centre')
			throw new AppError('invalid_input', { message: 'Providers can be written to, not centres', field: 'invitable' });
		if (row.sharing === sharing && row.best === best && row.invitable === invitable) return;
		if (!sharing) await leaveComparisons(ctx, tx, row);
		await tx
			.updateTable('benchmarks.return')
			.set({ sharing, best, invitable, sharing_changed_at: ctx.now() })
			.where('id', '=', id)
			.execute();
		await record(
			ctx,
			tx,
			row,
			[
				{ target: 'sharing', before: row.sharing, after: sharing },
				{ target: 'best', before: row.best, after: best },
				{ target: 'invitable', before: row.invitable, after: invitable },
			]
				.filter(({ before, after }) => before !== after)
				.map((change) => ({ kind: 'setting', ...change })),
		);
		await audit(ctx, tx, {
			action: 'benchmarks.return.sharing',
			subject: { kind: 'return', id },
			organisationId: row.providerId,
			details: { sharing, best, invitable },
		});
		await announce(tx, 'benchmarks.sharing.changed', { runId: id, providerId: row.providerId, instrument: 'solity', sharing });
	});
}

/** A change of the return's frame, made from the version it was read in. */
async function changed(
	ctx: Ctx,
	id: string,
	version: number,
	work: (tx: DatabaseTransaction, row: Return) => Promise<void>,
): Promise<{ version: number }> {
	return inTransaction(ctx, async (tx) => {
		const { row } = await authoriseReturn(ctx, id, 'change settings', { tx, lock: true });
		requireEnterable(ctx, row);
		if (row.version !== version) refuse(ctx, editionOfReturn(row), [error('E_STALE', {})], { version: row.version });
		await work(tx, row);
		await tx
			.updateTable('benchmarks.return')
			.set({ version: version + 1, changed_at: ctx.now() })
			.where('id', '=', id)
			.execute();
		return { version: version + 1 };
	});
}
