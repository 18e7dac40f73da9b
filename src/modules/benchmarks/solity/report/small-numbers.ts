import { fieldsOf, type CountedInstrument } from '../instrument.ts';
import type { ReturnData } from '../return-data.ts';
import type { Result } from '../scoring.ts';

/** Totals of so many people may be typed in, and nobody but editors sees them (section 5.4). */
const smallTotal = { from: 1, to: 4 } as const;

/** The result as others than editors see it: without value and base where the base is too small (section 5.5). */
export function withoutSmall(result: Result): Result {
	const indicators = Object.entries(result.indicators).map(
		([code, found]) => [code, found.status === 'small' ? { ...found, value: null, base: null } : found] as const,
	);
	return { ...result, indicators: Object.fromEntries(indicators) };
}

/**
 * What only editors see (sections 5.4 and 5.5): the value and base of an indicator whose base is too small, the fields
 * only such indicators use, and every total of one to four people.
 */
export function smallNumbers(
	instrument: CountedInstrument,
	{ values }: ReturnData,
	{ indicators: results }: Result,
): { fields: Set<string>; indicators: Set<string> } {
	const indicators = new Set(instrument.indicators.filter(({ code }) => results[code]!.status === 'small').map(({ code }) => code));
	const used = (hidden: boolean) =>
		new Set(instrument.indicators.filter(({ code }) => indicators.has(code) === hidden).flatMap((indicator) => fieldsOf(indicator)));
	const [inSmall, inOthers] = [used(true), used(false)];
	const fields = new Set(
		instrument.fields
			.filter(({ code, unit }) => {
				const value = values.get(code);
				const few = unit === 'persons' && typeof value === 'number' && value >= smallTotal.from && value <= smallTotal.to;
				return few || (inSmall.has(code) && !inOthers.has(code));
			})
			.map(({ code }) => code),
	);
	return { fields, indicators };
}
