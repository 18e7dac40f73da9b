import type { Translator } from '#platform/i18n/translator.ts';
import type { ShownReport } from './shown.ts';
import { numberFormat, percentFormat } from '#ui/formats.ts';

/** European aims in percent; a copy of go-international/profile.ts would drag its schemas into the page. */
const aims = { abroad: 12, inclusion: 20, staffAbroad: null } as const;

type Names = keyof NonNullable<ShownReport['numbers']>['values'];
const names: readonly Names[] = [
	'learners',
	'learnersAbroad',
	'learnersAbroadFewerOpportunities',
	'learnersHosted',
	'staff',
	'staffAbroad',
	'activePartners',
	'partnerCountries',
	'learnersOnlineExchange',
	'ownMoneyCents',
];

/** The numbers that were given, in the order of the panel. */
export function numberFacts(t: Translator, report: ShownReport): { term: string; value: string }[] {
	const count = numberFormat(report.locale);
	const money = numberFormat(report.locale, { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 });
	return names.flatMap((name) => {
		const value = report.numbers?.values[name];
		if (value === undefined) return [];
		return [{ term: t(`report.number.${name}`), value: name === 'ownMoneyCents' ? money.format(value / 100) : count.format(value) }];
	});
}

/** The three shares with the aim beside them; "no data" where a number is missing. */
export function shareFacts(
	t: Translator,
	report: ShownReport,
): { term: string; value: string; share: number | null; aim: number | null; aimWords: string | null }[] {
	const percent = percentFormat(report.locale, 1);
	return (['abroad', 'inclusion', 'staffAbroad'] as const).map((name) => {
		const share = report.numbers?.shares[name] ?? null;
		const aim = aims[name];
		return {
			term: t(`report.share.${name}`),
			value: share === null ? t('report.share.none') : percent.format(share),
			share,
			aim,
			aimWords: aim === null ? null : t('report.share.aim', { aim }),
		};
	});
}
