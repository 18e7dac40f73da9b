import type { ErrorCode } from '../fault.ts';

/** Codes of section 12, and those for files it names no code for. */
export type CsvCode =
	| 'E_CSV_TOO_LARGE'
	| 'E_CSV_ENCODING'
	| 'E_CSV_EMPTY'
	| 'E_CSV_HEADER'
	| 'E_CSV_COLUMNS'
	| 'E_CSV_QUOTES'
	| 'E_CSV_EDITION'
	| 'E_CSV_UNIT'
	| 'E_CSV_YEAR'
	| 'E_CSV_DUPLICATE'
	| 'E_CSV_FORMULA'
	| 'E_CSV_NUMBER'
	| 'E_CSV_COMMENT';

/** What is wrong in a file, and where: the line as a text editor counts it, the column by its name in the first line. */
export type CsvFault = {
	code: CsvCode | ErrorCode;
	line: number | null;
	column: string | null;
	field: string | null;
	text: string;
	values: Readonly<Record<string, string>>;
};

export type CsvMessage = { code: string; line: number | null; column: string | null; field: string | null; message: string };

type Place = { line?: number; column?: string; field?: string };

/** A fault of the file itself. */
export function csvFault(code: CsvCode, { line, column, field }: Place, values: Record<string, string | number> = {}): CsvFault {
	const shown = Object.entries({ ...(field === undefined ? {} : { field }), ...values }).map(([name, value]) => [name, String(value)]);
	return {
		code,
		line: line ?? null,
		column: column ?? null,
		field: field ?? null,
		text: `su.csv.${code}`,
		values: Object.fromEntries(shown),
	};
}

/** What is wrong with one cell, before it is known where the cell stands. */
export type CellFault = Pick<CsvFault, 'code' | 'field' | 'text' | 'values'> & { indicator?: string | null };

/** A fault with its place in the file. */
export function atLine({ code, field, indicator, text, values }: CellFault, line: number, column: string): CsvFault {
	return { code, line, column, field: field ?? indicator ?? null, text, values };
}

/** Puts faults of a file into words: `Line 7: out_emp: enter a whole number.` */
export function describeCsv(faults: readonly CsvFault[], text: (key: string, values?: Record<string, unknown>) => string): CsvMessage[] {
	return faults.map(({ code, line, column, field, text: key, values }) => {
		const message = text(key, values);
		return { code, line, column, field, message: line === null ? message : text('su.csv.line', { line: String(line), message }) };
	});
}
