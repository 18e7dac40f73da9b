import { editionOf, type Edition } from '../instruments.ts';
import { carryOver } from '../solity/editions.ts';
import type { Warning } from '../solity/fault.ts';
import type { Mode } from '../solity/field-check.ts';
import type { CountedInstrument } from '../solity/instrument.ts';
import type { Year } from '../solity/last-year.ts';
import type { ReturnData } from '../solity/return-data.ts';
import { readFile } from '../solity/score-file.ts';
import { scoreReturn, type Result } from '../solity/scoring.ts';
import { checkReturn, givenReturn } from '../solity/validation.ts';
import { warningsOf } from '../solity/warnings.ts';
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
