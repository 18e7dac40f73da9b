import type { Translator } from '#platform/i18n/translator.ts';
import type { Choice } from '../../comparison/groups.ts';
import type { RunComparison } from '../../comparison/run.ts';
import type { Peers } from '../report/profile-rows.ts';
import { groupWords, type ShownComparison } from './comparison-words.ts';

/**
 * Puts a comparison's moments and groups into words.
 * @param day how a day is written in the reader's language
 */
export function toShownComparison(t: Translator, compared: RunComparison, locale: string, day: (moment: Date) => string): ShownComparison {
	const { runId, textLocale, madeAt, choices, hidden, wider, columns, names, caution, sharing, counted, refusal } = compared;
	const [overall, ...sections] = columns.map((column) => ({ ...column, name: names[column.column] ?? t('comparison.table.all') }));
	return {
		runId,
		locale,
		textLocale,
		made: madeAt && day(madeAt),
		group: groupWords(t, locale, choices),
		query: queryOf(choices),
		hidden,
		wider: wider && { group: groupWords(t, locale, wider), query: queryOf(wider) },
		overall: overall!,
		sections,
		caution,
		sharing,
		counted,
		refusal,
	};
}

/** A group as the part of an address behind `?`; everybody is said too, for without it the usual group is shown. */
export function queryOf(choices: readonly Choice[]): string {
	const chosen = choices.length ? choices.map(({ filter, value }) => `${filter}:${value}`) : [''];
	return new URLSearchParams(chosen.map((text) => ['with', text])).toString();
}

/** The middle of the others by section, for the report's chart. */
export function peersOf({ sections }: Pick<ShownComparison, 'sections'>): Peers {
	return Object.fromEntries(
		sections.map(({ column, median, quartiles }) => [
			column,
			median === null ? null : { median, ...(quartiles && { low: quartiles[0], high: quartiles[1] }) },
		]),
	);
}
