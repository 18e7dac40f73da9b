import { regional } from '#platform/i18n/dates.ts';
import { textsOf, type Edition } from '../instruments.ts';
import { readPart } from '../solity/breakdowns.ts';
import { describe, type Fault } from '../solity/fault.ts';
import type { Indicator } from '../solity/instrument.ts';
import type { FieldValue } from '../solity/return-data.ts';
import { shown as roundedHalfAway } from '../solity/rounding.ts';

/** Puts parts of an edition into a reader's words. */
export function wordsIn(edition: Edition<'solity'>, locale: string) {
	const text = textsOf(edition, locale);
	const { instrument } = edition;
	const codes = new Map<string, string>([
		...instrument.fields.map(({ code }) => [code, text(`su.field.${code}.label`)] as const),
		...instrument.indicators.map(({ code }) => [code, text(`su.${code}.name`)] as const),
		...instrument.settings.map(({ code }) => [code, text(`su.setting.${code}.label`)] as const),
		...instrument.breakdowns.map(({ code }) => [code, text(`su.breakdown.${code}`)] as const),
	]);
	const plain = (decimals: number) =>
		new Intl.NumberFormat(regional(locale), { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
	const exact = new Intl.NumberFormat(regional(locale), { maximumFractionDigits: 6 });

	/** A code in words: a field, part, indicator, setting or way to split; itself where it is none. */
	const nameOf = (code: string): string => {
		const part = readPart(code);
		if (!part) return codes.get(code) ?? code;
		return `${codes.get(part.field) ?? part.field} (${text(`su.breakdown.${part.dimension}.${part.code}`)})`;
	};
	const quoted = (code: string) => (nameOf(code) === code ? code : quotes(locale, nameOf(code)));

	return {
		text,
		nameOf,
		/** An indicator's value with its unit, rounded for display; null where there is none. */
		valueOf({ unit }: Indicator, value: number | null): string | null {
			if (value === null) return null;
			const { decimals } = instrument.units.find(({ code }) => code === unit)!;
			return `${plain(decimals).format(roundedHalfAway(value, decimals))}${unit === 'ratio' ? '' : ` ${text(`su.unit.${unit}`)}`}`;
		},
		/** A stored value to read: a number with separators, codes in words. */
		shown(field: string, value: FieldValue | null | undefined): string | null {
			if (value === null || value === undefined) return null;
			if (typeof value === 'number') return exact.format(value);
			return value.map((code) => text(`su.field.${field}.${code}`)).join(', ') || '–';
		},
		/** Faults and warnings with names instead of codes. */
		said<Code extends string>(faults: readonly Fault<Code>[]): string[] {
			const named = faults.map((fault) => ({
				...fault,
				values: Object.fromEntries(
					Object.entries(fault.values).map(([key, value]) => [
						key,
						['field', 'indicator', 'linked', 'left', 'right', 'dimension', 'list'].includes(key)
							? value.split(' + ').map(quoted).join(' + ')
							: value,
					]),
				),
			}));
			return describe(named, text).map(({ message }) => message);
		},
	};
}

const marks: Record<string, readonly [string, string]> = { de: ['„', '“'], fr: ['« ', ' »'] };

function quotes(locale: string, words: string): string {
	const [open, close] = marks[locale] ?? ['“', '”'];
	return `${open}${words}${close}`;
}
