import { warning, type Warning } from './fault.ts';
import type { CountedInstrument } from './instrument.ts';
import type { ReturnData } from './return-data.ts';
import { shown } from './rounding.ts';
import type { IndicatorResult, Result } from './scoring.ts';
import { changesSince, type Year } from './last-year.ts';

/**
 * Everything a person should look at again before submitting (section 8.3), in the order of that table, then in the
 * instrument's order. Warnings never block a draft; before submitting, each needs a click and a short comment.
 * @param previous last year's return in the same edition, where there is one
 */
export function warningsOf(instrument: CountedInstrument, now: Year, previous: Year | null): Warning[] {
	const changes = previous ? changesSince(instrument, previous, now) : [];
	const found = [...changes, ...resultWarnings(instrument, now.result), ...dataWarnings(instrument, now.data, now.result)];
	return found.toSorted((a, b) => order.indexOf(a.code) - order.indexOf(b.code));
}

const order: Warning['code'][] = [
	'W_YOY', 'W_YOY_VALUE', 'W_COVERAGE', 'W_PERFECT', 'W_NULL', 'W_ZERO_BASE', 'W_PLAN', 'W_CHECK',
	'W_COHORT_CHANGED', 'W_COHORT_SIZE', 'W_TRUST_DOWN', 'W_NA_CHANGED', 'W_NO_LIST',
]; // prettier-ignore

function resultWarnings(instrument: CountedInstrument, { indicators }: Result): Warning[] {
	const { hints, units } = instrument;
	return instrument.indicators.flatMap(({ code, unit }) => {
		const { value, base, coverage, status }: IndicatorResult = indicators[code]!;
		const isRate = units.find((each) => each.code === unit)!.rate;
		const extreme = isRate && base !== null && base >= hints.extremeBase;
		const place = { indicator: code };
		return [
			...(coverage !== null && coverage < hints.coverage ? [warning('W_COVERAGE', place, { coverage: shown(100 * coverage) })] : []),
			...(extreme && value === 100 ? [warning('W_PERFECT', place)] : []),
			...(extreme && value === 0 ? [warning('W_NULL', place)] : []),
			...(status === 'no_data' ? [warning('W_ZERO_BASE', place)] : []),
		];
	});
}

function dataWarnings(instrument: CountedInstrument, data: ReturnData, { indicators }: Result): Warning[] {
	const number = (field: string) => {
		const value = data.values.get(field);
		return typeof value === 'number' ? value : undefined;
	};
	const found = instrument.checks.flatMap((check): Warning[] => {
		const value = indicators[check.indicator]!.value;
		const [left, right] = check.kind === 'above' ? [number(check.left), number(check.right)] : [];
		const applies = {
			above: () => check.kind === 'above' && left !== undefined && right !== undefined && 100 * left > check.percent * right,
			outside: () => check.kind === 'outside' && value !== null && (value < check.low || value > check.high),
			reason: () => check.kind === 'reason' && data.notApplicable.get(check.indicator) === check.reason,
		};
		return applies[check.kind]() ? [warning(check.warning, { indicator: check.indicator }, {}, check.code)] : [];
	});

	const [unemployed, employed, leavers] = [number('out_leavers'), number('emp_leavers'), number('leavers_all')];
	const cohort = (unemployed ?? 0) + (employed ?? 0);
	if (data.settings.get('cohort_basis') === 'Y' && leavers !== undefined && cohort > leavers)
		found.push(warning('W_COHORT_SIZE', {}, { cohort, leavers }));
	for (const { code, list } of instrument.indicators)
		if (list && indicators[code]!.value !== null && !data.settings.has(list))
			found.push(warning('W_NO_LIST', { indicator: code }, { list }));
	return found;
}
