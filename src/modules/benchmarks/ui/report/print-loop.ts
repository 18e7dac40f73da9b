import type { Translator } from '#platform/i18n/translator.ts';
import { svgMarkup } from '#ui/charts/markup.ts';
import { printPalette } from '#ui/charts/palette.ts';
import TrendChart from '#ui/charts/TrendChart.svelte';
import { shownIndex } from '../../go-international/shown-index.ts';
import { stepSentence, trendHeadline, trendPoints, workedWords } from './loop-words.ts';
import { stepWords } from './report-words.ts';
import type { ShownAction, ShownReport, ShownTrend } from './shown.ts';
import { numberFormat } from '#ui/formats.ts';

/** Progress over all checks, for paper: a chart, and every check in a table by section. */
export function trendPrint(t: Translator, trend: ShownTrend, report: Pick<ShownReport, 'sections' | 'locale'>) {
	const decimal = numberFormat(report.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
	const runs = trend.runs.slice(-5);
	const points = trendPoints(trend);
	return {
		chart: svgMarkup(TrendChart, {
			points,
			title: t('report.trend.chart'),
			description: points.map(({ label, value }) => `${label}: ${value ?? '–'}`).join('; '),
			palette: printPalette,
		}),
		data: {
			title: t('report.trend.title'),
			text: t('report.trend.text'),
			headline: trendHeadline(t, trend),
			chartText: `${t('report.trend.chart')}: ${points.map(({ label, value }) => `${label}: ${value ?? '–'}`).join('; ')}.`,
			runs: trend.runs.map((run, i) => ({
				on: run.on,
				mode: t(`report.mode.${run.mode}`),
				figure: run.index === null ? t('report.trend.noFigure') : t('report.trend.figure', { index: shownIndex(run.index) }),
				step: stepSentence(t, run, trend.runs[i - 1]),
			})),
			head: [t('report.chart.section'), ...runs.map(({ shortOn }) => shortOn)],
			rows: report.sections.map(({ code, name }) => [
				name,
				...runs.map(({ sections }) => (sections[code] == null ? '–' : decimal.format(sections[code]))),
			]),
			movedTitle: t('report.trend.moved', { year: runs.at(-2)!.name }),
			moved: trend.moved.map(({ sectionName, title, before, now }) => ({
				section: sectionName,
				title,
				level: now,
				step: stepWords(t, before, now),
			})),
		},
	};
}

/** The plan as the report prints it. */
export function planPrint(t: Translator, plan: readonly ShownAction[]) {
	return {
		title: t('planned.title'),
		text: plan.length ? t('planned.text') : t('planned.empty.read'),
		actions: plan.map((action) => ({
			goal: action.goal,
			action: action.action,
			more: [workedWords(t, action), action.proof].filter(Boolean).join(' · '),
			state: t(`planned.state.${action.state}`),
			owner: action.owner === null ? '' : action.owner || t('planned.nobody'),
			deadline: action.day ?? t('planned.noDay'),
		})),
	};
}
