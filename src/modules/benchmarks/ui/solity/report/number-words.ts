import type { Translator } from '#platform/i18n/translator.ts';
import type { ReportAdvice, ReportChange, ReportIndicator, ReportNumber, Scored } from '../../../solity/report/model.ts';
import { numberFormat, percentFormat } from '#ui/formats.ts';

/** Between a number and its unit, which stay on one line. */
const space = '\u00a0';

/** How the numbers of a report are written in the reader's language. */
export function numberWords(t: Translator, locale: string) {
	const one = numberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
	const signed = numberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' });
	const plain = numberFormat(locale, { maximumFractionDigits: 2 });
	const exact = numberFormat(locale, { maximumFractionDigits: 4 });
	const percent = percentFormat(locale);
	const decimals = [0, 1, 2, 3].map((digits) => numberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }));
	// Half away from zero, as in the specification; Intl rounds the binary number, which can lie a hair below.
	const half = (x: number, digits: number) => x + Math.sign(x) * 1e-9 * 10 ** -digits;
	const score = (value: number) => one.format(half(value, 1));
	const value = (number: number, { decimals: digits, unit }: Pick<ReportIndicator | ReportAdvice, 'decimals' | 'unit'>) =>
		[decimals[digits]!.format(half(number, digits)), unit].filter(Boolean).join(space);
	return {
		score,
		value,
		plain: (number: number) => plain.format(number),
		exact: (number: number) => exact.format(number),
		percent: (share: number) => percent.format(share),
		coverage: (share: number) => `${score(100 * share)}${space}%`,
		points: (difference: number) => signed.format(half(difference, 1)),
		/** "likely between 60.9 and 74.4"; null without a band. */
		likely: ({ low, high }: Pick<Scored, 'low' | 'high'>) =>
			low === null || high === null ? null : t('utility.likely', { low: score(low), high: score(high) }),
		/** A change against the year before, which is a change only where it is clear. */
		change: (change: ReportChange, year: string) =>
			change.verdict === 'no-clear-change'
				? t('utility.change.none', { year })
				: t('utility.change.points', { points: signed.format(half(change.difference, 1)), year }),
		/** The value of an indicator, or the word for why there is none. */
		valueOf: (indicator: ReportIndicator) =>
			indicator.hidden ? t('utility.hidden.value') : indicator.value === null ? indicator.statusName : value(indicator.value, indicator),
		/** A typed number: with its unit, as ticked kinds, or that it is too small to show. */
		number: ({ value, hidden, choices, unit }: ReportNumber) =>
			hidden
				? t('utility.hidden.number')
				: value === null
					? '–'
					: typeof value === 'number'
						? `${plain.format(value)}${space}${unit}`
						: choices.length
							? choices.join(', ')
							: t('utility.number.none'),
	};
}

export type NumberWords = ReturnType<typeof numberWords>;
