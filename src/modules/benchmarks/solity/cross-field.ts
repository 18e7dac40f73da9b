import { error, type Fault } from './fault.ts';
import type { CountedInstrument } from './instrument.ts';
import type { FieldValue } from './return-data.ts';

/**
 * The cross-field rules (section 8.2): the sum on the left must not be greater than the sum on the right. A rule is
 * skipped when one of its fields has no value, or has a fault already.
 */
export function checkRules(instrument: CountedInstrument, values: ReadonlyMap<string, FieldValue>, faulty: ReadonlySet<string>): Fault[] {
	return instrument.rules.flatMap(({ code, indicator, left, right }) => {
		const numbers = (fields: readonly string[]) => fields.map((field) => (faulty.has(field) ? undefined : values.get(field)));
		if (![...numbers(left), ...numbers(right)].every((value) => typeof value === 'number')) return [];
		const sum = (fields: readonly string[]) => fields.reduce((total, field) => total + (values.get(field) as number), 0);
		if (sum(left) <= sum(right)) return [];
		const simple = left.length === 1 && right.length === 1;
		return error(
			simple ? 'E_NUM_GT_DEN' : 'E_SUM',
			{ field: left[0]!, indicator },
			{ rule: code, left: left.join(' + '), leftValue: sum(left), right: right.join(' + '), rightValue: sum(right) },
		);
	});
}
