import type { Translator } from '#platform/i18n/translator.ts';
import { comparisonSentence, type FigureTable, type ShownComparison } from './comparison-words.ts';
import { returnHeadline, returnPosition, wholeTable, type ShownReturnComparison } from './return-words.ts';
import { runHeadline, runPosition, runTable, type ShownRunComparison } from './run-words.ts';

/** A comparison’s words, prepared for a report’s PDF (report/parts.typ). */
export type ComparisonPrint = { title: string; text: string; head: string[]; rows: string[][]; caution: string };

/** Of a run. */
export function runPrint(t: Translator, comparison: ShownRunComparison): ComparisonPrint {
	return printOf(t, comparison, {
		position: runPosition(t, comparison),
		headline: runHeadline(t, comparison),
		table: runTable(t, comparison),
		caution: comparison.caution,
	});
}

/** Of a return; its indicators are on the page, and in the bars of their axes. */
export function returnPrint(t: Translator, comparison: ShownReturnComparison): ComparisonPrint {
	return printOf(t, comparison, {
		position: returnPosition(t, comparison),
		headline: returnHeadline(t, comparison),
		table: wholeTable(t, comparison),
		caution: '',
	});
}

type Said = { position: string; headline: string; table: FigureTable; caution: string };

function printOf(t: Translator, comparison: ShownComparison, { position, headline, table, caution }: Said): ComparisonPrint {
	const { hidden, made } = comparison;
	const sentence = comparisonSentence(t, comparison, position);
	const day = made === null ? '' : ` ${t('comparison.made', { day: made })}.`;
	const columns = table.columns.filter(({ key }) => key !== 'providers');
	return {
		title: t('comparison.title'),
		text: hidden
			? `${sentence} ${t(`comparison.hidden.${hidden}`)}. ${t(`comparison.hidden.${hidden}.text`)}`
			: `${sentence} ${headline}${day}`,
		head: columns.map(({ label }) => label),
		rows: hidden ? [] : table.rows.map((row) => columns.map(({ key }) => row[key])),
		caution: hidden ? '' : caution,
	};
}
