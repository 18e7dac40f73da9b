import type { Translator } from '#platform/i18n/translator.ts';
import { comparisonHeadline, comparisonSentence, figureWords, middleWords, type ShownComparison } from './comparison-words.ts';

/** A comparison's words, prepared for the report's PDF (report/go-international.typ). */
export function comparisonPrint(t: Translator, comparison: ShownComparison) {
	const { locale, hidden, overall, sections, made } = comparison;
	const day = made === null ? '' : ` ${t('comparison.made', { day: made })}.`;
	return {
		title: t('comparison.title'),
		text: hidden
			? `${comparisonSentence(t, comparison)} ${t(`comparison.hidden.${hidden}`)}. ${t(`comparison.hidden.${hidden}.text`)}`
			: `${comparisonSentence(t, comparison)} ${comparisonHeadline(t, comparison)}${day}`,
		head: [
			t('comparison.table.section'),
			t('comparison.table.own'),
			t('comparison.table.median'),
			t('comparison.table.middle'),
			t('comparison.table.position'),
		],
		rows: hidden
			? []
			: [overall, ...sections].map(({ name, own, median, quartiles, word, hidden }) => [
					name,
					figureWords(locale, own),
					hidden ? t('comparison.table.hidden') : figureWords(locale, median),
					middleWords(t, locale, quartiles),
					word ? t(`comparison.word.${word as 'middle-half'}`) : '–',
				]),
		caution: hidden ? '' : comparison.caution,
	};
}
