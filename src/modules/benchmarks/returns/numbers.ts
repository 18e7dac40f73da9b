import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import type { TrustLevel } from '../solity/instrument.ts';
import { itself, mostCentres, reasonPrefix, type Datum, type ReturnNumbers, type Return, type ReturnCentre } from './model.ts';

type Db = Ctx['db'] | DatabaseTransaction;

/** Everything stored for a return: whose number, what it belongs to, what it is. */
export async function numbersOf(db: Db, returnId: string, units?: readonly string[]): Promise<ReturnNumbers> {
	const rows = await db
		.selectFrom('benchmarks.datum')
		.select(['centre_id', 'target', 'value', 'trust', 'comment', 'version', 'changed_by', 'task_id', 'changed_at'])
		.where('return_id', '=', returnId)
		.$if(units !== undefined, (query) => query.where('centre_id', 'in', units!))
		.limit(1000 * (mostCentres + 1))
		.execute();
	const numbers = new Map<string, Map<string, Datum>>();
	for (const row of rows) {
		let own = numbers.get(row.centre_id);
		if (!own) numbers.set(row.centre_id, (own = new Map()));
		own.set(row.target, {
			value: row.value as Datum['value'],
			trust: row.trust as TrustLevel | null,
			comment: row.comment,
			version: row.version,
			personId: row.changed_by,
			taskId: row.task_id,
			at: row.changed_at,
		});
	}
	return numbers;
}

/** The centres of a return, in their order. */
export async function centresOf(db: Db, returnId: string): Promise<ReturnCentre[]> {
	const rows = await db
		.selectFrom('benchmarks.return_centre as own')
		.innerJoin('benchmarks.centre as centre', 'centre.id', 'own.centre_id')
		.select(['centre.id', 'centre.code', 'centre.name', 'own.left_out', 'own.about'])
		.where('own.return_id', '=', returnId)
		.orderBy('own.position')
		.orderBy('centre.id')
		.limit(mostCentres)
		.execute();
	return rows.map(({ id, code, name, left_out, about }) => ({ id, code, name, leftOut: left_out, about }));
}

/** One unit's part in the format of section 17: fields, trust, reasons. */
function partOf(own: ReadonlyMap<string, Datum> | undefined): { fields: object; trust: object; na: object } {
	const fields: Record<string, unknown> = {};
	const trust: Record<string, TrustLevel> = {};
	const na: Record<string, unknown> = {};
	for (const [target, datum] of own ?? []) {
		if (datum.value === null) continue;
		if (target.startsWith(reasonPrefix)) na[target.slice(reasonPrefix.length)] = datum.value;
		else {
			fields[target] = datum.value;
			if (datum.trust !== null) trust[target] = datum.trust;
		}
	}
	return { fields, trust, na };
}

/** A return in the format of section 17, which every score is made from; what is stored for a sum is its centres. */
export function fileOf(
	row: Pick<Return, 'edition' | 'level' | 'settings'>,
	centres: readonly ReturnCentre[],
	numbers: ReturnNumbers,
): Record<string, unknown> {
	const { edition, level } = row;
	const own = partOf(numbers.get(itself));
	if (level !== 'centres') return { edition, level, ...own, settings: row.settings };
	const { dup_persons, ...settings } = row.settings;
	return {
		edition,
		centres: centres.filter(({ leftOut }) => leftOut === null).map(({ id, name }) => ({ id, name, ...partOf(numbers.get(id)) })),
		provider: { fields: own.fields, trust: own.trust, ...(dup_persons === undefined ? {} : { dup_persons }) },
		settings,
	};
}

/** Unit → field, part or indicator → comment; units and targets without one are left out. */
export function commentsOf(numbers: ReturnNumbers): Map<string, Map<string, string>> {
	const comments = new Map<string, Map<string, string>>();
	for (const [unit, own] of numbers) {
		const found = [...own]
			.filter(([, { comment }]) => comment)
			.map(([target, { comment }]) => [target.replace(reasonPrefix, ''), comment] as const);
		if (found.length > 0) comments.set(unit, new Map(found));
	}
	return comments;
}
