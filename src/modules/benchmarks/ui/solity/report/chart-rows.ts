import type { Translator } from '#platform/i18n/translator.ts';
import type { RadarAxis } from '#ui/charts/radar-chart.ts';
import type { ScoreRow } from '#ui/charts/score-chart.ts';
import type { TrendPoint } from '#ui/charts/trend-chart.ts';
import type { ReportAxis, ReportIndicator, ReportTrendPoint, Scored } from '../../../solity/report/model.ts';
import type { TrendMark } from '../../../solity/trend.ts';
import type { NumberWords } from './number-words.ts';
import type { ShownReport } from './shown.ts';

/** The middle of the others by axis or indicator; absent where it is hidden. */
export type Peers = Record<string, { median: number; low?: number; high?: number } | null>;

/** Scores between which each band lies, and the bands' names. */
export function bandsOf({ bands }: { bands: readonly { name: string; from: number }[] }): { edges: number[]; names: string[] } {
	return { edges: [...bands.map(({ from }) => from), 100], names: bands.map(({ name }) => name) };
}

/** The five axes as spokes. */
export function radarAxes(t: Translator, words: NumberWords, { axes }: ShownReport, peers: Peers = {}): RadarAxis[] {
	return axes.map(({ code, name, score, before }) => ({
		code,
		label: name,
		value: score,
		text: score === null ? t('utility.axis.none') : words.score(score),
		before: before?.score,
		middle: peers[code]?.median,
	}));
}

/** The axes as bars. */
export function axisRows(t: Translator, words: NumberWords, { axes }: Pick<ShownReport, 'axes'>, peers: Peers = {}): ScoreRow[] {
	return axes.map(({ code, name, score, low, high, before }: ReportAxis) => ({
		code,
		label: name,
		score,
		low,
		high,
		text: score === null ? t('utility.axis.none') : words.score(score),
		before: before?.score,
		peers: peers[code],
	}));
}

/** The indicators of an axis as bars. */
export function indicatorRows(words: NumberWords, indicators: readonly ReportIndicator[], peers: Peers = {}): ScoreRow[] {
	return indicators.map(({ code, name, score, low, high, statusName, trust, before }) => ({
		code,
		label: name,
		score,
		low,
		high,
		text: score === null ? statusName : words.score(score),
		before: before?.score,
		trust: score === null ? null : trust,
		peers: peers[code],
	}));
}

/** Axes as bars with nothing beside them: those of a centre, or of a card. */
export function centreRows(
	t: Translator,
	words: NumberWords,
	{ axes }: { axes: readonly ({ code: string; name: string } & Scored)[] },
): ScoreRow[] {
	return axes.map(({ code, name, score, low, high }) => ({
		code,
		label: name,
		score,
		low,
		high,
		text: score === null ? t('utility.axis.none') : words.score(score),
	}));
}

const signs: Record<TrendMark, string> = { 'new-edition': 'a', 'cohort-changed': 'b', 'centres-added': 'c', 'centres-closed': 'd' };

/** The years as moments of a trend; what makes one less comparable has a letter. */
export function trendPoints(trend: readonly ReportTrendPoint[]): TrendPoint[] {
	return trend.map(({ year, score, low, high, again, marks }) => ({
		label: year,
		value: score,
		low,
		high,
		again,
		marks: marks.map((mark) => signs[mark]),
	}));
}

/** The letters that stand in the picture with what they mean, in their order. */
export function trendKey(t: Translator, trend: readonly ReportTrendPoint[]): { sign: string; text: string }[] {
	const used = new Set(trend.flatMap(({ marks }) => marks));
	return (Object.keys(signs) as TrendMark[])
		.filter((mark) => used.has(mark))
		.map((mark) => ({ sign: signs[mark], text: t(`utility.trend.mark.${mark}`) }));
}
