import type { Translator } from '#platform/i18n/translator.ts';
import type { ScoreRow } from '#ui/charts/score-chart.ts';
import type { CardInWords } from '../../../solity/report/card-words.ts';
import type { NumberWords } from './number-words.ts';

/** The axes of a card as bars, with the bands they stand in. */
export function cardRows(
	t: Translator,
	words: NumberWords,
	{ axes, bands }: CardInWords,
): { rows: ScoreRow[]; edges: number[]; names: string[] } {
	return {
		rows: axes.map(({ code, name, score, low, high }) => ({
			code,
			label: name,
			score,
			low,
			high,
			text: score === null ? t('utility.axis.none') : words.score(score),
		})),
		edges: [...bands.map(({ from }) => from), 100],
		names: bands.map(({ name }) => name),
	};
}
