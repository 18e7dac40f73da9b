import { stringify } from 'csv-stringify/sync';
import { reasonsOf } from '../applicability.ts';
import type { CountedInstrument, TrustLevel } from '../instrument.ts';
import type { FieldValue, ReturnData } from '../return-data.ts';
import type { Result } from '../scoring.ts';
import { meaningsOf } from '../word-meanings.ts';
import { textCell, valueCell } from './cell-value.ts';
import { neededColumns, otherColumns, type Separator } from './table.ts';

/** How a file is written: with semicolons numbers have a decimal comma, as table programs of most of Europe expect. */
export type CsvStyle = { separator: Separator; text: (key: string, values?: Record<string, unknown>) => string };

const columns = [...neededColumns, ...otherColumns];

type Line = { field: string; value: string; trust?: TrustLevel; comment?: string; label: string; counted: string; help: string };

/** A blank file for collecting: every field of each unit with its label, unit and definition in the reader's language. */
export function csvTemplate(
	instrument: CountedInstrument,
	units: readonly { unit: string; level: 'provider' | 'centre' }[],
	year: number,
	style: CsvStyle,
): string {
	return written(
		columns,
		units.flatMap(({ unit, level }) =>
			[...fieldLines(instrument, style, () => undefined), ...reasonLines(instrument, level, style, () => undefined)].map((line) =>
				cells(instrument, unit, year, line),
			),
		),
		style,
	);
}

/** A return in the format that can be imported again. */
export function csvExport(
	instrument: CountedInstrument,
	{ unit, year, data, comments }: { unit: string; year: number; data: ReturnData; comments: ReadonlyMap<string, string> },
	style: CsvStyle,
): string {
	const parts = [...data.values]
		.filter(([key]) => key.includes('@'))
		.map(([field, value]) => ({ field, value: valueCell(value, style.separator), label: '', counted: '', help: '' }));
	const lines: Line[] = [
		...fieldLines(instrument, style, (field) => data.values.get(field)).map((line) => ({ ...line, trust: data.trust.get(line.field) })),
		...parts,
		...reasonLines(instrument, data.level, style, (indicator) => data.notApplicable.get(indicator)),
	];
	return written(
		columns,
		lines.map((line) => cells(instrument, unit, year, { ...line, comment: comments.get(line.field.replace(/^NA:/, '')) ?? '' })),
		style,
	);
}

const resultColumns = ['unit', 'year', 'revision', 'level', 'id', 'status', 'value', 'score', 'low', 'high', 'trust', 'coverage', 'base'];

/** The results of a return: the whole, its axes, its indicators; numbers unrounded, empty where there is none. */
export function csvResults(
	{ unit, year, revision, result }: { unit: string; year: number; revision: number; result: Result },
	style: CsvStyle,
): string {
	const { overall, axes, indicators } = result;
	const number = (value: number | null | undefined) => (value === null || value === undefined ? '' : valueCell(value, style.separator));
	const row = (level: string, id: string, status: string, figures: Record<string, number | null | undefined>) => [
		unit,
		String(year),
		String(revision),
		level,
		id,
		status,
		...['value', 'score', 'low', 'high', 'trust', 'coverage', 'base'].map((name) => number(figures[name])),
	];
	return written(
		resultColumns,
		[
			row('overall', '', 'reason' in overall ? overall.reason : 'scored', overall as never),
			...Object.entries(axes).map(([code, { status, score, low, high }]) => row('axis', code, status, { score, low, high })),
			...Object.entries(indicators).map(([code, { status, ...figures }]) => row('indicator', code, status, figures)),
		],
		style,
	);
}

function fieldLines(
	instrument: CountedInstrument,
	{ text, separator }: CsvStyle,
	valueOf: (field: string) => FieldValue | undefined,
): Line[] {
	return instrument.fields.map((field) => {
		const value = valueOf(field.code);
		const codes =
			field.type === 'set' ? ` ${field.codes.map((code) => `${code}: ${text(`su.field.${field.code}.${code}`)}`).join('; ')}` : '';
		// A list the help speaks of has to be read by who fills in the file.
		const list = meaningsOf(instrument, [field.code], text).flatMap((word) => word.list);
		return {
			field: field.code,
			value: value === undefined ? '' : valueCell(value, separator),
			label: text(`su.field.${field.code}.label`),
			counted: text(`su.counted.${field.unit}`),
			help: text(`su.field.${field.code}.help`) + codes + (list.length > 0 ? ` ${list.join('; ')}.` : ''),
		};
	});
}

function reasonLines(
	instrument: CountedInstrument,
	level: 'provider' | 'centre',
	{ text }: CsvStyle,
	valueOf: (indicator: string) => string | undefined,
): Line[] {
	return instrument.indicators.flatMap((indicator) => {
		const reasons = reasonsOf(indicator, level, indicator.linked !== undefined);
		if (reasons.length === 0) return [];
		return {
			field: `NA:${indicator.code}`,
			value: valueOf(indicator.code) ?? '',
			label: `${text('su.status.na')}: ${text(`su.${indicator.code}.name`)}`,
			counted: '',
			help: reasons.map((reason) => `${reason}: ${text(`su.reason.${reason}`)}`).join(' '),
		};
	});
}

function cells(
	{ edition }: CountedInstrument,
	unit: string,
	year: number,
	{ field, value, trust, comment, label, counted, help }: Line,
): string[] {
	return [
		edition,
		textCell(unit),
		String(year),
		field,
		value,
		trust ? String(trust) : '',
		textCell(comment ?? ''),
		textCell(label),
		counted,
		textCell(help),
	];
}

/** With a byte order mark, so that table programs read the letters right. */
function written(header: readonly string[], rows: readonly string[][], { separator }: CsvStyle): string {
	return stringify([[...header], ...rows], { delimiter: separator, bom: true, record_delimiter: '\r\n' });
}
