import { joinCentres, joiningFaults, type Centre, type OwnPart } from './centres.ts';
import { error, type Fault, type Warning } from './fault.ts';
import { checkValues, type Mode } from './field-check.ts';
import { isGiven } from './field-value.ts';
import type { CountedInstrument } from './instrument.ts';
import type { Year } from './last-year.ts';
import type { ReturnData } from './return-data.ts';
import { scoreReturn, type Result } from './scoring.ts';
import { checkSettings } from './settings.ts';
import { checkReturn, givenReturn, type GivenReturn } from './validation.ts';
import { warningsOf } from './warnings.ts';

/** A fault and, where a file holds several centres, the centre it belongs to. */
export type FileFault = Fault & { centre?: string };

export type ScoreOutput = Result & { warnings: { code: Warning['code']; indicator: string | null; field?: string }[]; errors: [] };

const keys = {
	return: ['edition', 'level', 'mode', 'fields', 'trust', 'na', 'settings', 'previous'],
	centres: ['edition', 'level', 'mode', 'centres', 'provider', 'settings', 'previous'],
	centre: ['id', 'name', 'fields', 'trust', 'na', 'settings'],
	provider: ['dup_persons', 'fields', 'trust'],
};

type Raw = Readonly<Record<string, unknown>>;

/**
 * Everything a return yields, from a parsed file in the format of section 17; numbers unrounded.
 * @returns the output of that section, or why the file is rejected, in the order of section 8. Never throws.
 */
export function scoreFile(instrument: CountedInstrument, file: Raw): { output: ScoreOutput } | { faults: FileFault[] } {
	const { data, faults } = readFile(instrument, file);
	if (faults.length > 0) return { faults };
	const previous = isTable(file.previous) ? readFile(instrument, { ...file.previous, mode: 'draft' }).data : null;
	const year = (of: ReturnData): Year => ({ data: of, result: scoreReturn(instrument, of) });
	const now = year(data);
	const warnings = warningsOf(instrument, now, previous && year(previous));
	const shown = warnings.map(({ code, indicator, field }) => ({ code, indicator, ...(field === null ? {} : { field }) }));
	return { output: { ...now.result, warnings: shown, errors: [] } };
}

/** Reads and checks one return, or the sum of its centres. What is not healthy is left out of the data. */
export function readFile(instrument: CountedInstrument, file: Raw): { data: ReturnData; faults: FileFault[] } {
	const faults: FileFault[] = [];
	const oneOf = <T extends string>(field: string, codes: readonly T[], usual: T): T => {
		const value = file[field] ?? usual;
		if (codes.includes(value as T)) return value as T;
		faults.push(error('E_TYPE', { field }, { codes: codes.join(', ') }, 'set'));
		return usual;
	};
	const level = oneOf('level', ['provider', 'centre'], 'provider');
	const mode = oneOf<Mode>('mode', ['submit', 'draft'], 'submit');
	const summed = isGiven(file.centres);
	faults.push(...strange(instrument, file, summed ? keys.centres : keys.return));
	if (isGiven(file.previous) && !isTable(file.previous)) faults.push(error('E_TYPE', { field: 'previous' }, {}, 'object'));
	const read = summed ? readCentres(instrument, file, mode) : checkGiven(instrument, givenReturn(file, level), mode);
	return { data: read.data, faults: [...faults, ...read.faults] };
}

function checkGiven(
	instrument: CountedInstrument,
	{ given, faults }: { given: GivenReturn; faults: Fault[] },
	mode: Mode,
): { data: ReturnData; faults: FileFault[] } {
	const checked = checkReturn(instrument, given, mode);
	return { data: checked.data, faults: [...faults, ...checked.faults] };
}

/**
 * Centres first; only when all of them are sound, the sum is checked. So a fault is told once, where it can be mended.
 */
function readCentres(instrument: CountedInstrument, file: Raw, mode: Mode): { data: ReturnData; faults: FileFault[] } {
	const { own, faults: ownFaults } = readOwn(instrument, file);
	const faults: FileFault[] = [...ownFaults];
	const centres: Centre[] = [];
	if (!Array.isArray(file.centres)) faults.push(error('E_TYPE', { field: 'centres' }, {}, 'list'));
	for (const [i, raw] of (Array.isArray(file.centres) ? file.centres : []).entries()) {
		const place = `centres[${i}]`;
		if (!isTable(raw)) {
			faults.push(error('E_TYPE', { field: place }, {}, 'object'));
			continue;
		}
		const id = typeof raw.id === 'number' ? String(raw.id) : raw.id;
		if (typeof id !== 'string' || !id) {
			faults.push(error('E_TYPE', { field: `${place}.id` }, {}, 'text'));
			continue;
		}
		if (centres.some((centre) => centre.id === id)) faults.push(error('E_TYPE', { field: `${place}.id` }, { value: id }, 'unique'));
		const { given, faults: shape } = givenReturn(raw, 'centre');
		const checked = checkGiven(instrument, { given: { ...given, held: new Set(own.values.keys()) }, faults: shape }, mode);
		const found = [...strange(instrument, raw, keys.centre), ...checked.faults];
		faults.push(...found.map((fault) => ({ ...fault, centre: id })));
		centres.push({ id, data: checked.data });
	}
	faults.push(...joiningFaults(instrument, centres, own));
	const sum = checkReturn(instrument, joinCentres(instrument, centres, own), mode);
	return { data: sum.data, faults: faults.length > 0 ? faults : sum.faults };
}

function readOwn(instrument: CountedInstrument, file: Raw): { own: OwnPart; faults: Fault[] } {
	const raw = isTable(file.provider) ? file.provider : {};
	const shape = isGiven(file.provider) && !isTable(file.provider) ? [error('E_TYPE', { field: 'provider' }, {}, 'object')] : [];
	const { given, faults } = givenReturn({ ...raw, settings: file.settings }, 'provider');
	const names = [...given.fields.keys()].filter((key) => !instrument.fields.some(({ code }) => code === key));
	const unknown = names.map((field) => error('E_UNKNOWN_FIELD', { field }, { edition: instrument.edition }));
	const { values, trust, faults: wrong } = checkValues(instrument, given.fields, given.trustOf, new Set(), 'draft');
	const settings = checkSettings(instrument, new Map([...given.settings, ['dup_persons', raw.dup_persons]]));
	return {
		own: { values, trust, settings: settings.settings },
		faults: [...shape, ...strange(instrument, raw, keys.provider), ...faults, ...unknown, ...wrong, ...settings.faults],
	};
}

/** Keys that do not belong there; a misspelt one would be lost in silence. */
function strange({ edition }: CountedInstrument, raw: Raw, known: readonly string[]): Fault[] {
	return Object.keys(raw)
		.filter((key) => !known.includes(key))
		.map((field) => error('E_UNKNOWN_FIELD', { field }, { edition }));
}

function isTable(value: unknown): value is Raw {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
