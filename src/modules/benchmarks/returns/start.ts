import { sql } from 'kysely';
import { z } from 'zod';
import { centresOfProvider, namesOfOrganisations, positionsOf } from '#modules/network/index.ts';
import { audit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { announce, inTransaction } from '#platform/events.ts';
import { newId } from '#platform/ids.ts';
import { requirePerson } from '#platform/policy.ts';
import { error } from '../solity/fault.ts';
import { checkSettings } from '../solity/settings.ts';
import { newestEdition } from './access.ts';
import { record } from './history.ts';
import { levels, mostCentres, type ReturnLevel } from './model.ts';
import { centresOf } from './numbers.ts';
import { refuse } from './refuse.ts';
import { returnBefore } from './result.ts';

/** A centre: one the provider is known to have, or a new one by its name. */
export const centreInput = z.union([
	z.strictObject({ id: z.uuid() }),
	z.strictObject({ name: z.string().trim().min(1).max(200), code: z.string().trim().max(20).optional() }),
]);

export const startReturnInput = z.strictObject({
	providerId: z.uuid(),
	year: z.int().min(1990).max(2100),
	level: z.enum(levels),
	/** The centre of level `centre`; those of the sum, or last year's where they are left out. */
	centres: z.array(centreInput).max(mostCentres).optional(),
	cohortBasis: z.enum(['Y', 'Y-1']).optional(),
	yearStartMonth: z.int().min(1).max(12).optional(),
	/** The same key again gives the same return: a form sent twice starts one. */
	key: z.uuid().optional(),
});
export type StartReturnInput = z.input<typeof startReturnInput>;

/**
 * Starts a return with the structure of last year's: settings, lists and centres. No number is copied; last year's is
 * shown beside the empty box.
 * @throws AppError forbidden, conflict with E_DUP_RETURN, invalid_input
 */
export async function startReturn(ctx: Ctx, input: StartReturnInput): Promise<{ returnId: string }> {
	const { providerId, year, level, key, ...given } = startReturnInput.parse(input);
	if (level === 'centre' && given.centres?.length !== 1)
		throw new AppError('invalid_input', { message: 'Name the one centre the return is about', field: 'centres' });
	const personId = requirePerson(ctx);
	await requireStarter(ctx, personId, providerId);
	const edition = newestEdition();
	return inTransaction(ctx, async (tx) => {
		// One start at a time for a provider, also from two tabs.
		await sql`select pg_advisory_xact_lock(hashtextextended(${`benchmarks.return ${providerId}`}, 0))`.execute(tx);
		const known = key && (await tx.selectFrom('benchmarks.return').select('provider_id').where('id', '=', key).executeTakeFirst());
		if (known && known.provider_id !== providerId)
			throw new AppError('conflict', { message: 'This key was used for another return; use a new one', field: 'key' });
		if (known) return { returnId: key };

		const found = level === 'provider' ? [] : await findCentres(ctx, tx, providerId, given.centres);
		const centreId = level === 'centre' ? found[0]!.id : null;
		await requireFree(ctx, tx, { providerId, year, centreId });
		const before = await returnBefore(tx, { providerId, year, centreId });
		const centres = given.centres || level !== 'centres' ? found : before ? await centresOf(tx, before.id) : [];
		if (level === 'centres' && centres.length === 0)
			throw new AppError('invalid_input', { message: 'Name at least one centre', field: 'centres' });
		const settings = {
			cohort_basis: 'Y',
			year_start_month: 1,
			...(before ? await settingsOf(tx, before.id) : {}),
			...(given.cohortBasis && { cohort_basis: given.cohortBasis }),
			...(given.yearStartMonth && { year_start_month: given.yearStartMonth }),
		};
		const kept = checkSettings(edition.instrument, new Map(Object.entries(settings)));
		if (kept.faults.length > 0) refuse(ctx, edition, kept.faults);

		const row = { id: key ?? newId(), revision: 1 };
		await tx
			.insertInto('benchmarks.return')
			.values({
				...row,
				provider_id: providerId,
				edition: edition.instrument.edition,
				year,
				level,
				centre_id: centreId,
				settings: JSON.stringify(Object.fromEntries(kept.settings)),
				centres_seen: before !== null && level === 'centres' && (await centresSeenIn(tx, before.id)),
				started_by: personId,
				created_at: ctx.now(),
				changed_at: ctx.now(),
			})
			.execute();
		if (level === 'centres')
			await tx
				.insertInto('benchmarks.return_centre')
				.values(centres.map(({ id }, position) => ({ return_id: row.id, centre_id: id, position })))
				.execute();
		await record(ctx, tx, row, [{ kind: 'state', after: 'draft' }]);
		await audit(ctx, tx, {
			action: 'benchmarks.return.started',
			subject: { kind: 'return', id: row.id },
			organisationId: providerId,
			details: { year, level },
		});
		await announce(tx, 'benchmarks.return.started', { returnId: row.id, providerId, year });
		return { returnId: row.id };
	});
}

/** What the form of a new return begins with. */
export type StartOffer = {
	/** The centres the provider is known to have, by name. */
	centres: { id: string; name: string }[];
	/** Those of the last return that was a sum; all of them where there was none. */
	chosen: string[];
	level: ReturnLevel | null;
	cohortBasis: 'Y' | 'Y-1';
	yearStartMonth: number;
};

/** Centres and settings of the last return, to be looked over before the next begins. @throws AppError not_signed_in, forbidden */
export async function startOffer(ctx: Ctx, providerId: string): Promise<StartOffer> {
	await requireStarter(ctx, requirePerson(ctx), providerId);
	const [known, network, before] = await Promise.all([
		ctx.db
			.selectFrom('benchmarks.centre')
			.select(['id', 'name', 'in_network'])
			.where('provider_id', '=', providerId)
			.orderBy('name')
			.limit(2000)
			.execute(),
		centresOfProvider(ctx.db, providerId, ctx.locale),
		ctx.db
			.selectFrom('benchmarks.return')
			.select(['id', 'level', 'settings'])
			.where('provider_id', '=', providerId)
			.where('deleted_at', 'is', null)
			.orderBy('year', 'desc')
			.orderBy('centre_id', (ob) => ob.asc().nullsFirst())
			.limit(1)
			.executeTakeFirst(),
	]);
	const summed = before?.level === 'centres' ? (await centresOf(ctx.db, before.id)).map(({ id }) => id) : null;
	// A centre the network does not know any more is offered only where it was part of the last sum.
	const own = known.filter(({ id, in_network }) => !network.some((each) => each.id === id) && (!in_network || summed?.includes(id)));
	const centres = [...network, ...own.map(({ id, name }) => ({ id, name }))];
	const settings = (before?.settings ?? {}) as { cohort_basis?: 'Y' | 'Y-1'; year_start_month?: number };
	return {
		centres: centres.toSorted((a, b) => a.name.localeCompare(b.name, ctx.locale)),
		chosen: summed ?? centres.map(({ id }) => id),
		level: (before?.level as ReturnLevel | undefined) ?? null,
		cohortBasis: settings.cohort_basis ?? 'Y',
		yearStartMonth: settings.year_start_month ?? 1,
	};
}

/** @throws AppError forbidden for anybody but administrators of the provider and its editors */
async function requireStarter(ctx: Ctx, personId: string, providerId: string): Promise<void> {
	const position = (await positionsOf(ctx, personId)).find(({ organisationId }) => organisationId === providerId);
	if (position?.kind === 'provider' && position.roles.includes('provider-admin')) return;
	const editor = await ctx.db
		.selectFrom('benchmarks.return_role')
		.select('role')
		.where('provider_id', '=', providerId)
		.where('person_id', '=', personId)
		.where('role', '=', 'editor')
		.executeTakeFirst();
	if (!editor) throw new AppError('forbidden', 'Only administrators of the provider and its editors may start a return');
}

/** @throws AppError conflict with E_DUP_RETURN and the return there is */
export async function requireFree(
	ctx: Ctx,
	tx: DatabaseTransaction,
	{ providerId, year, centreId }: { providerId: string; year: number; centreId: string | null },
): Promise<void> {
	const taken = await tx
		.selectFrom('benchmarks.return')
		.select('id')
		.where('provider_id', '=', providerId)
		.where('year', '=', year)
		.where('centre_id', 'is not distinct from', centreId)
		.where('deleted_at', 'is', null)
		.executeTakeFirst();
	if (!taken) return;
	const centre = centreId && (await tx.selectFrom('benchmarks.centre').select('name').where('id', '=', centreId).executeTakeFirst());
	const unit = centre ? centre.name : ((await namesOfOrganisations(tx, [providerId], ctx.locale)).get(providerId)?.text ?? providerId);
	refuse(ctx, newestEdition(), [error('E_DUP_RETURN', {}, { unit, year })], { returnId: taken.id });
}

async function settingsOf(tx: DatabaseTransaction, id: string): Promise<Record<string, unknown>> {
	const row = await tx.selectFrom('benchmarks.return').select('settings').where('id', '=', id).executeTakeFirstOrThrow();
	// How many persons are counted twice is a number of its year.
	const { dup_persons: _, ...kept } = row.settings as Record<string, unknown>;
	return kept;
}

async function centresSeenIn(tx: DatabaseTransaction, id: string): Promise<boolean> {
	return (await tx.selectFrom('benchmarks.return').select('centres_seen').where('id', '=', id).executeTakeFirstOrThrow()).centres_seen;
}

/**
 * The centres that were named, made where they are new; an organisation of the network is known by its id.
 * @throws AppError invalid_input for a centre of somebody else, or one named twice
 */
export async function findCentres(
	ctx: Ctx,
	tx: DatabaseTransaction,
	providerId: string,
	given: z.output<typeof centreInput>[] | undefined,
): Promise<{ id: string }[]> {
	if (!given) return [];
	const [known, network] = await Promise.all([
		tx.selectFrom('benchmarks.centre').select(['id', 'code', 'name']).where('provider_id', '=', providerId).limit(2000).execute(),
		centresOfProvider(tx, providerId, ctx.locale),
	]);
	const codes = new Set(known.map(({ code }) => code.toLowerCase()));
	const made: { id: string; code: string; name: string; in_network: boolean }[] = [];
	const found = given.map((centre) => {
		if ('id' in centre) {
			if (known.some(({ id }) => id === centre.id)) return { id: centre.id };
			const organisation = network.find(({ id }) => id === centre.id);
			if (!organisation)
				throw new AppError('invalid_input', { message: `${centre.id} is not a centre of this provider`, field: 'centres' });
			made.push({ ...organisation, code: freeCode(organisation.name, codes), in_network: true });
			return { id: centre.id };
		}
		const same = known.find(({ name, code }) => name.toLowerCase() === centre.name.toLowerCase() || code === centre.code);
		if (same) return { id: same.id };
		const id = newId();
		made.push({ id, name: centre.name, code: freeCode(centre.code || centre.name, codes), in_network: false });
		return { id };
	});
	if (new Set(found.map(({ id }) => id)).size < found.length)
		throw new AppError('invalid_input', { message: 'A centre is named twice', field: 'centres' });
	if (made.length > 0)
		await tx
			.insertInto('benchmarks.centre')
			.values(made.map((centre) => ({ ...centre, provider_id: providerId, created_at: ctx.now() })))
			.execute();
	return found;
}

/** A short name for files: letters and digits of the name, made unique. */
function freeCode(name: string, taken: Set<string>): string {
	const plain =
		name
			.normalize('NFKD')
			.toLowerCase()
			.replace(/\p{M}/gu, '')
			.replace(/[^\p{L}\p{N}]+/gu, '-')
			.replace(/^-|-$/g, '')
			.slice(0, 20)
			.replace(/-$/, '') || 'centre';
	let code = plain;
	for (let n = 2; taken.has(code) || code === 'provider'; n++) code = `${plain}-${n}`;
	taken.add(code);
	return code;
}
