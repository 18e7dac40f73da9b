import type { Translator } from '#platform/i18n/translator.ts';
import { shownIndex } from '../go-international/shown-index.ts';
import { columnLevels } from '#ui/charts/level-chart.ts';
import LevelChart from '#ui/charts/LevelChart.svelte';
import { svgMarkup } from '#ui/charts/markup.ts';
import { printPalette } from '#ui/charts/palette.ts';
import type { QuickCheckResult } from '../quick-check/queries.ts';
import type { Printed } from './report/print-report.ts';
import { quickHeadline, quickRows } from './quick-words.ts';
import { numberFormat } from '#ui/formats.ts';

/**
 * The page's chart and words, prepared for the one-page PDF.
 * @param t translator of the reader's language
 * @param made a sentence about when the answers were given
 */
export function quickPrint(
	t: Translator,
	result: Omit<QuickCheckResult, 'madeAt'>,
	made: string,
	printed: Printed,
): { data: Record<string, unknown>; images: Record<string, string> } {
	const decimal = numberFormat(result.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
	const rows = quickRows(t, result);
	const svg = svgMarkup(LevelChart, {
		rows,
		bandNames: result.bandNames,
		title: t('quick.chart.title'),
		description: t('quick.chart.description'),
		palette: printPalette,
		shape: columnLevels,
	});
	return {
		images: { 'chart.svg': svg },
		data: {
			lang: result.locale,
			title: t('quick.result.title'),
			eyebrow: t('quick.result.eyebrow'),
			date: printed.date,
			foot: t('quick.pdf.foot', { date: printed.day }),
			label: t('quick.pdf.label'),
			page: t('quick.pdf.page', { page: '{page}', pages: '{pages}' }),
			made: `${made} ${t('quick.result.edition')} ${result.edition}.`,
			index: result.index === null ? null : String(shownIndex(result.index)),
			ofHundred: t('quick.result.ofHundred'),
			firstImpression: result.band ? t('quick.result.firstImpression', { band: result.band.name }) : '',
			band: result.band?.headline ?? t('quick.result.tooFew.title'),
			bandText: result.band?.text ?? t('quick.result.tooFew.text'),
			facts: [
				...(result.maturity === null
					? []
					: [{ term: t('quick.result.maturity'), value: t('quick.result.maturityValue', { value: decimal.format(result.maturity) }) }]),
				{ term: t('quick.result.answered'), value: t('quick.result.of', { count: result.counts.levels, all: result.counts.all }) },
				...(result.counts.unknown ? [{ term: t('quick.result.unknown'), value: String(result.counts.unknown) }] : []),
				...(result.counts.notApplicable ? [{ term: t('quick.result.notApplicable'), value: String(result.counts.notApplicable) }] : []),
			],
			headline: quickHeadline(t, result),
			// Read aloud in place of the picture: every row with its level.
			chartText: `${t('quick.chart.title')}: ${rows.map(({ label, level, word }) => `${label}: ${level === null ? word : `${level}, ${word}`}`).join('; ')}.`,
			strengthsTitle: t('quick.strengths', { count: result.strengths.length }),
			strengths: result.strengths.map(({ title, level, text }) => ({ title, text, level: t('quick.level', { level }) })),
			nextTitle: t('quick.next', { count: result.nextSteps.length }),
			nowLabel: t('quick.now'),
			thenLabel: t('quick.then'),
			howLabel: t('quick.how'),
			next: result.nextSteps.map((step) => ({
				section: step.section,
				title: step.title,
				from: step.level,
				step: t('quick.levelStep', { from: step.level, to: step.level + 1 }),
				now: step.now,
				then: step.then,
				how: step.recommendations.map(({ text }) => text),
			})),
			method: `${t('quick.pdf.method')} ${result.source}`,
		},
	};
}
