import { sql } from 'kysely';
import { z } from 'zod';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { publishLive } from '#platform/live.ts';
import { personOf } from '#platform/policy.ts';
import { reasonsOf } from '../solity/applicability.ts';
import { readPart, splitsOf } from '../solity/breakdowns.ts';
import { error } from '../solity/fault.ts';
import { valueFault } from '../solity/field-value.ts';
import { indicatorsByField, type CountedInstrument, type Indicator, type TrustLevel } from '../solity/instrument.ts';
import { authoriseReturn, editionOfReturn, requireEnterable } from './access.ts';
import { record } from './history.ts';
import { itself, mostCentres, reasonPrefix, type Datum, type Return } from './model.ts';
import { returnTopic } from './presence.ts';
import { refuse, type UnitFault } from './refuse.ts';

/** Entries of one save at most; a file of many centres is written in one. */
export const mostEntries = 500;

export const datumInput = z.strictObject({
	/** A centre of the sum; left out for the unit the return is about. */
	unit: z.uuid().default(itself),
	/** A field, a part such as `out_emp@sex=F`, or `NA:SU-1.3`. */
	target: z.string().min(1).max(120),
	/** A number, codes, or a reason; null clears it. Left out, it stays. */
	value: z.union([z.number(), z.string().max(60), z.array(z.string().max(40)).max(50), z.null()]).optional(),
	trust: z.int().min(1).max(4).nullable().optional(),
	comment: z.string().trim().max(1000).optional(),
	/** The version this was entered on; 0 for none. */
	basedOn: z.int().min(0).max(1_000_000).default(0),
	/** Follows from another entry, whatever stands there. */
	follows: z.boolean().default(false),
});
export type DatumInput = z.input<typeof datumInput>;
type Given = z.output<typeof datumInput>;

export const saveInput = z.strictObject({
	entries: z.array(datumInput).min(1).max(mostEntries),
	/** Names the person's device, with a number that rises with every save of it: its own repetitions are no conflict. */
	client: z.string().max(60).default(''),
	sequence: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
	/** Names the window that saves, which is told nothing of it: several windows of one device share its name. */
	window: z.string().max(60).default(''),
});
export type SaveInput = z.input<typeof saveInput>;

export type Saved = { unit: string; target: string; version: number };

/**
 * Saves values of a return, all of them or none. The same values again change nothing. What is out of range or does not
 * fit together is kept and told at the review: only what has no meaning (another type, an unknown field) is refused.
 * @returns the version of each, once they are durable
 * @throws AppError not_found, forbidden, invalid_input, conflict with E_LOCKED or E_STALE
 */
export async function saveNumbers(ctx: Ctx, id: string, input: SaveInput): Promise<Saved[]> {
	const given = saveInput.parse(input);
	return inTransaction(ctx, async (tx) => {
		const { row, allows } = await authoriseReturn(ctx, id, 'enter numbers', { tx, lock: true });
		const { instrument } = editionOfReturn(row);
		for (const { unit, target } of given.entries)
			if (!allows('enter numbers', { centre: unit, axes: axesOf(instrument, target) }))
				throw new AppError('forbidden', `Your roles do not allow to enter ${target} here`);
		return writeNumbers(ctx, tx, row, given);
	});
}

/** The axes a target belongs to: those of every indicator that uses it. */
export function axesOf(instrument: CountedInstrument, target: string): string[] {
	if (target.startsWith(reasonPrefix))
		return instrument.indicators.filter(({ code }) => code === target.slice(reasonPrefix.length)).map(({ axis }) => axis);
	const field = readPart(target)?.field ?? target;
	return [...new Set((indicatorsByField(instrument).get(field) ?? []).map(({ axis }) => axis))];
}

/** Writes what a caller was allowed to write; part of a transaction that holds the return's row. */
export async function writeNumbers(
	ctx: Ctx,
	tx: DatabaseTransaction,
	row: Return,
	{ entries, client, sequence, window = '' }: { entries: readonly Given[]; client: string; sequence: number; window?: string },
	taskId: string | null = null,
): Promise<Saved[]> {
	requireEnterable(ctx, row);
	const edition = editionOfReturn(row);
	await requireUnits(tx, row, [...new Set(entries.map(({ unit }) => unit))]);
	const keys = new Set(entries.map(keyOf));
	if (keys.size < entries.length) throw new AppError('invalid_input', { message: 'A value stands there twice', field: 'entries' });
	const faults: UnitFault[] = entries.flatMap((entry) => {
		const fault = faultOf(edition.instrument, row, entry);
		return fault ? [{ ...fault, ...(entry.unit === itself ? {} : { unit: entry.unit }) }] : [];
	});
	if (faults.length > 0) refuse(ctx, edition, faults);

	const standing = await standingOf(tx, row.id, entries);
	const stale: UnitFault[] = [];
	const by = personOf(ctx.actor) ?? null;
	const changes: { entry: Given; before: Datum | undefined; after: Pick<Datum, 'value' | 'trust' | 'comment'> }[] = [];
	const saved = entries.map((entry): Saved => {
		const before = standing.get(keyOf(entry));
		const after = {
			value: entry.value === undefined ? (before?.value ?? null) : tidied(entry.value),
			trust: entry.trust === undefined ? (before?.trust ?? null) : (entry.trust as TrustLevel | null),
			comment: entry.comment ?? before?.comment ?? '',
		};
		// A value that is gone has no trust either.
		if (after.value === null) after.trust = null;
		const { unit, target } = entry;
		const version = before?.version ?? 0;
		// The name of a device proves nothing: it is the same person's, or the same task's, or somebody else's.
		const own = client !== '' && before?.client === client && before.personId === by && before.taskId === taskId;
		if (same(before, after) || (own && before.sequence > sequence)) return { unit, target, version };
		if (version !== entry.basedOn && version !== 0 && !own && !entry.follows)
			stale.push({ ...error('E_STALE', { field: target }), ...(unit === itself ? {} : { unit }) });
		changes.push({ entry, before, after });
		return { unit, target, version: version + 1 };
	});
	if (stale.length > 0) refuse(ctx, edition, stale);
	if (changes.length === 0) return saved;

	const column = <T>(read: (change: (typeof changes)[number]) => T) => changes.map(read);
	await sql`
		insert into benchmarks.datum
			(return_id, centre_id, target, value, trust, comment, client, sequence, changed_by, task_id, changed_at)
		select ${row.id}, unit, target, value, trust, comment, ${client}, ${sequence}, ${by}, ${taskId}, ${ctx.now()}
		from unnest(
			${column(({ entry }) => entry.unit)}::uuid[], ${column(({ entry }) => entry.target)}::text[],
			${column(({ after }) => (after.value === null ? null : JSON.stringify(after.value)))}::jsonb[],
			${column(({ after }) => after.trust)}::int[], ${column(({ after }) => after.comment)}::text[]
		) as given(unit, target, value, trust, comment)
		on conflict (return_id, centre_id, target) do update set
			value = excluded.value, trust = excluded.trust, comment = excluded.comment, client = excluded.client, sequence = excluded.sequence,
			changed_by = excluded.changed_by, task_id = excluded.task_id, changed_at = excluded.changed_at, version = datum.version + 1`.execute(tx);
	await record(
		ctx,
		tx,
		row,
		changes.map(({ entry, before, after }) => ({
			kind: 'value',
			centreId: entry.unit,
			target: entry.target,
			...(before && { before: { value: before.value, trust: before.trust, comment: before.comment } }),
			after,
			...(taskId && { taskId }),
		})),
	);
	await tx.updateTable('benchmarks.return').set({ changed_at: ctx.now() }).where('id', '=', row.id).execute();
	await publishLive(tx, returnTopic(row.id), { kind: 'numbers', window, by, units: [...new Set(changes.map(({ entry }) => entry.unit))] });
	return saved;
}

/** @throws AppError invalid_input for a unit that is none of the return's */
async function requireUnits(tx: DatabaseTransaction, row: Return, units: readonly string[]): Promise<void> {
	const centres = units.filter((unit) => unit !== itself);
	if (centres.length === 0) return;
	const known = await tx
		.selectFrom('benchmarks.return_centre')
		.select('centre_id')
		.where('return_id', '=', row.id)
		.where('centre_id', 'in', centres)
		.limit(mostCentres)
		.execute();
	const unknown = centres.find((unit) => !known.some(({ centre_id }) => centre_id === unit));
	if (unknown) throw new AppError('invalid_input', { message: `${unknown} is not a centre of this return`, field: 'unit' });
}

/** Why a value has no meaning for its target; null where it can be kept. Ranges are looked at in the review. */
function faultOf(instrument: CountedInstrument, row: Return, { unit, target, value }: Given): UnitFault | null {
	if (target.startsWith(reasonPrefix)) {
		const indicator = instrument.indicators.find(({ code }) => code === target.slice(reasonPrefix.length));
		return indicator ? reasonFault(indicator, row, unit, value) : error('E_UNKNOWN_FIELD', { field: target }, { edition: row.edition });
	}
	const part = readPart(target);
	const field = instrument.fields.find(({ code }) => code === (part?.field ?? target));
	if (!field || (part && !splitsOf(instrument, field.code).get(part.dimension)?.codes.includes(part.code)))
		return error('E_UNKNOWN_FIELD', { field: target }, { edition: row.edition });
	if (value === null || value === undefined) return null;
	const fault = valueFault(field, value, target);
	return fault?.code === 'E_TYPE' ? fault : null;
}

function reasonFault(indicator: Indicator, row: Return, unit: string, value: Given['value']): UnitFault | null {
	if (value === null || value === undefined) return null;
	const codes = reasonsAllowed(indicator, row, unit);
	if (codes.length === 0) return error('E_NA_NOT_ALLOWED', { indicator: indicator.code });
	if (codes.includes(value as string)) return null;
	return error('E_NA_REASON', { indicator: indicator.code }, { codes: codes.join(', ') });
}

/** The reasons that can be stored for an indicator of a unit; whether a linked one holds is looked at in the review. */
export function reasonsAllowed(indicator: Indicator, { level }: Pick<Return, 'level'>, unit: string): string[] {
	const centre = level === 'centre' || unit !== itself;
	return reasonsOf(indicator, centre ? 'centre' : 'provider', indicator.linked !== undefined).filter(
		(reason) => reason !== 'HELD_BY_PROVIDER' || level === 'centres',
	);
}

type Standing = Datum & { client: string; sequence: number };

async function standingOf(tx: DatabaseTransaction, returnId: string, entries: readonly Given[]): Promise<Map<string, Standing>> {
	const { rows } = await sql<{
		centre_id: string; target: string; value: Datum['value']; trust: Datum['trust']; comment: string; version: number; client: string;
		sequence: string; changed_by: string | null; task_id: string | null; changed_at: Date;
	}>`
		select datum.centre_id, datum.target, value, trust, comment, version, client, sequence, changed_by, task_id, changed_at
		from benchmarks.datum
		join unnest(${entries.map(({ unit }) => unit)}::uuid[], ${entries.map(({ target }) => target)}::text[]) as given(unit, target)
			on (datum.centre_id, datum.target) = (given.unit, given.target)
		where datum.return_id = ${returnId}`.execute(tx); // prettier-ignore
	return new Map(
		rows.map(({ centre_id, changed_by, task_id, changed_at, sequence, ...row }) => [
			keyOf({ unit: centre_id, target: row.target }),
			{ ...row, sequence: Number(sequence), personId: changed_by, taskId: task_id, at: changed_at },
		]),
	);
}

const keyOf = ({ unit, target }: { unit: string; target: string }) => `${unit} ${target}`;

/** Codes of a set once each; an empty text is no reason. */
function tidied(value: Exclude<Given['value'], undefined>): Datum['value'] {
	if (Array.isArray(value)) return [...new Set(value)];
	return value === '' ? null : value;
}

/** Sets are the same whatever the order of their codes. */
function same(before: Datum | undefined, after: Pick<Datum, 'value' | 'trust' | 'comment'>): boolean {
	const plain = (value: Datum['value']) => JSON.stringify(Array.isArray(value) ? value.toSorted() : value);
	if (!before) return after.value === null && after.trust === null && after.comment === '';
	return plain(before.value) === plain(after.value) && before.trust === after.trust && before.comment === after.comment;
}
