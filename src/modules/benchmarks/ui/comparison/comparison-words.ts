import type { Translator } from '#platform/i18n/translator.ts';
import type { ProfileRow } from '#ui/charts/profile-chart.ts';
import type { Choice } from '../../comparison/groups.ts';
import type { FilterName, HiddenReason } from '../../comparison/rules.ts';
import type { RunComparison } from '../../comparison/run.ts';
import type { ComparedColumn } from '../../comparison/seen.ts';

/** A comparison as a page or a print gets it: moments and groups already in words. */
export type ShownComparison = {
	runId: string;
	locale: string;
	textLocale: string;
	/** Day of the pool; null before the first night. */
	made: string | null;
	group: string;
	/** Address of the group behind `?`. */
	query: string;
	hidden: HiddenReason | null;
	wider: { group: string; query: string } | null;
	/** The whole. */
	overall: ShownColumn;
	sections: ShownColumn[];
	caution: string;
	sharing: boolean;
	counted: boolean;
	refusal: RunComparison['refusal'];
};

export type ShownColumn = ComparedColumn & { name: string };

/** Words for what is filtered by. */
export function filterWords(t: Translator, filter: FilterName): string {
	return filter === 'sector' ? t('profile.sectors') : t(`profile.${filter as 'country'}`);
}

/** Words for a value. @param alone says what it is a value of, where the value alone does not */
export function choiceWords(t: Translator, locale: string, { filter, value }: Choice, alone = true): string {
	const named = (word: string) => (alone ? `${filterWords(t, filter)}: ${word}` : word);
	switch (filter) {
		case 'country':
			return new Intl.DisplayNames(locale, { type: 'region' }).of(value) ?? value;
		case 'providerType':
			return t(`organisations.type.${value as 'umbrella'}`);
		case 'sizeClass':
			return named(t(`organisations.size.${value as 'under-250'}`));
		case 'sector':
			return t(`profile.sector.${value as '011'}`);
		case 'erasmusStatus':
			return named(t(`organisations.erasmus.${value as 'none'}`));
		case 'experience':
			return named(t(`profile.experience.${value as '0'}`));
		default:
			return value;
	}
}

/** Words for a group. */
export function groupWords(t: Translator, locale: string, choices: readonly Choice[]): string {
	return choices.length ? choices.map((choice) => choiceWords(t, locale, choice)).join(' · ') : t('comparison.group.everybody');
}

/** How many others there are. */
export const providersWords = (t: Translator, count: number) => t('comparison.providers', { count });

/** Where the whole result is, as a sentence without its end. */
export function positionWords(t: Translator, { own, median, word }: ComparedColumn): string {
	if (own === null || median === null) return t('comparison.position.none');
	if (word) return t(`comparison.position.${word as 'middle-half'}`);
	return t(own > median ? 'comparison.position.above' : own < median ? 'comparison.position.below' : 'comparison.position.at');
}

/** What a comparison adds to the facts of a result; nothing while it is hidden. */
export function comparisonFacts(t: Translator, { overall }: Pick<ShownComparison, 'overall'>): { term: string; value: string }[] {
	return [
		...(overall.providers === null ? [] : [{ term: t('comparison.fact.with'), value: providersWords(t, overall.providers) }]),
		...(overall.word ? [{ term: t('comparison.fact.position'), value: t(`comparison.word.${overall.word as 'middle-half'}`) }] : []),
	];
}

/** A comparison in one sentence: the position and with whom, or that nothing can be shown. */
export function comparisonSentence(
	t: Translator,
	{ overall, group, hidden }: Pick<ShownComparison, 'overall' | 'group' | 'hidden'>,
): string {
	if (hidden || overall.providers === null) return t('comparison.sentence.none', { group });
	return t('comparison.report.sentence', { position: positionWords(t, overall), providers: providersWords(t, overall.providers), group });
}

/** Sections by where they are. */
export function quarters(sections: readonly ShownColumn[]) {
	return (['upper-quarter', 'middle-half', 'lower-quarter'] as const).map((word) => ({
		word,
		sections: sections.filter((section) => section.word === word),
	}));
}

/** The picture in one sentence. */
export function comparisonHeadline(t: Translator, { sections, locale }: Pick<ShownComparison, 'sections' | 'locale'>): string {
	const list = new Intl.ListFormat(locale, { type: 'conjunction' });
	const farthest = (word: 'upper-quarter' | 'lower-quarter') =>
		list.format(
			sections
				.filter((section) => section.word === word)
				.toSorted((a, b) => Math.abs(b.own! - b.median!) - Math.abs(a.own! - a.median!))
				.slice(0, 2)
				.map(({ name }) => t('comparison.quoted', { name })),
		);
	if (!sections.some(({ word }) => word)) {
		const shown = sections.filter(({ own, median }) => own !== null && median !== null);
		return t('comparison.headline.medians', { above: shown.filter(({ own, median }) => own! > median!).length, all: shown.length });
	}
	const [ahead, behind] = [farthest('upper-quarter'), farthest('lower-quarter')];
	if (ahead && behind) return t('comparison.headline.both', { ahead, behind });
	return ahead
		? t('comparison.headline.ahead', { ahead })
		: behind
			? t('comparison.headline.behind', { behind })
			: t('comparison.headline.middle');
}

/** Rows of the chart; a section of which nothing is shown has its own value only. */
export function comparisonRows(t: Translator, { sections, locale }: Pick<ShownComparison, 'sections' | 'locale'>): ProfileRow[] {
	const decimal = decimalIn(locale);
	return sections.map(({ name, own, median, quartiles }) => ({
		label: name,
		value: own,
		text: own === null ? t('report.chart.notEnough') : decimal.format(own),
		peers: median === null ? null : { median, ...(quartiles && { low: quartiles[0], high: quartiles[1] }) },
	}));
}

export const decimalIn = (locale: string) => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A figure, or a dash where there is none. */
export const figureWords = (locale: string, value: number | null) => (value === null ? '–' : decimalIn(locale).format(value));

/** The middle half, or a dash. */
export function middleWords(t: Translator, locale: string, quartiles: [number, number] | null): string {
	return quartiles
		? t('comparison.range', { low: decimalIn(locale).format(quartiles[0]), high: decimalIn(locale).format(quartiles[1]) })
		: '–';
}
