import { z } from 'zod';
import type { Edition } from '../instruments.ts';
import { readPart } from '../solity/breakdowns.ts';
import { cellValue } from '../solity/csv/cell-value.ts';
import { describeCsv, type CsvFault } from '../solity/csv/csv-fault.ts';
import { linkedReason } from '../solity/instrument.ts';
import type { DatumInput } from './entry.ts';
import { reasonPrefix, type Datum } from './model.ts';
import { wordsIn } from './words.ts';

/**
 * What somebody typed into a box as a value: a number with spaces or a decimal comma, as files may have it. An empty box
 * is no value.
 * @returns the value, or in the reader's words why it is none
 */
export function typedValue(
	edition: Edition<'solity'>,
	locale: string,
	target: string,
	text: string,
): { value: Datum['value'] } | { message: string } {
	const tidy = text.trim();
	if (target.startsWith(reasonPrefix)) return { value: tidy || null };
	const field = edition.instrument.fields.find(({ code }) => code === (readPart(target)?.field ?? target));
	if (!field || tidy === '') return { value: null };
	const read = cellValue(field, target, tidy, ';');
	if ('value' in read) return read;
	const words = wordsIn(edition, locale);
	const named = { ...read.fault, values: { ...read.fault.values, field: words.nameOf(target) } };
	return { message: describeCsv([{ ...named, line: null, column: null } as CsvFault], words.text)[0]!.message };
}

/** One number of a page's script, as it was typed. */
export const typedNumberInput = z.strictObject({
	axis: z.string().max(10),
	unit: z.uuid(),
	target: z.string().min(1).max(120),
	value: z.union([z.string().max(60), z.array(z.string().max(40)).max(50)]),
	trust: z.literal([1, 2, 3, 4]).nullable(),
	comment: z.string().trim().max(1000),
	basedOn: z.int().min(0).max(1_000_000),
	client: z.string().min(1).max(60),
	window: z.string().max(60).default(''),
	sequence: z.int().positive().max(Number.MAX_SAFE_INTEGER),
});

/**
 * Entries with those that go along: an indicator that depends on one that does not apply, does not apply either, and
 * applies again with it.
 */
export function linkedTo({ instrument }: Edition<'solity'>, entries: readonly DatumInput[]): DatumInput[] {
	const given = new Set(entries.map(({ target }) => target));
	const more = entries.flatMap((entry): DatumInput[] =>
		instrument.indicators
			.filter(({ code, linked }) => linked && entry.target === reasonPrefix + linked && !given.has(reasonPrefix + code))
			.map(({ code }) => ({
				unit: entry.unit,
				target: reasonPrefix + code,
				value: entry.value === null ? null : linkedReason,
				follows: true,
			})),
	);
	return [...entries, ...more];
}
