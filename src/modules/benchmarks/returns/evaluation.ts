import { editionOf, type Edition } from '../instruments.ts';
import { carryOver } from '../solity/editions.ts';
import type { Warning } from '../solity/fault.ts';
import type { Mode } from '../solity/field-check.ts';
import { fieldsOf, type CountedInstrument } from '../solity/instrument.ts';
import type { Year } from '../solity/last-year.ts';
import type { ReturnData } from '../solity/return-data.ts';
import { readFile } from '../solity/score-file.ts';
import { scoreReturn, type Result } from '../solity/scoring.ts';
import { checkReturn, givenReturn } from '../solity/validation.ts';
import { warningsOf } from '../solity/warnings.ts';
import { itself } from './model.ts';
import type { UnitFault } from './refuse.ts';

/** A return as a file of section 17. */
export type ReturnFile = Readonly<Record<string, unknown>>;

/** One unit's part, computed alone. */
export type Evaluated = { data: ReturnData; result: Result; faults: UnitFault[] };
export type Evaluation = Evaluated & {
	warnings: Warning[];
	/** Centre → its own figures. */
	centres: ReadonlyMap<string, Evaluated>;
};

/** Everything a return yields as it stands: faults, figures, warnings. Never throws for what people typed. */
export function evaluate(instrument: CountedInstrument, file: ReturnFile, mode: Mode, previous: Year | null): Evaluation {
	const { data, faults } = readFile(instrument, { ...file, mode });
	const result = scoreReturn(instrument, data);
	return {
		data,
		result,
		faults: faults.map(({ centre, ...fault }) => ({ ...fault, ...(centre === undefined ? {} : { unit: centre }) })),
		warnings: warningsOf(instrument, { data, result }, previous),
		centres: new Map(partsOf(file).map((part) => [String(part.id), evaluateCentre(instrument, file, part, mode)])),
	};
}

const partsOf = (file: ReturnFile) => (Array.isArray(file.centres) ? (file.centres as ReturnFile[]) : []);

/** One centre of a sum alone; what its provider holds for it does not apply to it. */
function evaluateCentre(instrument: CountedInstrument, file: ReturnFile, part: ReturnFile, mode: Mode): Evaluated {
	const held = new Set(Object.keys((file.provider as { fields?: object } | undefined)?.fields ?? {}));
	const { given } = givenReturn({ ...part, settings: file.settings }, 'centre');
	const { data, faults } = checkReturn(instrument, { ...given, held }, mode);
	return { data, result: scoreReturn(instrument, data), faults: faults.map((fault) => ({ ...fault, unit: String(part.id) })) };
}

/** A year of another edition as this one reads it; its figures are only for hints. */
export function asYear(edition: Edition<'solity'>, file: ReturnFile): Year {
	const own = editionOf('solity', String(file.edition));
	const { data } = readFile(own.instrument, { ...file, mode: 'draft' });
	const carried = own.instrument.edition === edition.instrument.edition ? data : carryOver(own.instrument, edition.instrument, data);
	return { data: carried, result: scoreReturn(edition.instrument, carried) };
}

/** Field → the indicator it is entered with: the first that uses it. */
export function firstUse({ indicators }: CountedInstrument): Map<string, string> {
	const first = new Map<string, string>();
	for (const indicator of indicators) for (const field of fieldsOf(indicator)) if (!first.has(field)) first.set(field, indicator.code);
	return first;
}

/** Fields in the instrument's order, where a whole stands before its parts. */
export function inOrder({ fields }: CountedInstrument, some: readonly string[]): string[] {
	return fields.flatMap(({ code }) => (some.includes(code) ? [code] : []));
}

/** Fields of a unit with a value, and those needed, by axis. */
export function progressByAxis(
	instrument: CountedInstrument,
	{ data, faults }: Evaluated,
): Map<string, { filled: number; needed: number }> {
	const axisOf = new Map(instrument.indicators.map(({ code, axis }) => [code, axis]));
	const open = new Set(faults.filter(({ code }) => code === 'E_REQUIRED').map(({ field }) => field));
	const wrong = new Set(faults.map(({ field }) => field));
	const progress = new Map(instrument.axes.map(({ code }) => [code, { filled: 0, needed: 0 }]));
	for (const [field, indicator] of firstUse(instrument)) {
		const axis = progress.get(axisOf.get(indicator)!)!;
		if (open.has(field)) axis.needed++;
		else if (data.values.has(field) || wrong.has(field)) {
			axis.needed++;
			axis.filled++;
		}
	}
	return progress;
}

/** The sum over all axes. */
export function progressOf(instrument: CountedInstrument, found: Evaluated): { filled: number; needed: number } {
	const all = [...progressByAxis(instrument, found).values()];
	return { filled: all.reduce((sum, { filled }) => sum + filled, 0), needed: all.reduce((sum, { needed }) => sum + needed, 0) };
}

/** The units whose numbers are entered: the centres of a sum, else the unit itself. */
export function unitsIn(found: Evaluation): [string, Evaluated][] {
	return found.centres.size > 0 ? [...found.centres] : [[itself, found]];
}
