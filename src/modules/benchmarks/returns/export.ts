import type { Ctx } from '#platform/context.ts';
import { editionOf, textsOf } from '../instruments.ts';
import { csvExport, csvResults, csvTemplate, type CsvStyle } from '../solity/csv/write-csv.ts';
import type { ReturnData } from '../solity/return-data.ts';
import { authoriseReturn, editionOfReturn } from './access.ts';
import { evaluate } from './evaluation.ts';
import { itself, providerUnit, type Return } from './model.ts';
import { centresOf, commentsOf, fileOf, numbersOf } from './numbers.ts';
import { resultOfReturn } from './result.ts';

/** Separators of table programs: with semicolons numbers have a decimal comma. */
export type Separator = CsvStyle['separator'];

const bom = '\uFEFF';

/** Several files of the same columns as one: one first line. */
function joined(parts: readonly string[]): string {
	const [first = '', ...others] = parts.map((part) => part.replace(bom, ''));
	return bom + first + others.map((part) => part.slice(part.indexOf('\r\n') + 2)).join('');
}

/** The units whose numbers the reader may see, as files name them. */
async function unitsOf(ctx: Ctx, id: string, action: 'read numbers' | 'import') {
	const { row, allows } = await authoriseReturn(ctx, id, action);
	const centres = row.level === 'centres' ? await centresOf(ctx.db, id) : [];
	const all = [...centres, { id: itself, code: providerUnit }];
	return { row, centres, units: all.filter(({ id: centre }) => allows(action, { centre })) };
}

const levelOf = (row: Return, unit: string) => (row.level === 'centre' || unit !== itself ? 'centre' : 'provider');

/** A blank file for collecting: every field of each unit with its label and definition in the reader's language. */
export async function returnTemplate(ctx: Ctx, id: string, separator: Separator = ';'): Promise<string> {
	const { row, centres, units } = await unitsOf(ctx, id, 'read numbers');
	const edition = editionOfReturn(row);
	const wanted = centres.length > 0 ? units.filter(({ id: unit }) => unit !== itself) : units;
	return csvTemplate(
		edition.instrument,
		wanted.map(({ id: unit, code }) => ({ unit: code, level: levelOf(row, unit) })),
		row.year,
		{ separator, text: textsOf(edition, ctx.locale) },
	);
}

/** Everything that was entered, in the format that can be imported again. */
export async function returnNumbersFile(ctx: Ctx, id: string, separator: Separator = ';'): Promise<string> {
	const { row, centres, units } = await unitsOf(ctx, id, 'read numbers');
	const edition = editionOfReturn(row);
	const numbers = await numbersOf(ctx.db, id);
	const comments = commentsOf(numbers);
	const found = evaluate(edition.instrument, fileOf(row, centres, numbers), 'draft', null);
	const own = (unit: string): ReturnData => {
		const stored = numbers.get(unit) ?? new Map();
		const data = found.centres.get(unit)?.data ?? found.data;
		// What is stored, also where it is not healthy yet: a file must bring back what it was made from.
		const values = new Map(
			[...stored].flatMap(([target, { value }]) =>
				value === null || target.startsWith('NA:') ? [] : [[target, value] as [string, number]],
			),
		);
		const reasons = [...stored].flatMap(([target, { value }]) =>
			value !== null && target.startsWith('NA:') ? [[target.slice(3), String(value)] as [string, string]] : [],
		);
		return {
			...data,
			level: levelOf(row, unit),
			values,
			trust: new Map([...stored].flatMap(([target, { trust }]) => (trust === null ? [] : [[target, trust]]))),
			notApplicable: new Map(reasons),
		};
	};
	const shown = centres.length > 0 ? units.filter(({ id: unit }) => unit !== itself || numbers.has(itself)) : units;
	return joined(
		shown.map(({ id: unit, code }) =>
			csvExport(
				edition.instrument,
				{ unit: code, year: row.year, data: own(unit), comments: comments.get(unit) ?? new Map() },
				{ separator, text: textsOf(edition, ctx.locale) },
			),
		),
	);
}

/** What was entered as JSON, in the format of section 17: `venhans score` and the API read it. */
export async function returnJson(ctx: Ctx, id: string): Promise<Record<string, unknown>> {
	const { row, centres, units } = await unitsOf(ctx, id, 'read numbers');
	const numbers = await numbersOf(
		ctx.db,
		id,
		units.map(({ id: unit }) => unit),
	);
	return {
		...fileOf(
			row,
			centres.filter(({ id: centre }) => units.some((unit) => unit.id === centre)),
			numbers,
		),
		mode: 'draft',
	};
}

/** The figures of a return, of each centre too, a line an axis or indicator. @throws AppError conflict while it is not complete */
export async function returnResultsFile(ctx: Ctx, id: string, separator: Separator = ';'): Promise<string> {
	const { row } = await authoriseReturn(ctx, id, 'read report');
	const found = await resultOfReturn(ctx, id);
	const style = { separator, text: textsOf(editionOf('solity', found.edition), ctx.locale) };
	const at = { year: row.year, revision: found.revision };
	return joined([
		csvResults({ unit: providerUnit, ...at, result: found.result }, style),
		...found.centres.filter(({ leftOut }) => leftOut === null).map(({ code, result }) => csvResults({ unit: code, ...at, result }, style)),
	]);
}
