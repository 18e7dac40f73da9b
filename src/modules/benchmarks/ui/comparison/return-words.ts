import type { Translator } from '#platform/i18n/translator.ts';
import type { ScoreRow } from '#ui/charts/score-chart.ts';
import { listFormat, numberFormat, percentFormat } from '#ui/formats.ts';
import type { ReturnComparison } from '../../comparison/return.ts';
import type { HiddenReason } from '../../comparison/rules.ts';
import type { Variable, Weights } from '../../comparison/similar.ts';
import {
	comparisonTable,
	figureWords,
	middleOf,
	peersIn,
	providersWords,
	rangeWords,
	type ShownColumn,
	type ShownComparison,
} from './comparison-words.ts';

/** The comparison of a return: scores from 0 to 100, by axis and indicator. */
export type ShownReturnComparison = Omit<ShownComparison, 'parts'> & {
	parts: ShownAxis[];
	/** How much the whole and the axes changed since the year before. */
	changes: ShownColumn[];
	/** The own overall score is made of so many axes. */
	axes: { scored: number; all: number };
	best: boolean;
	refusal: ReturnComparison['refusal'];
	/** Similar providers as they were asked for; null for filters. */
	similar: { count: number; weights: Weights; variables: ShownVariable[] } | null;
};
export type ShownAxis = ShownColumn & { indicators: ShownColumn[] };
/** What providers are found to be similar by, in words. Of a number the others have a middle, where it may be shown. */
export type ShownVariable = { code: Variable; name: string; numeric: boolean; own: string | null; others: string | null };

/** Where the whole result is, as a sentence without its end. */
export function returnPosition(t: Translator, { overall: { own, word, hidden } }: Pick<ShownComparison, 'overall'>): string {
	if (own === null) return t('peers.position.none');
	if (hidden || !word) return t('peers.position.parts');
	return t(`peers.position.${word as 'middle-half'}`);
}

/** The figures of the whole, as far as they are shown. */
export function returnFacts(t: Translator, comparison: ShownReturnComparison): { term: string; value: string }[] {
	const { own, median, quartiles, tails, best, position, providers } = comparison.overall;
	const figure = (value: number) => figureWords(comparison, value);
	const fact = (key: 'own' | 'median' | 'middle' | 'tails' | 'best' | 'position', value: string) => ({
		term: t(`peers.fact.${key}`),
		value,
	});
	return [
		...(providers === null ? [] : [{ term: t('comparison.fact.with'), value: providersWords(t, comparison, providers) }]),
		...(own === null ? [] : [fact('own', figure(own))]),
		...(median === null ? [] : [fact('median', figure(median))]),
		...(quartiles ? [fact('middle', rangeWords(t, comparison, quartiles))] : []),
		...(tails ? [fact('tails', rangeWords(t, comparison, tails))] : []),
		...(best === null ? [] : [fact('best', figure(best))]),
		...(position === null ? [] : [fact('position', t('peers.fact.position.value', { position }))]),
	];
}

/** The axes in one sentence. */
export function returnHeadline(t: Translator, { parts, locale }: Pick<ShownComparison, 'parts' | 'locale'>): string {
	const those = (word: 'above-middle' | 'below-middle') =>
		listFormat(locale, { type: 'conjunction' }).format(
			parts.filter((axis) => axis.word === word).map(({ name }) => t('comparison.quoted', { name })),
		);
	const [above, below] = [those('above-middle'), those('below-middle')];
	for (const word of ['above-middle', 'below-middle'] as const)
		if (parts.every((axis) => axis.word === word)) return t(`peers.headline.every.${word}`);
	if (above && below) return t('peers.headline.both', { above, below });
	return above ? t('peers.headline.above', { above }) : below ? t('peers.headline.below', { below }) : t('peers.headline.even');
}

/** How many indicators are where, such as “3 above the middle · 1 below the middle”; empty where nothing is told. */
export function countsWords(t: Translator, indicators: readonly ShownColumn[]): string {
	const words = ['above-middle', 'middle-half', 'no-clear-difference', 'below-middle'] as const;
	const counts = words.map((word) => ({ word, count: indicators.filter((each) => each.word === word).length }));
	return counts.flatMap(({ word, count }) => (count ? [t(`peers.count.${word}`, { count })] : [])).join(' · ');
}

/** Axes or indicators as bars; what is not compared has no bar. */
export function returnRows(t: Translator, comparison: ShownComparison, columns: readonly ShownColumn[]): ScoreRow[] {
	return columns.map((each) => ({
		code: each.column,
		label: each.name,
		score: each.own,
		low: each.band?.[0],
		high: each.band?.[1],
		text: each.own === null ? t('peers.notCompared') : figureWords(comparison, each.own),
		peers: middleOf(each),
	}));
}

/** The whole and its axes, or the indicators of one, with every figure. */
export function returnTable(t: Translator, comparison: ShownComparison, rows: readonly ShownColumn[], what: 'axis' | 'indicator') {
	return comparisonTable(t, comparison, rows, { what: t(`peers.${what}`), median: t('peers.table.median') });
}

/** The whole and its axes, with every figure. */
export function wholeTable(t: Translator, comparison: ShownReturnComparison) {
	return returnTable(t, comparison, [comparison.overall, ...comparison.parts], 'axis');
}

/** The middle of the others by axis and indicator, for a report’s charts. */
export function returnPeers({ parts }: ShownReturnComparison) {
	return peersIn(parts.flatMap((axis) => [axis, ...axis.indicators]));
}

/** Changes in points; null where neither an own one nor one of the others is known. */
export function changeTable(t: Translator, comparison: ShownReturnComparison) {
	const known = comparison.changes.filter(({ own, median }) => own !== null || median !== null);
	return known.length
		? comparisonTable(t, comparison, known, {
				what: t('peers.axis'),
				median: t('peers.change.median'),
				change: t('peers.change.own'),
			})
		: null;
}

/** Why single figures of a group that is shown are not: for each rule the names of what it hides. */
export function hiddenParts(columns: readonly ShownColumn[]): { reason: HiddenReason; names: string[] }[] {
	const hidden = columns.filter((each) => each.hidden !== null);
	return [...Map.groupBy(hidden, ({ hidden }) => hidden!)].map(([reason, those]) => ({ reason, names: those.map(({ name }) => name) }));
}

/** Own values as they are written, and the middle of the others without more figures than it can bear. */
export function variableWords(locale: string) {
	const plain = numberFormat(locale);
	const about = numberFormat(locale, { maximumSignificantDigits: 2 });
	const share = percentFormat(locale);
	const exact = percentFormat(locale, 1);
	return {
		size: { own: plain.format, about: about.format },
		jobseekers: { own: share.format, about: share.format },
		vulnerable: { own: share.format, about: share.format },
		unemployment: { own: (percent: number) => exact.format(percent / 100), about: (percent: number) => share.format(percent / 100) },
	};
}

/** Why the result would not be counted in spite of the consent; null when nothing is in the way. */
export function refusalWords(t: Translator, { refusal }: Pick<ShownReturnComparison, 'refusal'>): string | null {
	switch (refusal) {
		case 'too-few-axes':
		case 'provisional':
			return t(`peers.own.refusal.${refusal}`);
		default:
			return refusal && t(`comparison.own.refusal.${refusal}`);
	}
}
