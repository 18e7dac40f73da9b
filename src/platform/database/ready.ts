import type { Compilable, CompiledQuery } from 'kysely';
import type { Database, DatabaseTransaction } from './connect.ts';

/** Stands for a value while a query is written. */
class Place {
	readonly index: number;
	constructor(index: number) {
		this.index = index;
	}
}

/**
 * A query that many requests ask, written and compiled once instead of each time; that takes longer than to send it.
 * @param build writes it with values that stand for those to come: they may be compared, set and listed, not looked at
 * @returns asks it with values of their own, inside or outside a transaction
 */
export function ready<Values extends readonly unknown[], Row>(
	build: (db: Database, ...values: Values) => Compilable<Row>,
): (db: Database | DatabaseTransaction, ...values: Values) => Promise<Row[]> {
	let written: CompiledQuery<Row> | undefined;
	return async (db, ...values) => {
		written ??= build(db, ...(values.map((_, index) => new Place(index)) as unknown as Values)).compile();
		const parameters = written.parameters.map((parameter) => (parameter instanceof Place ? values[parameter.index] : parameter));
		return (await db.executeQuery<Row>({ ...written, parameters })).rows;
	};
}
