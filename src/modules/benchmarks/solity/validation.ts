import { checkNotApplicable, dormantFields } from './applicability.ts';
import { checkBreakdowns } from './breakdowns.ts';
import { checkRules } from './cross-field.ts';
import { error, type Fault } from './fault.ts';
import { checkNames, checkValues, type Mode } from './field-check.ts';
import { fieldsOf, heldReason, type CountedInstrument } from './instrument.ts';
import type { ReturnData } from './return-data.ts';
import { checkSettings } from './settings.ts';

/** What a return consists of, before anybody looked at it. */
export type GivenReturn = {
	level: 'provider' | 'centre';
	/** Fields and parts of breakdowns. */
	fields: ReadonlyMap<string, unknown>;
	trustOf: (field: string) => unknown;
	/** Indicator → reason. */
	notApplicable: ReadonlyMap<string, unknown>;
	settings: ReadonlyMap<string, unknown>;
	/** Fields the provider holds for all its centres: a centre may leave them out. */
	held?: ReadonlySet<string>;
};

export type CheckedReturn = {
	/** The healthy part, which can be scored. */
	data: ReturnData;
	/** In the order of section 8. */
	faults: Fault[];
};

/**
 * Checks a return (section 8), in this order: not-applicable reasons, unknown or forbidden fields, required values, type,
 * range and trust, settings, cross-field rules, breakdowns. In a draft, values may be missing. Never throws.
 */
export function checkReturn(instrument: CountedInstrument, given: GivenReturn, mode: Mode): CheckedReturn {
	const { level, fields, held = new Set<string>() } = given;
	const reasons = checkNotApplicable(instrument, given.notApplicable, level);
	const dormant = dormantFields(instrument, reasons.notApplicable);
	const names = checkNames(instrument, fields, dormant);
	const checked = checkValues(instrument, fields, given.trustOf, dormant, mode);
	const missing = (fault: Fault) => !(fault.code === 'E_REQUIRED' && held.has(fault.field!));
	const needed = checked.faults.filter(missing);
	const { settings, faults: wrongSettings } = checkSettings(instrument, given.settings);
	const faulty = new Set([...names, ...needed].flatMap(({ field }) => field ?? []));
	const rules = checkRules(instrument, checked.values, faulty);
	const breakdowns = checkBreakdowns(instrument, fields, checked.values, faulty);

	const notApplicable = new Map(reasons.notApplicable);
	for (const indicator of instrument.indicators) {
		const absent = fieldsOf(indicator).filter((field) => !checked.values.has(field) && !dormant.has(field));
		if (!notApplicable.has(indicator.code) && absent.length > 0 && absent.every((field) => held.has(field)))
			notApplicable.set(indicator.code, heldReason);
	}
	return {
		data: { level, values: new Map([...checked.values, ...breakdowns.parts]), trust: checked.trust, notApplicable, settings },
		faults: [...reasons.faults, ...names, ...needed, ...wrongSettings, ...rules, ...breakdowns.faults],
	};
}

/**
 * Reads the parts of a return out of parsed JSON, whatever it holds.
 * @param raw `{ fields, trust, na, settings }` as in section 17
 */
export function givenReturn(raw: Readonly<Record<string, unknown>>, level: 'provider' | 'centre'): { given: GivenReturn; faults: Fault[] } {
	const faults: Fault[] = [];
	const table = (name: string): Map<string, unknown> => {
		const value = raw[name] ?? {};
		if (typeof value === 'object' && !Array.isArray(value)) return new Map(Object.entries(value));
		faults.push(error('E_TYPE', { field: name }, {}, 'object'));
		return new Map();
	};
	const levels = typeof raw.trust === 'object' && raw.trust !== null ? new Map(Object.entries(raw.trust)) : null;
	const trustOf = (field: string): unknown => (levels ? levels.get(field) : raw.trust);
	return { given: { level, fields: table('fields'), trustOf, notApplicable: table('na'), settings: table('settings') }, faults };
}
