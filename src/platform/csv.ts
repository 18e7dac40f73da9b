import { stringify } from 'csv-stringify/sync';

/**
 * A table as a CSV file for spreadsheets: UTF-8 with a byte order mark, so that Excel reads umlauts, and no value that a
 * spreadsheet would run as a formula.
 */
export function csvFile(name: string, head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): Response {
	return new Response(csvText(head, rows), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'private, no-store',
		},
	});
}

/** The same as text. */
export function csvText(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
	return stringify([head as string[], ...(rows as (string | number | null)[][])], {
		bom: true,
		record_delimiter: 'windows',
		escape_formulas: true,
	});
}
