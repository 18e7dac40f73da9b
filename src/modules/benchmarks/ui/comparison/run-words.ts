import type { Translator } from '#platform/i18n/translator.ts';
import type { ProfileRow } from '#ui/charts/profile-chart.ts';
import { listFormat } from '#ui/formats.ts';
import type { RunComparison } from '../../comparison/run.ts';
import { comparisonTable, figureWords, middleOf, type ShownColumn, type ShownComparison } from './comparison-words.ts';

/** The comparison of a run: maturity from 1 to 4, by section. */
export type ShownRunComparison = ShownComparison & { caution: string; refusal: RunComparison['refusal'] };

/** Where the whole result is, as a sentence without its end. */
export function runPosition(t: Translator, { overall: { own, median, word } }: Pick<ShownComparison, 'overall'>): string {
	if (own === null || median === null) return t('comparison.position.none');
	if (word) return t(`comparison.position.${word as 'middle-half'}`);
	return t(own > median ? 'comparison.position.above' : own < median ? 'comparison.position.below' : 'comparison.position.at');
}

/** Sections by where they are. */
export function quarters(sections: readonly ShownColumn[]) {
	return (['upper-quarter', 'middle-half', 'lower-quarter'] as const).map((word) => ({
		word,
		sections: sections.filter((section) => section.word === word),
	}));
}

/** The picture in one sentence. */
export function runHeadline(t: Translator, { parts, locale }: Pick<ShownComparison, 'parts' | 'locale'>): string {
	const farthest = (word: 'upper-quarter' | 'lower-quarter') =>
		listFormat(locale, { type: 'conjunction' }).format(
			parts
				.filter((section) => section.word === word)
				.toSorted((a, b) => Math.abs(b.own! - b.median!) - Math.abs(a.own! - a.median!))
				.slice(0, 2)
				.map(({ name }) => t('comparison.quoted', { name })),
		);
	if (!parts.some(({ word }) => word)) {
		const shown = parts.filter(({ own, median }) => own !== null && median !== null);
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
export function runRows(t: Translator, comparison: ShownComparison): ProfileRow[] {
	return comparison.parts.map((section) => ({
		label: section.name,
		value: section.own,
		text: section.own === null ? t('report.chart.notEnough') : figureWords(comparison, section.own),
		peers: middleOf(section),
	}));
}

/** Every figure. */
export function runTable(t: Translator, comparison: ShownComparison) {
	return comparisonTable(t, comparison, [comparison.overall, ...comparison.parts], {
		what: t('comparison.table.section'),
		median: t('comparison.table.median'),
	});
}
