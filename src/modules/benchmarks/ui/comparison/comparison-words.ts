import type { Translator } from '#platform/i18n/translator.ts';
import { numberFormat } from '#ui/formats.ts';
import type { HiddenReason } from '../../comparison/rules.ts';
import type { ComparedColumn } from '../../comparison/seen.ts';

/** A comparison as a page or a print gets it: moments and groups already in words. Each instrument adds what is its own. */
export type ShownComparison = {
	locale: string;
	textLocale: string;
	unit: 'provider' | 'centre';
	/** Decimals of its figures. */
	decimals: 0 | 1;
	/** Day of the pool; null before the first night. */
	made: string | null;
	group: string;
	/** Address of the group behind `?`. */
	query: string;
	hidden: HiddenReason | null;
	/** Where the group or some of its figures are hidden: the next wider one. */
	wider: { group: string; query: string } | null;
	/** The whole. */
	overall: ShownColumn;
	/** Sections or axes. */
	parts: ShownColumn[];
	sharing: boolean;
	counted: boolean;
};

export type ShownColumn = ComparedColumn & {
	name: string;
	/** Where it is, in words; null where that is not told. */
	standing: string | null;
	/** Where the own value likely lies, rounded like the figures; absent where the instrument has no band. */
	band?: [number, number];
};

/** How many others there are. */
export function providersWords(t: Translator, { unit }: Pick<ShownComparison, 'unit'>, count: number): string {
	return unit === 'centre' ? t('peers.centres', { count }) : t('comparison.providers', { count });
}

/** What a comparison adds to the facts of a result; nothing while it is hidden. */
export function comparisonFacts(t: Translator, comparison: ShownComparison): { term: string; value: string }[] {
	const { providers, standing } = comparison.overall;
	return [
		...(providers === null ? [] : [{ term: t('comparison.fact.with'), value: providersWords(t, comparison, providers) }]),
		...(standing ? [{ term: t('comparison.fact.position'), value: standing }] : []),
	];
}

/** A comparison in one sentence: the position and with whom, or that nothing can be shown. */
export function comparisonSentence(t: Translator, comparison: ShownComparison, position: string): string {
	const { overall, group, hidden } = comparison;
	if (hidden || overall.providers === null) return t('comparison.sentence.none', { group });
	return t('comparison.report.sentence', { position, providers: providersWords(t, comparison, overall.providers), group });
}

type Written = Pick<ShownComparison, 'locale' | 'decimals'>;

/** A figure, or a dash where there is none. @param sign as `Intl.NumberFormat` has it, for changes */
export function figureWords({ locale, decimals }: Written, value: number | null, sign?: 'exceptZero'): string {
	if (value === null) return '–';
	return numberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals, signDisplay: sign }).format(value);
}

/** From one figure to another, or a dash. */
export function rangeWords(t: Translator, written: Written, range: [number, number] | null, sign?: 'exceptZero'): string {
	return range ? t('comparison.range', { low: figureWords(written, range[0], sign), high: figureWords(written, range[1], sign) }) : '–';
}

export type ComparisonColumn = 'name' | 'own' | 'median' | 'middle' | 'tails' | 'best' | 'standing' | 'below' | 'providers';
export type FigureTable = {
	columns: { key: ComparisonColumn; label: string }[];
	rows: ({ id: string } & Record<ComparisonColumn, string>)[];
};

/**
 * Every figure in words, for a page and for paper: own, the others’ middle and middle half, where it is and among how many.
 * What no row has gets no column.
 * @param heads of the first column, and what the middle is called; of the own values where those are changes
 */
export function comparisonTable(
	t: Translator,
	comparison: Written & Pick<ShownComparison, 'unit'>,
	rows: readonly ShownColumn[],
	{ what, median, change }: { what: string; median: string; change?: string },
): FigureTable {
	const sign = change === undefined ? undefined : 'exceptZero';
	const figure = (value: number | null) => figureWords(comparison, value, sign);
	const range = (ends: [number, number] | null) => rangeWords(t, comparison, ends, sign);
	const has = (key: 'median' | 'quartiles' | 'tails' | 'best' | 'standing' | 'position' | 'providers') =>
		rows.some((row) => row[key] !== null);
	return {
		columns: [
			{ key: 'name', label: what },
			{ key: 'own', label: change ?? t('comparison.table.own') },
			...(has('median') || change === undefined ? [{ key: 'median', label: median } as const] : []),
			...(has('quartiles') ? [{ key: 'middle', label: t('comparison.table.middle') } as const] : []),
			...(has('tails') ? [{ key: 'tails', label: t('peers.table.tails') } as const] : []),
			...(has('best') ? [{ key: 'best', label: t('peers.table.best') } as const] : []),
			...(has('standing') ? [{ key: 'standing', label: t('comparison.table.position') } as const] : []),
			...(has('position') ? [{ key: 'below', label: t('peers.table.below') } as const] : []),
			...(has('providers')
				? [{ key: 'providers', label: comparison.unit === 'centre' ? t('peers.table.centres') : t('comparison.table.providers') } as const]
				: []),
		],
		rows: rows.map((row) => ({
			id: row.column,
			name: row.name,
			own: row.band ? `${figure(row.own)} (${range(row.band)})` : figure(row.own),
			median: row.hidden ? t('comparison.table.hidden') : figure(row.median),
			middle: range(row.quartiles),
			tails: range(row.tails),
			best: figure(row.best),
			standing: row.standing ?? '–',
			below: row.position === null ? '–' : t('peers.fact.position.value', { position: row.position }),
			providers: row.providers === null ? '–' : t('comparison.table.count', { count: row.providers }),
		})),
	};
}

/** The middle of the others by section, axis or indicator, for a report’s charts. */
export function peersIn(columns: readonly ShownColumn[]): Record<string, { median: number; low?: number; high?: number } | null> {
	return Object.fromEntries(columns.map((each) => [each.column, middleOf(each)]));
}

/** The middle of the others as charts draw it. */
export function middleOf({ median, quartiles }: ComparedColumn): { median: number; low?: number; high?: number } | null {
	return median === null ? null : { median, ...(quartiles && { low: quartiles[0], high: quartiles[1] }) };
}

/** With whom, and as of which day. */
export function groupLine(t: Translator, { group, made }: Pick<ShownComparison, 'group' | 'made'>): string {
	return [t('comparison.group', { group }), ...(made === null ? [] : [t('comparison.made', { day: made })])].join(' · ');
}
