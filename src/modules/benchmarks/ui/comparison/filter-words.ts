import type { Translator } from '#platform/i18n/translator.ts';
import { withColon } from '#platform/i18n/spacing.ts';
import type { Choice } from '../../comparison/groups.ts';
import type { ComparisonRules, FilterName } from '../../comparison/rules.ts';
import type { Comparison } from '../../comparison/queries.ts';
import { choiceText } from '../../comparison/choices.ts';

/** How groups are named and chosen. */

export type Instrument = ComparisonRules['instrument'];

/** Words for what is filtered by. Each instrument counts other people in a size. */
export function filterWords(t: Translator, instrument: Instrument, filter: FilterName): string {
	switch (filter) {
		case 'sector':
			return t('profile.sectors');
		case 'mainField':
		case 'countryGroup':
			return t(`peers.filter.${filter}`);
		case 'sizeClass':
			return t(instrument === 'solity' ? 'peers.filter.sizeClass' : 'profile.sizeClass');
		default:
			return t(`profile.${filter}`);
	}
}

/** Words for a value. @param alone says what it is a value of, where the value alone does not */
export function choiceWords(t: Translator, locale: string, instrument: Instrument, { filter, value }: Choice, alone = true): string {
	const named = (word: string) => (alone ? withColon(locale, filterWords(t, instrument, filter), word) : word);
	switch (filter) {
		case 'country':
			return new Intl.DisplayNames(locale, { type: 'region' }).of(value) ?? value;
		case 'countryGroup':
			return t(`peers.countries.${value as 'north'}`);
		case 'providerType':
			return t(`organisations.type.${value as 'umbrella'}`);
		case 'sizeClass':
			return named(instrument === 'solity' ? t(`peers.size.${value as 'under-200'}`) : t(`organisations.size.${value as 'under-250'}`));
		case 'placeKind':
			return named(t(`organisations.placeKind.${value as 'city'}`));
		case 'sector':
		case 'mainField':
			return t(`profile.sector.${value as '011'}`);
		case 'erasmusStatus':
			return named(t(`organisations.erasmus.${value as 'none'}`));
		case 'experience':
			return named(t(`profile.experience.${value as '0'}`));
	}
}

/** Words for a group. */
export function groupWords(t: Translator, locale: string, instrument: Instrument, choices: readonly Choice[], unit = 'provider'): string {
	if (choices.length) return choices.map((choice) => choiceWords(t, locale, instrument, choice)).join(' · ');
	return t(unit === 'centre' ? 'peers.everybody.centres' : 'comparison.group.everybody');
}

export type FilterOption = { value: string; label: string; group: string };

/** What can be chosen from: first what makes others like the reader’s own provider, then every value of which something is shown. */
export function filterOptions(
	t: Translator,
	locale: string,
	instrument: Instrument,
	{ like, offered, choices }: Pick<Comparison, 'offered' | 'choices'> & { like: readonly Choice[] },
): FilterOption[] {
	const mine = like.map((choice) => ({
		value: choiceText(choice),
		label: choiceWords(t, locale, instrument, choice),
		group: t('comparison.filter.like'),
	}));
	const own = new Set(mine.map(({ value }) => value));
	const inLanguage = new Intl.Collator(locale, { numeric: true });
	const others = offered.flatMap(({ filter, values }) => {
		// What was asked for is there to be seen, also when nothing of it is shown.
		const chosen = choices.filter((choice) => choice.filter === filter).map(({ value }) => value);
		const named = [...new Set([...values, ...chosen])].map((value) => ({
			value: choiceText({ filter, value }),
			label: choiceWords(t, locale, instrument, { filter, value }, false),
			group: filterWords(t, instrument, filter),
		}));
		return named.filter(({ value }) => !own.has(value)).toSorted((a, b) => inLanguage.compare(a.label, b.label));
	});
	return [...mine, ...others];
}
