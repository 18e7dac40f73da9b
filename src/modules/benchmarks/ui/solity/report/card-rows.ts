import type { Translator } from '#platform/i18n/translator.ts';
import type { ScoreRow } from '#ui/charts/score-chart.ts';
import type { CardInWords } from '../../../solity/report/card-words.ts';
import { bandsOf, centreRows } from './chart-rows.ts';
import type { NumberWords } from './number-words.ts';

/** The axes of a card as bars, with the bands they stand in. */
export function cardRows(t: Translator, words: NumberWords, card: CardInWords): { rows: ScoreRow[]; edges: number[]; names: string[] } {
	return { rows: centreRows(t, words, card), ...bandsOf(card) };
}
