import type { Ctx } from '#platform/context.ts';
import { authoriseReturn, editionOfReturn } from './access.ts';
import { evaluate } from './evaluation.ts';
import { itself, type Datum } from './model.ts';
import { centresOf, fileOf, numbersOf } from './numbers.ts';

/** Everything that was entered, as far as the reader may see it, with the live values of the indicators. */
export type ReadNumbers = {
	units: { unit: string; numbers: ReadonlyMap<string, Datum>; values: Record<string, number | null> }[];
	/** Of the whole; for centres of their sum. */
	values: Record<string, number | null>;
};

/** @throws AppError not_found, forbidden */
export async function readNumbers(ctx: Ctx, id: string): Promise<ReadNumbers> {
	const { row, allows } = await authoriseReturn(ctx, id, 'read numbers');
	const [numbers, centres] = await Promise.all([numbersOf(ctx.db, id), centresOf(ctx.db, id)]);
	const found = evaluate(editionOfReturn(row).instrument, fileOf(row, centres, numbers), 'draft', null);
	const valuesOf = ({ indicators }: typeof found.result) =>
		Object.fromEntries(Object.entries(indicators).map(([code, { value }]) => [code, value]));
	const own = [...centres.map((centre) => centre.id), itself].filter((unit) => allows('read numbers', { centre: unit }));
	return {
		units: own
			.filter((unit) => row.level !== 'centres' || unit !== itself || numbers.has(itself))
			.map((unit) => ({ unit, numbers: numbers.get(unit) ?? new Map(), values: valuesOf((found.centres.get(unit) ?? found).result) })),
		values: valuesOf(found.result),
	};
}
