import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { audit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { isId, newId } from '#platform/ids.ts';
import { requirePerson } from '#platform/policy.ts';
import { atLine } from '../solity/csv/csv-fault.ts';
import { planInSteps, type ImportPlan, type ImportTarget } from '../solity/csv/plan-import.ts';
import { largestFile, tooLarge } from '../solity/csv/table.ts';
import { error } from '../solity/fault.ts';
import { authoriseReturn, editionOfReturn, requireEnterable, type ReturnAccess } from './access.ts';
import { axesOf, writeNumbers } from './entry.ts';
import { itself, providerUnit, reasonPrefix, type Datum, type ReturnNumbers } from './model.ts';
import { centresOf, numbersOf } from './numbers.ts';

/** So many numbers of a file are written at a time. */
const atOnce = 2000;

/** What a file would do to a return, to look at before it is done. */
export type ImportPreview = {
	id: string;
	/** The file's own name. */
	name: string;
	plan: ImportPlan;
	/** Stands for what was looked at: with something else the import is refused. */
	digest: string;
};

/**
 * Takes a file and says what each of its lines would do; changes nothing. Kept for a day.
 * @param told while its lines are looked at
 * @throws AppError forbidden, conflict with E_LOCKED
 */
export async function prepareImport(
	ctx: Ctx,
	returnId: string,
	file: { name: string; bytes: AsyncIterable<Uint8Array> },
	told?: (checked: number, of: number) => void,
): Promise<ImportPreview> {
	const access = await authoriseReturn(ctx, returnId, 'import');
	requireEnterable(ctx, access.row);
	const createdBy = requirePerson(ctx);
	const bytes = await readUpTo(file.bytes, largestFile + 1);
	const preview = await planOf(ctx.db, access, bytes, told);
	const id = newId();
	// What can not be read needs not be kept.
	if (preview.plan.effects.length > 0)
		await inTransaction(ctx, async (tx) => {
			await tx.deleteFrom('benchmarks.return_import').where('return_id', '=', returnId).where('created_by', '=', createdBy).execute();
			await tx
				.insertInto('benchmarks.return_import')
				.values({
					id,
					return_id: returnId,
					name: file.name.slice(0, 200) || 'file.csv',
					bytes: Buffer.from(bytes),
					created_by: createdBy,
					created_at: ctx.now(),
				})
				.execute();
		});
	return { id, name: file.name, ...preview };
}

/** What is said of a file that is too large to be sent at all. */
export function planOfTooLarge(): ImportPlan {
	return { ready: false, effects: [], faults: [tooLarge()], more: 0, ignored: [] };
}

/** A file that waits to be confirmed, planned anew. @throws AppError not_found */
export async function readImport(ctx: Ctx, returnId: string, id: string): Promise<ImportPreview> {
	const access = await authoriseReturn(ctx, returnId, 'import');
	const row = await waiting(ctx, ctx.db, returnId, id);
	return { id, name: row.name, ...(await planOf(ctx.db, access, row.bytes)) };
}

/**
 * Does what was looked at: all of it or nothing.
 * @param digest of the preview
 * @param told after each part that is written; nothing counts before this returns
 * @returns how many values changed
 * @throws AppError not_found, forbidden, invalid_input while the file has faults, conflict when numbers changed since
 */
export async function confirmImport(
	ctx: Ctx,
	returnId: string,
	id: string,
	digest: string,
	told: (saved: number, of: number) => void = () => {},
): Promise<{ changed: number }> {
	return inTransaction(ctx, async (tx) => {
		const access = await authoriseReturn(ctx, returnId, 'import', { tx, lock: true });
		const { row } = access;
		requireEnterable(ctx, row);
		const kept = await waiting(ctx, tx, returnId, id);
		const { plan, digest: now, units, numbers } = await planOf(tx, access, kept.bytes);
		if (!plan.ready) throw new AppError('invalid_input', { message: 'The file has faults; nothing was changed', field: 'file' });
		if (now !== digest)
			throw new AppError('conflict', { message: 'Numbers changed since you looked; look again at what the file does', field: 'file' });
		const effects = plan.effects.filter(({ change }) => change !== 'none');
		const entries = effects.map(({ unit: code, kind, target: named, after }) => {
			const unit = units.get(code.toLowerCase())!;
			const target = kind === 'reason' ? reasonPrefix + named : named;
			return {
				unit,
				target,
				value: after.value as Datum['value'] as number | null,
				...(kind === 'field' && { trust: after.trust }),
				comment: after.comment ?? '',
				basedOn: numbers.get(unit)?.get(target)?.version ?? 0,
				follows: false,
			};
		});
		for (let from = 0; from < entries.length; from += atOnce) {
			told(from, entries.length);
			await writeNumbers(ctx, tx, row, { entries: entries.slice(from, from + atOnce), client: `import-${id}`, sequence: 1 });
		}
		told(entries.length, entries.length);
		await tx.deleteFrom('benchmarks.return_import').where('id', '=', id).execute();
		await audit(ctx, tx, {
			action: 'benchmarks.return.imported',
			subject: { kind: 'return', id: returnId },
			organisationId: row.providerId,
			details: { changed: entries.length },
		});
		return { changed: entries.length };
	});
}

async function waiting(ctx: Ctx, db: Ctx['db'] | DatabaseTransaction, returnId: string, id: string) {
	const row = isId(id)
		? await db
				.selectFrom('benchmarks.return_import')
				.select(['name', 'bytes'])
				.where('id', '=', id)
				.where('return_id', '=', returnId)
				.where('created_by', '=', requirePerson(ctx))
				.executeTakeFirst()
		: undefined;
	if (!row) throw new AppError('not_found', { message: 'There is no such file any more', help: 'Choose it again.' });
	return row;
}

type Planned = { plan: ImportPlan; digest: string; units: ReadonlyMap<string, string>; numbers: ReturnNumbers };

async function planOf(
	db: Ctx['db'] | DatabaseTransaction,
	{ row, allows }: ReturnAccess,
	bytes: Uint8Array,
	told?: (checked: number, of: number) => void,
): Promise<Planned> {
	const [numbers, centres] = await Promise.all([numbersOf(db, row.id), centresOf(db, row.id)]);
	const all = [{ id: itself, code: providerUnit }, ...centres];
	const mine = all.filter(({ id }) => allows('import', { centre: id }));
	const units = new Map(mine.map(({ id, code }) => [code.toLowerCase(), id]));
	const targets = new Map(
		mine.map(({ id, code }) => [
			code,
			new Map([[row.year, targetOf(numbers.get(id), row.level === 'centre' || id !== itself, row.state)]]),
		]),
	);
	const { instrument } = editionOfReturn(row);
	const steps = planInSteps(instrument, bytes, targets);
	let step = steps.next();
	for (; !step.done; step = steps.next())
		if (told) {
			told(step.value.checked, step.value.of);
			// What was told goes out before the next lines keep this process busy.
			await setImmediate();
		}
	const plan = step.value;
	// An editor of one axis changes nothing in another.
	const foreign = plan.effects.filter(
		({ unit, kind, target, change }) =>
			change !== 'none' &&
			!allows('import', {
				centre: units.get(unit.toLowerCase())!,
				axes: axesOf(instrument, kind === 'reason' ? reasonPrefix + target : target),
			}),
	);
	if (foreign.length > 0) {
		plan.ready = false;
		const refused = foreign.map(({ line, target }) => atLine(error('E_ROLE', { field: target }), line, 'field'));
		plan.faults = [...plan.faults, ...refused].toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
	}
	const digest = createHash('sha256').update(JSON.stringify(plan.effects)).digest('base64url');
	return { plan, digest, units, numbers };
}

function targetOf(own: ReadonlyMap<string, Datum> | undefined, centre: boolean, state: ImportTarget['state']): ImportTarget {
	const data = [...(own ?? [])];
	const given = data.filter(([, { value }]) => value !== null);
	return {
		level: centre ? 'centre' : 'provider',
		state,
		values: new Map(given.filter(([target]) => !target.startsWith(reasonPrefix)).map(([target, { value }]) => [target, value as number])),
		trust: new Map(given.flatMap(([target, { trust }]) => (trust === null ? [] : [[target, trust]]))),
		notApplicable: new Map(
			given
				.filter(([target]) => target.startsWith(reasonPrefix))
				.map(([target, { value }]) => [target.slice(reasonPrefix.length), String(value)]),
		),
		comments: new Map(
			data.filter(([, { comment }]) => comment).map(([target, { comment }]) => [target.replace(reasonPrefix, ''), comment]),
		),
	};
}

/** The bytes of a stream, no more than is needed to know that they are too many. */
async function readUpTo(stream: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of stream) {
		chunks.push(chunk);
		size += chunk.length;
		if (size >= most) break;
	}
	return Buffer.concat(chunks).subarray(0, most);
}
