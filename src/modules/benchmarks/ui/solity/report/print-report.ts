import type { Translator } from '#platform/i18n/translator.ts';
import { withColon, withSemicolons } from '#platform/i18n/spacing.ts';
import { svgMarkup } from '#ui/charts/markup.ts';
import { printPalette } from '#ui/charts/palette.ts';
import RadarChart from '#ui/charts/RadarChart.svelte';
import type { ScoreRow } from '#ui/charts/score-chart.ts';
import ScoreChart from '#ui/charts/ScoreChart.svelte';
import TrendChart from '#ui/charts/TrendChart.svelte';
import type { ReportAxis, ReportIndicator, ReportPart } from '../../../solity/report/model.ts';
import { comparisonSentence } from '../../comparison/comparison-words.ts';
import { returnPrint } from '../../comparison/print-comparison.ts';
import { returnPeers, returnPosition, type ShownReturnComparison } from '../../comparison/return-words.ts';
import { axisRows, bandsOf, centreRows, indicatorRows, radarAxes, trendKey, trendPoints, type Peers } from './chart-rows.ts';
import { planPrint } from '../../report/print-loop.ts';
import { panelsPrint } from './print-panels.ts';
import { methodParagraphs } from './method-words.ts';
import { numberWords, type NumberWords } from './number-words.ts';
import { centreTable, limitWords, reportHeadline, scoreFormula, stateSentence, summaryFacts, weightedMean } from './report-words.ts';
import type { ShownReport } from './shown.ts';
import { listFormat } from '#ui/formats.ts';

export type Print = { data: Record<string, unknown>; images: Record<string, string> };

/** Two ready versions; a share link prints the first with its parts. */
export type PrintVersion = 'full' | 'director';

type Options = {
	parts: readonly ReportPart[];
	/** The day of printing, `2026-11-24` and in the reader's words. It stands at the foot of every page. */
	printed: { date: string; day: string };
	/** Among the others; null where the return is not locked or that is not to be shown. */
	comparison?: ShownReturnComparison | null;
};

type Drawing = { images: Record<string, string>; words: NumberWords; t: Translator; report: ShownReport; peers: Peers };

/**
 * The words and charts of a return's report, prepared for its PDF.
 * @param options.parts what may be shown; the rest is left out of the document
 */
export function reportPrint(t: Translator, report: ShownReport, { parts, printed, comparison = null }: Options): Print {
	const { overall, locale } = report;
	const has = (part: ReportPart) => parts.includes(part);
	const words = numberWords(t, locale);
	const others = has('comparison') ? comparison : null;
	const peers = others ? returnPeers(others) : {};
	const drawing: Drawing = { images: {}, words, t, report, peers };
	const label = t('utility.eyebrow', { name: report.name, year: report.yearName });
	const axes = radarAxes(t, words, report, peers);
	drawing.images['radar.svg'] = svgMarkup(RadarChart, {
		axes,
		title: t('utility.radar.title'),
		description: '',
		shape: 'column',
		palette: printPalette,
	});
	const bars = axisRows(t, words, report, peers);
	const bands = bandsOf(report);
	drawing.images['axes.svg'] = svgMarkup(ScoreChart, {
		rows: bars,
		bandNames: bands.names,
		edges: bands.edges,
		title: t('utility.radar.title'),
		description: '',
		palette: printPalette,
	});
	const data = {
		lang: locale,
		title: withColon(locale, t('utility.title'), report.unit.name),
		unit: report.unit.name,
		eyebrow: label,
		label: t('utility.print.label', { name: report.name, year: report.yearName }),
		date: printed.date,
		foot: t('utility.print.foot', { unit: report.unit.name, date: printed.day }),
		page: t('utility.print.page', { page: '{page}', pages: '{pages}' }),
		contents: t('utility.print.contents'),
		about: [`${stateSentence(t, report)} ${t('utility.edition')} ${report.edition}.`],
		score: overall.score === null ? null : words.score(overall.score),
		ofHundred: t('utility.of100'),
		band: overall.band?.name ?? t('utility.none.title'),
		likely: words.likely(overall),
		notes: [...(overall.note ? [overall.note] : []), ...(overall.before ? [words.change(overall.before, overall.before.year)] : [])],
		facts: summaryFacts(t, words, report),
		headline: reportHeadline(t, report),
		radarText: `${t('utility.radar.title')}: ${axes.map((axis) => `${axis.label}: ${axis.text}`).join('; ')}.`,
		radarKey: [
			{ shape: 'line', text: report.yearName },
			...(report.beforeYear ? [{ shape: 'dashed', text: report.beforeYear }] : []),
			...(axes.some(({ middle }) => middle != null) ? [{ shape: 'dotted', text: t('utility.middle') }] : []),
		],
		axesKey: keyOf(t, report, bars),
		lists: has('summary') ? endsOf(drawing) : [],
		sentences: report.axes.map(({ sentence }) => sentence).filter(Boolean),
		/** The comparison in one line, for who has one page. */
		compared: others && comparisonSentence(t, others, returnPosition(t, others)),
		comparison: others && returnPrint(t, others),
		advice: has('recommendations') ? adviceOf(drawing) : null,
		axes: has('axes') || has('indicators') ? axesOf(drawing, has('indicators')) : null,
		trend: has('trend') && report.trend.length > 1 ? trendOf(drawing) : null,
		centres: has('centres') && report.centres.length ? centresOf(drawing) : null,
		trust: has('trust') ? trustOf(drawing) : null,
		gaps: has('gaps')
			? {
					title: t('utility.gaps.title'),
					text: report.gaps.length ? t('utility.gaps.text') : t('utility.gaps.none'),
					head: [t('utility.indicator'), t('utility.indicator.status'), t('utility.indicator.reason')],
					rows: report.gaps.map(({ name, status, statusName, reason }) => [name, statusName, reason ?? gapWords(t, status)]),
				}
			: null,
		...panelsPrint(t, locale, report.panels, has),
		plan: has('plan') && report.plan ? planPrint(t, report.plan) : null,
		numbers: has('data') && report.numbers.length ? numbersOf(drawing) : null,
		method: has('method') ? methodOf(drawing) : null,
		caution: report.caution,
	};
	return { data, images: drawing.images };
}

function gapWords(t: Translator, status: ReportIndicator['status']): string {
	return status === 'small' || status === 'no_data' || status === 'missing' ? t(`utility.gap.${status}`) : '';
}

/** So many changes have room on the first page; every one stands in its axis. */
const mostChanges = 6;

/** The largest changes. */
function changesOf({ changes }: ShownReport) {
	return changes.toSorted((a, b) => Math.abs(b.difference) - Math.abs(a.difference)).slice(0, mostChanges);
}

/** Strongest, weakest, and what changed clearly. */
function endsOf({ t, words, report }: Drawing) {
	const list = (title: string, links: ShownReport['strongest']) => ({
		title,
		none: '',
		more: null,
		rows: links.map(({ name, axisName, score }) => ({ name, more: axisName, figure: words.score(score) })),
	});
	return [
		list(t('utility.strongest'), report.strongest),
		list(t('utility.weakest'), report.weakest),
		...(report.beforeYear
			? [
					{
						title: t('utility.changes', { year: report.beforeYear }),
						none: t('utility.changes.none'),
						rows: changesOf(report).map(({ name, difference }) => ({ name, more: null, figure: words.points(difference) })),
						more: report.changes.length > mostChanges ? t('utility.changes.more', { count: report.changes.length - mostChanges }) : null,
					},
				]
			: []),
	];
}

function adviceOf({ t, words, report }: Drawing) {
	const step = ({ value, next, ...unit }: ShownReport['advice'][number]) =>
		next
			? `${words.value(value, unit)} → ${words.value(next.value, unit)} (${t('utility.advice.next', { band: next.band })})`
			: words.value(value, unit);
	return {
		title: t('utility.advice.title'),
		cards: report.advice.slice(0, 6).map((advice) => ({
			axis: advice.axisName,
			name: advice.name,
			step: step(advice),
			first: advice.first,
			text: advice.text,
			effort: t(`utility.effort.${advice.effort}`),
		})),
		head: [t('utility.indicator'), t('utility.advice.what'), t('utility.advice.effort')],
		more: report.advice.slice(6).map(({ name, text, effort }) => ({ name, text, effort: t(`utility.effort.${effort}`) })),
		none: report.advice.length ? null : t('utility.advice.none'),
		sharing: report.sharing.length
			? {
					title: t('utility.sharing.title', {
						axes: listFormat(report.locale).format(report.sharing.map(({ axisName }) => axisName)),
					}),
					text: report.sharing[0]!.text,
				}
			: null,
	};
}

function axesOf(drawing: Drawing, indicators: boolean) {
	const { t, report } = drawing;
	return {
		title: t('utility.axes.title'),
		text: t('utility.print.axes'),
		madeLabel: t('utility.made.axis'),
		table: axisTable(drawing),
		head: [
			t('utility.indicator'),
			t('utility.indicator.value'),
			t('utility.indicator.base'),
			t('utility.print.known'),
			t('utility.indicator.trust'),
			t('utility.indicator.score'),
		],
		list: report.axes.map((axis) => axisOf(drawing, axis, indicators)),
	};
}

/** The five axes as a table: what the radar and the bars show. */
function axisTable({ t, words, report, peers }: Drawing) {
	const withMiddle = report.axes.some(({ code }) => peers[code]);
	const cell = (value: number | null | undefined) => (value == null ? '–' : words.score(value));
	return {
		head: [
			t('utility.axis'),
			report.yearName,
			t('utility.likely.head'),
			...(report.beforeYear ? [report.beforeYear] : []),
			...(withMiddle ? [t('utility.middle')] : []),
			t('utility.method.weight'),
		],
		rows: report.axes.map((axis) => [
			axis.name,
			cell(axis.score),
			axis.low === null || axis.high === null ? '–' : `${words.score(axis.low)} – ${words.score(axis.high)}`,
			...(report.beforeYear ? [cell(axis.before?.score)] : []),
			...(withMiddle ? [cell(peers[axis.code]?.median)] : []),
			String(axis.weight),
		]),
	};
}

function axisOf({ t, words, report, images, peers }: Drawing, axis: ReportAxis, indicators: boolean) {
	const rows = indicatorRows(words, axis.indicators, peers);
	const bands = bandsOf(report);
	const name = `axis-${axis.code}.svg`;
	if (rows.length)
		images[name] = svgMarkup(ScoreChart, {
			rows,
			bandNames: bands.names,
			edges: bands.edges,
			title: axis.name,
			description: '',
			palette: printPalette,
		});
	return {
		name: axis.name,
		title: axis.title,
		score: axis.score === null ? null : words.score(axis.score),
		band: axis.band?.name ?? '',
		likely: words.likely(axis) ?? '',
		facts: [
			t('utility.weight', { weight: axis.weight }),
			...(axis.scoredWeight < 100 ? [t('utility.axis.scored', { weight: axis.scoredWeight })] : []),
			...(axis.supported !== null && axis.supportedName ? [withColon(t.locale, words.percent(axis.supported), axis.supportedName)] : []),
			...(axis.before && report.beforeYear ? [words.change(axis.before, report.beforeYear)] : []),
		],
		sentence: axis.sentence || null,
		chart: rows.length ? `/${name}` : null,
		chartText: rows.map(({ label, text }) => `${label}: ${text}`).join('; '),
		key: keyOf(t, report, rows),
		rows: indicators ? axis.indicators.map((indicator) => indicatorOf(t, words, indicator)) : [],
		breakdowns: indicators ? axis.indicators.flatMap((indicator) => breakdownsOf(t, words, indicator)) : [],
		made: axis.score === null || axis.made.length === 0 ? null : weightedMean(words, axis.made, axis.score),
	};
}

/** The signs that are in a chart of scores, in words. */
function keyOf(t: Translator, { beforeYear }: ShownReport, rows: readonly ScoreRow[]) {
	return [
		{ shape: 'whisker', text: t('charts.score.likely') },
		...(beforeYear && rows.some(({ before }) => before != null) ? [{ shape: 'ring', text: beforeYear }] : []),
		...(rows.some(({ peers }) => peers) ? [{ shape: 'bracket', text: t('utility.middle') }] : []),
		...(rows.some(({ trust }) => trust) ? [{ shape: 'trust', text: t('charts.score.trust.key') }] : []),
	];
}

/** One indicator with, below its name, how value and score were made. */
function indicatorOf(t: Translator, words: NumberWords, indicator: ReportIndicator) {
	const { made, value, score, base, hidden, limits } = indicator;
	return {
		code: indicator.code,
		name: indicator.name,
		tells: indicator.words.tells,
		made: [
			...(made.filled ? [made.filled] : []),
			...(value !== null && score !== null ? [scoreFormula(words, { value, score, zero: indicator.zero, full: indicator.full })] : []),
			...(indicator.reason ? [indicator.reason] : []),
		],
		value: words.valueOf(indicator),
		base: hidden ? t('utility.hidden.base', { limit: limits?.smallBelow ?? 0 }) : base === null ? '–' : words.plain(base),
		coverage: indicator.coverage === null ? '–' : words.coverage(indicator.coverage),
		trust: indicator.trust,
		trustName: indicator.trustName ?? '',
		score: score === null ? '–' : words.score(score),
		likely:
			indicator.status === 'scored_low_n'
				? indicator.statusName
				: indicator.low === null || indicator.high === null
					? null
					: `${words.score(indicator.low)} – ${words.score(indicator.high)}`,
	};
}

function breakdownsOf(t: Translator, words: NumberWords, indicator: ReportIndicator) {
	return indicator.breakdowns.map(({ name, parts }) => ({
		indicator: indicator.name,
		name,
		rows: parts.map((part) => ({
			name: part.name,
			share: part.hidden || part.value === null ? null : Math.min(100, Math.max(0, part.value)),
			value: part.hidden
				? t('utility.hidden.part')
				: part.value === null
					? '–'
					: `${words.value(part.value, indicator)} ${t('utility.base.of', { base: words.plain(part.base!) })}`,
		})),
	}));
}

function trendOf({ t, words, report, images }: Drawing) {
	const { trend } = report;
	const cell = (value: number | null | undefined) => (value == null ? '–' : words.score(value));
	const again = trend.some((point) => point.again !== null);
	images['trend.svg'] = svgMarkup(TrendChart, {
		points: trendPoints(trend),
		title: t('utility.trend.title'),
		description: '',
		format: words.score,
		tall: 1.5,
		palette: printPalette,
	});
	return {
		title: t('utility.trend.title'),
		text: t('utility.trend.text'),
		chartText: trend.map(({ year, score }) => `${year}: ${cell(score)}`).join('; '),
		key: [
			{ shape: 'line', text: t('utility.trend.own') },
			...(again ? [{ shape: 'square', text: t('utility.trend.again', { edition: report.edition }) }] : []),
		],
		marks: trendKey(t, trend),
		head: [t('utility.axis'), ...trend.map(({ year }) => year)],
		rows: [
			[t('utility.overall'), ...trend.map(({ score }) => cell(score))],
			...(again ? [[t('utility.trend.again', { edition: report.edition }), ...trend.map((point) => cell(point.again))]] : []),
			...report.axes.map(({ code, name }) => [name, ...trend.map(({ axes }) => cell(axes[code]))]),
			[t('utility.edition'), ...trend.map(({ edition }) => edition)],
			...(report.sameCentres
				? [[t('utility.trend.same'), ...trend.map(({ year }) => cell(report.sameCentres!.find((same) => same.year === year)?.score))]]
				: []),
		],
	};
}

function centresOf({ t, words, report, images }: Drawing) {
	const bands = bandsOf(report);
	return {
		title: t('utility.centres.title'),
		text: t('utility.centres.text'),
		table: centreTable(t, words, report.centres),
		list: report.centres.map((centre, i) => {
			if (centre.leftOut !== null)
				return { name: centre.name, about: leftOutWords(t, centre.leftOut, centre.about), chart: null, chartText: '' };
			const rows = centreRows(t, words, centre);
			images[`centre-${i}.svg`] = svgMarkup(ScoreChart, {
				rows,
				bandNames: bands.names,
				edges: bands.edges,
				title: centre.name,
				description: '',
				palette: printPalette,
			});
			return {
				name: centre.name,
				about: [
					...(centre.participants === null ? [] : [t('utility.centre.participants', { count: centre.participants })]),
					centre.overall.score === null ? t('utility.none.title') : `${words.score(centre.overall.score)}, ${words.likely(centre.overall)}`,
				].join(' · '),
				chart: `/centre-${i}.svg`,
				chartText: rows.map(({ label, text }) => `${label}: ${text}`).join('; '),
			};
		}),
	};
}

/** Why a centre is not in the sum. */
export function leftOutWords(t: Translator, reason: string, about: number | null): string {
	return about === null ? t('utility.centre.leftOut', { reason }) : t('utility.centre.leftOut.about', { reason, count: about });
}

function trustOf({ t, words, report }: Drawing) {
	const { trust } = report;
	const all = trust.levels.reduce((sum, { fields }) => sum + fields.length, 0);
	return {
		title: t('utility.trust.title'),
		text: t('utility.trust.text'),
		head: [t('utility.indicator.trust'), t('utility.data.title'), t('utility.print.meaning')],
		levels: trust.levels.map(({ level, name, meaning, points, fields }) => ({
			level,
			name,
			count: t('utility.of', { count: fields.length, all }),
			meaning: `${meaning}. ${t('utility.trust.points', { points })}`,
			fields: fields.length > all / 2 ? t('utility.trust.others') : withSemicolons(t.locale, fields),
		})),
		unproven: trust.unproven && {
			title: t('utility.trust.unproven', { count: trust.unproven.length }),
			// A list of nearly all of them is read where each number stands.
			text:
				trust.unproven.length > all / 2 && report.numbers.length
					? t('utility.trust.unproven.see')
					: withSemicolons(t.locale, trust.unproven),
		},
		coverage: {
			title: t('utility.trust.coverage'),
			none: '',
			more: null,
			rows: trust.coverage.map(({ name, coverage }) => ({ name, more: null, figure: words.coverage(coverage) })),
		},
		gains: {
			title: t('utility.trust.gains'),
			none: '',
			more: null,
			rows: trust.gains.map(({ label, from, to, points }) => ({
				name: label,
				more: null,
				figure: t('utility.trust.gain', { from, to, points: words.plain(points), count: points }),
			})),
		},
	};
}

function numbersOf({ t, words, report }: Drawing) {
	return {
		title: t('utility.data.title'),
		text: t('utility.print.data'),
		head: [t('utility.data.what'), t('utility.data.number'), t('utility.indicator.trust')],
		rows: report.numbers.map((number) => ({
			label: number.label,
			field: number.field,
			value: words.number(number),
			trust: number.trust,
			evidence: number.evidence === null ? '' : t('utility.evidence', { count: number.evidence }),
			comment: number.comment ?? '',
		})),
	};
}

function methodOf({ t, words, report }: Drawing) {
	return {
		title: t('utility.method.title'),
		paragraphs: methodParagraphs(t, report),
		head: [
			t('utility.indicator'),
			t('utility.method.formula'),
			t('utility.method.zero'),
			t('utility.method.full'),
			t('utility.method.weight'),
			t('utility.method.limits'),
		],
		rows: report.axes.flatMap(({ indicators }) =>
			indicators.map(({ code, name, made, zero, full, weight, limits, words: { source } }) => ({
				name: `${code} ${name}`,
				source,
				cells: [made.formula, words.plain(zero), words.plain(full), String(weight), limitWords(limits)],
			})),
		),
		foot: `${report.caution} ${report.source} ${t('utility.method.hash', { hash: report.inputsHash.slice(0, 16), engine: report.engine })}`,
	};
}
