import type { Translator } from '#platform/i18n/translator.ts';
import { numberFormat } from '#ui/formats.ts';
import type { TrendPoint } from '#ui/charts/trend-chart.ts';
import { shownIndex } from '../../go-international/shown-index.ts';
import type { ShownAction, ShownTrend } from './shown.ts';

type Run = ShownTrend['runs'][number];

/** A chart stays readable with so many checks; the list beside it has all. */
const mostPoints = 5;

/** The index of the last checks, for the chart. */
export function trendPoints(trend: ShownTrend): TrendPoint[] {
	return trend.runs.slice(-mostPoints).map(({ shortOn, index }) => ({ label: shortOn, value: index === null ? null : shownIndex(index) }));
}

/** "24 of 100 in 2025, 51 of 100 at this check."; null where one of the two has no figure. */
export function trendHeadline(t: Translator, trend: ShownTrend): string | null {
	const [first, last] = [trend.runs.at(-mostPoints) ?? trend.runs[0]!, trend.runs.at(-1)!];
	if (first.index === null || last.index === null) return null;
	return t('report.trend.headline', { first: shownIndex(first.index), year: first.year, last: shownIndex(last.index) });
}

/** How a check stands against the one before it. */
export function stepSentence(t: Translator, run: Run, before: Run | undefined): string {
	if (!before) return t('report.trend.step.first');
	if (!run.step) return t('report.trend.step.none');
	const points = Math.abs(shownIndex(run.step.points));
	if (run.step.verdict === 'no-clear-change' || points === 0) return t('report.trend.step.same', { year: before.name });
	return t(`report.trend.step.${run.step.verdict}`, { points, year: before.name });
}

/** What was wanted of a level or a value and what came: "level 1 → 2 wanted, level 3 in this result"; null before a later result. */
export function workedWords(t: Translator, { fromLevel: from, toLevel: to, levelNow: level, counted }: ShownAction): string | null {
	if (counted) return countedWords(t, counted);
	if (level === null) return null;
	return from !== null && to !== null ? t('planned.worked', { from, to, now: level }) : t('planned.now', { now: level });
}

function countedWords(t: Translator, { from, to, now, unit, decimals }: NonNullable<ShownAction['counted']>): string | null {
	if (!now) return null;
	const number = numberFormat(t.locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
	const say = (value: number) => [number.format(value), unit].filter(Boolean).join('\u00a0');
	const values = { from: say(from), now: say(now.value), year: String(now.year) };
	return to === null ? t('planned.counted.now', values) : t('planned.counted', { ...values, to: say(to) });
}

/** The action that is planned on a question or an indicator and goes on; undefined where there is none. */
export function openAction(plan: readonly ShownAction[] | null, item: string): ShownAction | undefined {
	return plan?.find((action) => action.item === item && action.state !== 'done' && action.state !== 'stopped');
}
