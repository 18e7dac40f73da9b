import { error } from '../fault.ts';
import type { Field } from '../instrument.ts';
import type { FieldValue } from '../return-data.ts';
import { csvFault, type CellFault } from './csv-fault.ts';
import type { Separator } from './table.ts';

/** What a set without codes is written as; an empty cell would clear the field. */
export const emptySet = 'none';
/** Between the codes of a set. */
const codeSeparator = '|';

const spaces = /(?<=\d)[ \u00a0\u2009\u202f]+(?=\d)/g;
const formula = /^[=+@]|^-(?!\d)|^#[A-Z0-9/]+[!?]?$/;

/**
 * The value of one cell: a number with or without spaces, decimal comma where the separator is no comma, or codes
 * joined by |. Range is not looked at: a draft may hold what has to be mended before submitting.
 * @param key the field, or the part of a breakdown the message names
 */
export function cellValue(field: Field, key: string, cell: string, separator: Separator): { value: FieldValue } | { fault: CellFault } {
	const text = plainText(cell);
	if (formula.test(text)) return { fault: csvFault('E_CSV_FORMULA', { field: key }, { value: text.slice(0, 60) }) };
	if (field.type === 'set') {
		const codes = text === emptySet ? [] : text.split(codeSeparator).map((code) => code.trim());
		return codes.every((code) => field.codes.includes(code))
			? { value: [...new Set(codes)] }
			: { fault: error('E_TYPE', { field: key }, { codes: field.codes.join(', ') }, 'set') };
	}
	const number = text.replace(spaces, '');
	if (field.type === 'int') {
		const value = Number(number);
		return /^-?\d+$/.test(number) && Number.isSafeInteger(value) ? { value } : { fault: error('E_TYPE', { field: key }, {}, 'int') };
	}
	// 936.000 is a thousand times more to a German reader than to an English one; only a comma file settles it.
	if (separator !== ',' && /^\d{1,3}\.\d{3}$/.test(number)) return { fault: csvFault('E_CSV_NUMBER', { field: key }, { value: text }) };
	const pattern = separator === ',' ? /^-?\d+(\.\d+)?$/ : /^-?\d+([.,]\d+)?$/;
	const value = Number(number.replace(',', '.'));
	return pattern.test(number) && Number.isFinite(value) ? { value } : { fault: error('E_TYPE', { field: key }, {}, 'decimal') };
}

/** A value as a cell; the decimal sign follows the separator. */
export function valueCell(value: FieldValue, separator: Separator): string {
	if (typeof value === 'number') return separator === ',' ? String(value) : String(value).replace('.', ',');
	return value.length === 0 ? emptySet : value.join(codeSeparator);
}

/** A text as a cell: what a table program would run as a formula gets a leading apostrophe. */
export function textCell(text: string): string {
	return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** A cell as a text, without the apostrophe an export put in front. */
export function plainText(cell: string): string {
	return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}
