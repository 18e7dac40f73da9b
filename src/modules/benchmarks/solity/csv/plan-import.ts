import { checkNotApplicable } from '../applicability.ts';
import { readPart, splitsOf } from '../breakdowns.ts';
import { error } from '../fault.ts';
import { isTrustLevel } from '../field-value.ts';
import type { CountedInstrument, Field, TrustLevel } from '../instrument.ts';
import type { FieldValue } from '../return-data.ts';
import { changeFault, type State } from '../states.ts';
import { cellValue, plainText } from './cell-value.ts';
import { atLine, csvFault, type CsvFault } from './csv-fault.ts';
import { readTable, type Row, type Separator } from './table.ts';

/** A return as it stands before the import. */
export type ImportTarget = {
	level: 'provider' | 'centre';
	state: State;
	values: ReadonlyMap<string, FieldValue>;
	trust: ReadonlyMap<string, TrustLevel>;
	notApplicable: ReadonlyMap<string, string>;
	/** Field or indicator → comment. */
	comments: ReadonlyMap<string, string>;
};

/** Unit, as files name it → training year → its return. */
export type ImportTargets = ReadonlyMap<string, ReadonlyMap<number, ImportTarget>>;

/** What is stored for a field, a part of a breakdown, or (with a reason) for an indicator that does not apply. */
export type Stored = { value: FieldValue | string | null; trust: TrustLevel | null; comment: string | null };

/** What one line does. */
export type Effect = {
	line: number;
	unit: string;
	year: number;
	/** A field, a part such as `out_emp@sex=F`, or an indicator whose reason is set. */
	kind: 'field' | 'part' | 'reason';
	target: string;
	change: 'set' | 'change' | 'clear' | 'none';
	before: Stored;
	after: Stored;
};

export type ImportPlan = {
	/** True when nothing is wrong: only then may the effects be carried out, all of them together. */
	ready: boolean;
	/** What each sound line would do, in the order of the file. */
	effects: Effect[];
	/** What is wrong, in the order of the file; at most 1,000. */
	faults: CsvFault[];
	/** How many more there are. */
	more: number;
	/** Columns that were left alone. */
	ignored: string[];
};

const mostFaults = 1000;
const longestComment = 1000;
const reasonPrefix = 'NA:';

/** How many lines of a file were looked at. */
export type Checked = { checked: number; of: number };

/** After so many lines is told how far it is. */
const linesAtOnce = 500;

/**
 * Reads a file and says what it would change, line by line; changes nothing itself. All or nothing: with a single fault
 * the plan is not ready. An empty value clears the field, an empty comment leaves the old one.
 */
export function planImport(instrument: CountedInstrument, bytes: Uint8Array, targets: ImportTargets): ImportPlan {
	const steps = planInSteps(instrument, bytes, targets);
	for (;;) {
		const { done, value } = steps.next();
		if (done) return value;
	}
}

/** The same with a pause after each few hundred lines, for those who tell how far it is. */
export function* planInSteps(
	instrument: CountedInstrument,
	bytes: Uint8Array,
	targets: ImportTargets,
): Generator<Checked, ImportPlan, undefined> {
	const { table, faults: unreadable } = readTable(bytes);
	const faults = [...unreadable];
	const effects: Effect[] = [];
	if (table && table.rows.length === 0 && faults.length === 0) faults.push(csvFault('E_CSV_EMPTY', {}));
	const read = lineReader(instrument, table?.separator ?? ';', targets);
	const rows = table?.rows ?? [];
	for (const [i, row] of rows.entries()) {
		if (i % linesAtOnce === 0) yield { checked: i, of: rows.length };
		const found = read(row);
		if ('effect' in found) effects.push(found.effect);
		else faults.push(...found.faults);
	}
	if (rows.length > 0) yield { checked: rows.length, of: rows.length };
	faults.push(...reasonFaults(instrument, effects, targets));
	const sorted = faults.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
	return {
		ready: sorted.length === 0,
		effects,
		faults: sorted.slice(0, mostFaults),
		more: Math.max(0, sorted.length - mostFaults),
		ignored: table?.ignored ?? [],
	};
}

function lineReader(instrument: CountedInstrument, separator: Separator, targets: ImportTargets) {
	const fields = new Map(instrument.fields.map((field) => [field.code, field]));
	const splits = new Map(instrument.fields.map(({ code }) => [code, splitsOf(instrument, code)]));
	const seen = new Map<string, number>();

	return ({ line, cells }: Row): { effect: Effect } | { faults: CsvFault[] } => {
		const fail = (...faults: CsvFault[]) => ({ faults });
		if (cells.edition !== instrument.edition)
			return fail(csvFault('E_CSV_EDITION', { line, column: 'edition' }, { value: shown(cells.edition), edition: instrument.edition }));
		const years = targets.get(cells.unit);
		if (!years) return fail(csvFault('E_CSV_UNIT', { line, column: 'unit' }, { value: shown(cells.unit) }));
		const target = /^\d{4}$/.test(cells.year) ? years.get(Number(cells.year)) : undefined;
		if (!target) return fail(csvFault('E_CSV_YEAR', { line, column: 'year' }, { unit: cells.unit, value: shown(cells.year) }));
		const closed = changeFault(target.state);
		if (closed) return fail(atLine(closed, line, 'unit'));

		const place = `${cells.unit}\n${cells.year}\n${cells.field}`;
		const first = seen.get(place);
		if (first !== undefined) return fail(csvFault('E_CSV_DUPLICATE', { line, column: 'field', field: cells.field }, { first }));
		seen.set(place, line);
		const comment = commentOf(cells.comment);
		if (comment !== null && comment.length > longestComment)
			return fail(csvFault('E_CSV_COMMENT', { line, column: 'comment', field: cells.field }, { max: longestComment }));

		const at = { line, unit: cells.unit, year: Number(cells.year) };
		if (cells.field.startsWith(reasonPrefix))
			return { effect: reasonEffect(at, target, cells.field.slice(reasonPrefix.length), cells.value, comment) };
		const part = readPart(cells.field);
		const field = fields.get(part?.field ?? cells.field);
		if (!field || (part && !splits.get(field.code)!.get(part.dimension)?.codes.includes(part.code)))
			return fail(atLine(error('E_UNKNOWN_FIELD', { field: cells.field }, { edition: instrument.edition }), line, 'field'));
		return fieldEffect(at, target, field, cells, comment, part === null);
	};

	function fieldEffect(
		at: { line: number; unit: string; year: number },
		target: ImportTarget,
		field: Field,
		cells: Row['cells'],
		comment: string | null,
		whole: boolean,
	): { effect: Effect } | { faults: CsvFault[] } {
		const key = cells.field;
		const before: Stored = {
			value: target.values.get(key) ?? null,
			trust: whole ? (target.trust.get(key) ?? null) : null,
			comment: target.comments.get(key) ?? null,
		};
		const done = (value: FieldValue | null, trust: TrustLevel | null) =>
			effectOf(at, whole ? 'field' : 'part', key, before, { value, trust, comment: comment ?? before.comment });
		if (cells.value === '') return { effect: done(null, null) };
		const read = cellValue(field, key, cells.value, separator);
		const faults: CsvFault[] = [];
		if ('fault' in read) faults.push(atLine(read.fault, at.line, 'value'));
		const level = /^[1-4]$/.test(cells.trust) ? Number(cells.trust) : null;
		if (whole && level === null) faults.push(atLine(error('E_TRUST_MISSING', { field: key }), at.line, 'trust'));
		if (faults.length > 0 || 'fault' in read) return { faults };
		return { effect: done(read.value, whole && isTrustLevel(level) ? level : null) };
	}
}

function reasonEffect(
	at: { line: number; unit: string; year: number },
	target: ImportTarget,
	indicator: string,
	reason: string,
	comment: string | null,
): Effect {
	const before: Stored = {
		value: target.notApplicable.get(indicator) ?? null,
		trust: null,
		comment: target.comments.get(indicator) ?? null,
	};
	return effectOf(at, 'reason', indicator, before, { value: reason || null, trust: null, comment: comment ?? before.comment });
}

function effectOf(
	at: { line: number; unit: string; year: number },
	kind: Effect['kind'],
	target: string,
	before: Stored,
	after: Stored,
): Effect {
	const same = JSON.stringify(sorted(before)) === JSON.stringify(sorted(after));
	const change = same
		? 'none'
		: after.value === null
			? before.value === null
				? 'change'
				: 'clear'
			: before.value === null
				? 'set'
				: 'change';
	return { ...at, kind, target, change, before, after };
}

/** Sets are the same whatever the order of their codes. */
const sorted = ({ value, ...rest }: Stored) => ({ ...rest, value: Array.isArray(value) ? value.toSorted() : value });

/** Reasons are checked together, as they would stand after the import: one may depend on another in the same file. */
function reasonFaults(instrument: CountedInstrument, effects: readonly Effect[], targets: ImportTargets): CsvFault[] {
	const reasons = Map.groupBy(
		effects.filter(({ kind }) => kind === 'reason'),
		({ unit, year }) => `${unit}\n${year}`,
	);
	return [...reasons.values()].flatMap((own) => {
		const target = targets.get(own[0]!.unit)!.get(own[0]!.year)!;
		const lines = new Map(own.map(({ target: indicator, line }) => [indicator, line]));
		const after = new Map<string, unknown>([...target.notApplicable, ...own.map((effect) => [effect.target, effect.after.value] as const)]);
		const known = new Set(instrument.indicators.map(({ code }) => code));
		const cleared = own
			.filter(({ target: indicator, after: { value } }) => value === null && !known.has(indicator))
			.map(({ target: indicator, line }) =>
				atLine(error('E_UNKNOWN_FIELD', { field: `${reasonPrefix}${indicator}` }, { edition: instrument.edition }), line, 'field'),
			);
		const wrong = checkNotApplicable(instrument, after, target.level).faults.flatMap((fault) => {
			const line = lines.get(fault.indicator!);
			return line === undefined || fault.code === 'E_NA_LINK' ? [] : [atLine(fault, line, 'value')];
		});
		return [...cleared, ...wrong];
	});
}

function commentOf(cell: string): string | null {
	return cell === '' ? null : plainText(cell);
}

/** An empty cell still has to be named in a message. */
const shown = (cell: string) => (cell === '' ? '–' : cell.slice(0, 60));
