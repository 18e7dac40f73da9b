import type { Translator } from '#platform/i18n/translator.ts';
import { numberFormat, percentFormat } from '#ui/formats.ts';
import type { Context, MoneyPanel } from '../../../solity/report/panels.ts';

/** "National statistics office, 2025", or as much of it as there is. */
function fromWords(t: Translator, { source, date }: Pick<Context, 'source' | 'date'>): string {
	return source && date ? t('panels.view.from', { source, date }) : source || date;
}

/** The place in words: its figures, each with what it counts, and where they are from. */
export function contextWords(t: Translator, locale: string, context: Context) {
	const whole = numberFormat(locale, { maximumFractionDigits: 0 });
	const percent = percentFormat(locale, 1);
	return {
		place: context.place,
		figures: [
			...(context.population === null ? [] : [{ figure: whole.format(context.population), about: t('panels.view.context.people') }]),
			...(context.unemployment === null
				? []
				: [{ figure: percent.format(context.unemployment / 100), about: t('panels.view.context.unemployment') }]),
		],
		from: fromWords(t, context),
	};
}

/** The money view in words. Three digits say as much as such a figure can. */
export function moneyWords(t: Translator, locale: string, money: MoneyPanel) {
	const about = numberFormat(locale, { style: 'currency', currency: 'EUR', maximumSignificantDigits: 3 });
	const exact = numberFormat(locale, { style: 'currency', currency: 'EUR', minimumFractionDigits: 0, maximumFractionDigits: 2 });
	const each = numberFormat(locale, { style: 'currency', currency: 'EUR', minimumFractionDigits: 2, maximumFractionDigits: 2 });
	const percent = percentFormat(locale, 1);
	const plain = numberFormat(locale, { maximumFractionDigits: 2 });
	const between = ({ low, high }: { low: number; high: number }) =>
		t('panels.view.money.between', { low: about.format(low), high: about.format(high) });
	const cost = money.cost === null ? null : exact.format(money.cost);
	return {
		range: between(money),
		each: money.perEuro && t('panels.view.money.each', { low: each.format(money.perEuro.low), high: each.format(money.perEuro.high) }),
		cost:
			cost &&
			(money.costSource ? t('panels.view.money.cost.from', { cost, source: money.costSource }) : t('panels.view.money.cost', { cost })),
		head: [
			t('panels.view.money.outcome'),
			t('panels.view.money.count'),
			t('panels.view.money.shares'),
			t('panels.outcome.years'),
			t('panels.view.money.value'),
		],
		outcomes: money.outcomes.map((outcome, row) => ({
			id: String(row),
			name: outcome.name,
			source: t('panels.view.money.source', { source: outcome.source }),
			count: `${plain.format(outcome.quantity)} × ${exact.format(outcome.proxy)}`,
			shares: [outcome.deadweight, outcome.attribution, outcome.fading].map((share) => percent.format(share)).join(', '),
			years: t('panels.view.money.years', { years: outcome.years }),
			worth: between(outcome),
		})),
		how: t('panels.view.money.how', { discount: percent.format(money.discount) }),
	};
}
