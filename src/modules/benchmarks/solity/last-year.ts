import { warning, type Warning } from './fault.ts';
import type { CountedInstrument, Field } from './instrument.ts';
import type { FieldValue, ReturnData } from './return-data.ts';
import { shown } from './rounding.ts';
import type { Result } from './scoring.ts';

/** A year's return with its result. */
export type Year = { data: ReturnData; result: Result };

/** What changed so much since last year that somebody should say why (section 8.3). */
export function changesSince(instrument: CountedInstrument, before: Year, now: Year): Warning[] {
	return [
		...instrument.fields.flatMap(
			(field) => countChange(instrument, field, before.data.values.get(field.code), now.data.values.get(field.code)) ?? [],
		),
		...valueChanges(instrument, before.result, now.result),
		...cohortChange(before.data, now.data),
		...instrument.fields.flatMap(({ code }) => {
			const [old, level] = [before.data.trust.get(code), now.data.trust.get(code)];
			return old !== undefined && level !== undefined && level < old ? [warning('W_TRUST_DOWN', { field: code }, { old, new: level })] : [];
		}),
		...instrument.indicators.flatMap(({ code }) =>
			before.data.notApplicable.has(code) !== now.data.notApplicable.has(code) ? [warning('W_NA_CHANGED', { indicator: code })] : [],
		),
	];
}

/**
 * The hint for one number while it is typed: a count that differs from last year's by more than 30 % and by 20 or more.
 * Null when it is plausible, when it is no count, or when one of the years has none.
 */
export function countChange({ hints }: CountedInstrument, field: Field, before?: FieldValue, now?: FieldValue): Warning | null {
	if (field.type !== 'int' || typeof before !== 'number' || typeof now !== 'number') return null;
	const difference = now - before;
	if (Math.abs(difference) < hints.change.count || 100 * Math.abs(difference) <= hints.change.percent * before) return null;
	// From nothing there is no percentage.
	const p = before === 0 ? '∞' : shown((100 * difference) / before);
	return warning('W_YOY', { field: field.code }, { p, old: before, new: now });
}

function valueChanges(instrument: CountedInstrument, before: Result, now: Result): Warning[] {
	return instrument.indicators.flatMap(({ code, unit }) => {
		const [old, value] = [before.indicators[code]!.value, now.indicators[code]!.value];
		const { jump, decimals } = instrument.units.find((each) => each.code === unit)!;
		if (old === null || value === null) return [];
		const limit = 'by' in jump ? jump.by : (jump.percent * old) / 100;
		// An error of 1e-9 can only come from the division: exactly the limit is no jump.
		if (Math.abs(value - old) <= limit + 1e-9) return [];
		return [warning('W_YOY_VALUE', { indicator: code }, { old: shown(old, decimals), new: shown(value, decimals) })];
	});
}

function cohortChange(before: ReturnData, now: ReturnData): Warning[] {
	const [old, basis] = [before.settings.get('cohort_basis'), now.settings.get('cohort_basis')];
	return old !== undefined && basis !== undefined && old !== basis ? [warning('W_COHORT_CHANGED', {})] : [];
}
