import { carryOver } from './editions.ts';
import type { CountedInstrument } from './instrument.ts';
import type { FieldValue, ReturnData, SettingValue } from './return-data.ts';

/** What people wrote beside the numbers of a return. */
export type ReturnNotes = {
	/** Indicator or field → comment. */
	comments: ReadonlyMap<string, string>;
	/** Field → how it was counted: kinds of evidence and counting notes, without files. */
	counting: ReadonlyMap<string, string>;
};

/** The start of a new year. It holds no number and no trust level. */
export type NewYear = {
	settings: ReadonlyMap<string, SettingValue>;
	/** Reasons of last year, each to be confirmed before it counts. */
	notApplicableToConfirm: ReadonlyMap<string, string>;
	/** Shown in grey beside the empty boxes. */
	hints: ReturnNotes;
	/** Last year's numbers, shown beside the empty boxes and never taken over. */
	lastYear: ReadonlyMap<string, FieldValue>;
};

/**
 * Copies last year's structure (section 12): settings with the official lists, reasons, notes and comments. Numbers and
 * trust levels are never copied.
 */
export function copyStructure(before: CountedInstrument, after: CountedInstrument, last: ReturnData, notes: ReturnNotes): NewYear {
	const carried = before.edition === after.edition ? last : carryOver(before, after, last);
	const known = new Set([...after.fields, ...after.indicators].map(({ code }) => code));
	const kept = (texts: ReadonlyMap<string, string>) => new Map([...texts].filter(([code]) => known.has(code)));
	const settings = new Set(after.settings.map(({ code }) => code));
	return {
		settings: new Map([...last.settings].filter(([code]) => settings.has(code))),
		notApplicableToConfirm: carried.notApplicable,
		hints: { comments: kept(notes.comments), counting: kept(notes.counting) },
		lastYear: carried.values,
	};
}
