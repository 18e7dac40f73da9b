import { CsvError, parse } from 'csv-parse/sync';
import { csvFault, type CsvFault } from './csv-fault.ts';

/** Columns a file must have, in any order … */
export const neededColumns = ['edition', 'unit', 'year', 'field', 'value', 'trust'] as const;
/** … those it may have. Other columns are left alone: people keep their own notes beside the numbers. */
export const otherColumns = ['comment', 'label', 'counted_in', 'help'] as const;

export type Column = (typeof neededColumns)[number] | 'comment';
export type Separator = ';' | ',' | '\t';
/** One line of a file: its number, as a text editor counts, and its cells without outer spaces; absent ones are empty. */
export type Row = { line: number; cells: Record<Column, string> };
export type Table = { separator: Separator; rows: Row[]; ignored: string[] };

/** Larger files are refused: 200 centres with every field and breakdown stay well below. */
export const largestFile = 10_000_000;

/** What is said of a larger one. */
export const tooLarge = (): CsvFault => csvFault('E_CSV_TOO_LARGE', {}, { megabytes: largestFile / 1_000_000 });

/** A cell nobody would type: longer ones mean that a quotation mark is missing. */
const longestRecord = 100_000;

/**
 * Reads a CSV file: UTF-8 with or without a byte order mark; semicolon, comma or tab, found in the first line. Lines
 * that can not be read are named; without a readable first line there is no table.
 */
export function readTable(bytes: Uint8Array): { table: Table | null; faults: CsvFault[] } {
	if (bytes.byteLength > largestFile) return failed(tooLarge());
	const text = decoded(bytes);
	if (typeof text !== 'string') return failed(text);
	if (!text.trim()) return failed(csvFault('E_CSV_EMPTY', {}));

	const header = headerOf(text);
	if (!header) return failed(csvFault('E_CSV_HEADER', { line: 1 }, { columns: [...neededColumns, 'comment'].join(', ') }));
	const records = recordsOf(text, header.separator);
	if (!Array.isArray(records)) return failed(records);

	const rows: Row[] = [];
	const faults: CsvFault[] = [];
	for (const { line, cells } of records.slice(1)) {
		if (cells.every((cell) => !cell.trim())) continue;
		if (!fits(cells.length, header)) faults.push(csvFault('E_CSV_COLUMNS', { line }, { found: cells.length, wanted: header.width }));
		else rows.push({ line, cells: cellsOf(cells, header.places) });
	}
	return { table: { separator: header.separator, rows, ignored: header.ignored }, faults };
}

/**
 * As many cells as the first line has. At the end some may be left out, but not between commas: there a decimal comma
 * would shift the cells unseen.
 */
function fits(count: number, { separator, width, places }: Header): boolean {
	const last = Math.max(...neededColumns.map((column) => places.get(column)!));
	return separator === ',' ? count === width : count <= width && count > last;
}

const failed = (fault: CsvFault) => ({ table: null, faults: [fault] });

/** The text of a file, or why it is none: UTF-16 and older code pages are told from UTF-8, never guessed at. */
function decoded(bytes: Uint8Array): string | CsvFault {
	const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff) || bytes.subarray(0, 4096).includes(0);
	if (utf16) return csvFault('E_CSV_ENCODING', {});
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		const before = new TextDecoder('utf-8').decode(bytes).split('\uFFFD')[0]!;
		return csvFault('E_CSV_ENCODING', { line: newlines(before) + 1 });
	}
}

type Header = { separator: Separator; width: number; places: Map<string, number>; ignored: string[] };

function headerOf(text: string): Header | null {
	const [first = ''] = text.split(/\r\n|\n|\r/, 1);
	for (const separator of [';', '\t', ','] as const) {
		const names = first.split(separator).map((name) =>
			name
				.trim()
				.replace(/^"(.*)"$/, '$1')
				.trim()
				.toLowerCase(),
		);
		const places = new Map<string, number>();
		const known: readonly string[] = [...neededColumns, ...otherColumns];
		const twice = names.some((name, i) => known.includes(name) && names.indexOf(name) !== i);
		for (const [i, name] of names.entries()) if (known.includes(name)) places.set(name, i);
		if (!twice && neededColumns.every((column) => places.has(column)))
			return { separator, width: names.length, places, ignored: names.filter((name) => name && !known.includes(name)) };
	}
	return null;
}

function recordsOf(text: string, separator: Separator): { line: number; cells: string[] }[] | CsvFault {
	let read = 0;
	try {
		const records = parse(text, {
			delimiter: separator,
			relax_column_count: true,
			skip_empty_lines: true,
			info: true,
			max_record_size: longestRecord,
			on_record: (record, { lines }) => {
				read = lines;
				return record;
			},
		}) as unknown as { record: string[]; info: { lines: number } }[];
		// `lines` counts to the end of the record, whose cells may hold line breaks of their own.
		return records.map(({ record, info }) => ({ line: info.lines - record.reduce((sum, cell) => sum + newlines(cell), 0), cells: record }));
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		// An open quotation mark swallows the rest of the file: what is wrong begins behind the last whole line.
		return csvFault('E_CSV_QUOTES', { line: read + 1 });
	}
}

function cellsOf(cells: readonly string[], places: ReadonlyMap<string, number>): Row['cells'] {
	const columns: readonly Column[] = [...neededColumns, 'comment'];
	return Object.fromEntries(columns.map((column) => [column, (cells[places.get(column) ?? -1] ?? '').trim()])) as Row['cells'];
}

function newlines(text: string): number {
	return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
