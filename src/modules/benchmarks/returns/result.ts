import { sql } from 'kysely';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { fingerprintOf } from '../instrument-check.ts';
import { editionOf, type Edition } from '../instruments.ts';
import type { Warning } from '../solity/fault.ts';
import type { Year } from '../solity/last-year.ts';
import type { ReturnData } from '../solity/return-data.ts';
import { withoutSmall } from '../solity/report/small-numbers.ts';
import { readFile } from '../solity/score-file.ts';
import { scoreReturn, type Result } from '../solity/scoring.ts';
import { authoriseReturn, editionOfReturn, toReturn } from './access.ts';
import { asYear, evaluate, type Evaluation, type ReturnFile } from './evaluation.ts';
import { itself, type Return, type ReturnCentre, type ReturnResult } from './model.ts';
import { centresOf, commentsOf, fileOf, numbersOf } from './numbers.ts';

type Db = Ctx['db'] | DatabaseTransaction;

/** Changes when figures are computed in another way than before; stored results keep theirs. */
export const engine = '1';

/** What a result was made from: the file of section 17, and what people wrote beside it. */
export type Inputs = {
	file: ReturnFile;
	comments: Record<string, Record<string, string>>;
	centres: ReturnCentre[];
};

/** All that is stored for a return now, as a result would be made from it. */
export async function inputsOf(db: Db, row: Return): Promise<Inputs> {
	const [numbers, centres] = await Promise.all([numbersOf(db, row.id), centresOf(db, row.id)]);
	const comments = [...commentsOf(numbers)].map(([unit, own]) => [unit, Object.fromEntries(own)]);
	return { file: fileOf(row, centres, numbers), comments: Object.fromEntries(comments) as Inputs['comments'], centres };
}

/**
 * The figures of a return: of its revision as they were made at submitting, or as they would be while it is entered and
 * complete. What is for editors alone is left out for others.
 * @param revision an earlier one; without it the newest
 * @throws AppError not_signed_in, not_found, forbidden, conflict while something is missing
 */
export async function resultOfReturn(ctx: Ctx, id: string, revision?: number): Promise<ReturnResult> {
	const { row, allows } = await authoriseReturn(ctx, id, 'read report');
	const found = await resultOfRow(ctx.db, row, revision);
	const seen = (result: Result, centre: string) => (allows('read numbers', { centre }) ? result : withoutSmall(result));
	return {
		...found,
		result: seen(found.result, itself),
		// A centre sees its own figures and the provider's total, those of others where the provider allows it.
		centres: found.centres
			.filter(({ id: centre }) => allows('see centre', { centre }))
			.map((centre) => ({ ...centre, result: seen(centre.result, centre.id) })),
	};
}

/** The figures of a return whose reader was let in by other means. */
export async function resultOfRow(db: Db, row: Return, revision?: number): Promise<ReturnResult> {
	const edition = editionOfReturn(row);
	const settled = row.state === 'submitted' || row.state === 'locked';
	if (revision === undefined && !settled) {
		const inputs = await inputsOf(db, row);
		const found = evaluate(edition.instrument, inputs.file, 'submit', await yearBefore(db, row));
		if (found.faults.length > 0)
			throw new AppError('conflict', { message: 'This return is not complete yet', values: { faults: found.faults.length } });
		return {
			mark: 'draft',
			revision: row.revision,
			edition: row.edition,
			madeAt: row.changedAt,
			lockedAt: null,
			engine,
			inputsHash: fingerprintOf(inputs.file),
			...figures(edition, inputs, found.result, found.warnings),
		};
	}
	const stored = await db
		.selectFrom('benchmarks.return_result')
		.selectAll()
		.where('return_id', '=', row.id)
		.where('revision', '=', revision ?? row.revision)
		.executeTakeFirst();
	// What was sent back is entered again: it is no revision until it is submitted once more.
	if (!stored || !(stored.locked_at || (settled && stored.revision === row.revision)))
		throw new AppError('not_found', 'There is no such revision of this return');
	return {
		mark: stored.locked_at ? 'locked' : 'submitted',
		revision: stored.revision,
		edition: stored.edition,
		madeAt: stored.made_at,
		lockedAt: stored.locked_at,
		engine: stored.engine,
		inputsHash: stored.inputs_hash,
		...figures(edition, stored.inputs as unknown as Inputs, stored.result as unknown as Result, stored.warnings as unknown as Warning[]),
	};
}

function figures(edition: Edition<'solity'>, inputs: Inputs, result: Result, warnings: readonly Warning[]) {
	const { instrument } = edition;
	const { data } = readFile(instrument, { ...inputs.file, mode: 'draft' });
	const parts = evaluate(instrument, inputs.file, 'draft', null).centres;
	const nothing = { level: 'centre', values: new Map(), trust: new Map(), notApplicable: new Map(), settings: new Map() } as const;
	return {
		data,
		result,
		warnings,
		comments: new Map(Object.entries(inputs.comments).map(([unit, own]) => [unit, new Map(Object.entries(own))])),
		centres: inputs.centres.map((centre) => {
			const part = parts.get(centre.id);
			return { ...centre, data: part?.data ?? nothing, result: part?.result ?? scoreReturn(instrument, nothing) };
		}),
	};
}

/** Figures that count: locked once, or submitted and not sent back since. */
const isOfficial = sql<boolean>`(result.locked_at is not null or (own.state = 'submitted' and result.revision = own.revision))`;

/**
 * The official figures of earlier years of the same unit, newest first: of each year the newest revision that was submitted.
 * @param until leaves out what was submitted later, for a report as it was then
 */
export async function yearsBefore(
	db: Db,
	row: Pick<Return, 'providerId' | 'year' | 'centreId'>,
	years: number,
	until?: Date,
): Promise<{ year: number; edition: Edition<'solity'>; data: ReturnData; result: Result; inputs: Inputs }[]> {
	const stored = await db
		.selectFrom('benchmarks.return as own')
		.innerJoin('benchmarks.return_result as result', 'result.return_id', 'own.id')
		.select(['own.year', 'result.edition', 'result.inputs', 'result.result'])
		.distinctOn('own.year')
		.where('own.provider_id', '=', row.providerId)
		.where('own.centre_id', 'is not distinct from', row.centreId)
		.where('own.year', '<', row.year)
		.where('own.year', '>=', row.year - years)
		.where('own.deleted_at', 'is', null)
		.where(isOfficial)
		.$if(until !== undefined, (query) => query.where('result.made_at', '<=', until!))
		.orderBy('own.year', 'desc')
		.orderBy('result.revision', 'desc')
		.limit(years)
		.execute();
	return stored.map((each) => {
		const edition = editionOf('solity', each.edition);
		const inputs = each.inputs as unknown as Inputs;
		const { data } = readFile(edition.instrument, { ...inputs.file, mode: 'draft' });
		return { year: each.year, edition, data, result: each.result as unknown as Result, inputs };
	});
}

/** The return of the same unit one year earlier, as far as it got: for the number beside the empty box and for hints. */
export async function returnBefore(
	db: Db,
	row: Pick<Return, 'providerId' | 'year' | 'centreId'>,
): Promise<{ id: string; year: number } | null> {
	const found = await db
		.selectFrom('benchmarks.return')
		.select(['id', 'year'])
		.where('provider_id', '=', row.providerId)
		.where('year', '=', row.year - 1)
		.where('centre_id', 'is not distinct from', row.centreId)
		.where('deleted_at', 'is', null)
		.executeTakeFirst();
	return found ?? null;
}

/** Last year as this return's edition reads it; null where there is none. */
export async function yearBefore(db: Db, row: Return): Promise<Year | null> {
	const inputs = await inputsBefore(db, row);
	return inputs && asYear(editionOfReturn(row), inputs.file);
}

/** What last year's official result was made from, or what is entered where it has none; and whose it is. */
export async function inputsBefore(
	db: Db,
	row: Pick<Return, 'providerId' | 'year' | 'centreId'>,
): Promise<(Inputs & { returnId: string }) | null> {
	const before = await returnBefore(db, row);
	if (!before) return null;
	const stored = await db
		.selectFrom('benchmarks.return as own')
		.innerJoin('benchmarks.return_result as result', 'result.return_id', 'own.id')
		.select('result.inputs')
		.where('own.id', '=', before.id)
		.where(isOfficial)
		.orderBy('result.revision', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (stored) return { ...(stored.inputs as unknown as Inputs), returnId: before.id };
	const own = await db.selectFrom('benchmarks.return').selectAll().where('id', '=', before.id).executeTakeFirstOrThrow();
	return { ...(await inputsOf(db, toReturn(own))), returnId: before.id };
}

/** Stores the figures of a revision that is submitted. */
export async function storeResult(tx: DatabaseTransaction, row: Return, inputs: Inputs, found: Evaluation, at: Date): Promise<void> {
	const values = {
		edition: row.edition,
		engine,
		inputs_hash: fingerprintOf(inputs.file),
		inputs: JSON.stringify(inputs),
		result: JSON.stringify(found.result),
		warnings: JSON.stringify(found.warnings),
		made_at: at,
		locked_at: null,
	};
	await tx
		.insertInto('benchmarks.return_result')
		.values({ return_id: row.id, revision: row.revision, ...values })
		.onConflict((conflict) => conflict.columns(['return_id', 'revision']).doUpdateSet(values))
		.execute();
}
