import type { Translator } from '#platform/i18n/translator.ts';
import { withColon, withSemicolons } from '#platform/i18n/spacing.ts';
import { svgMarkup } from '#ui/charts/markup.ts';
import { printPalette } from '#ui/charts/palette.ts';
import { columnProfile, pageProfile, type ProfileRow } from '#ui/charts/profile-chart.ts';
import ProfileChart from '#ui/charts/ProfileChart.svelte';
import { shownIndex } from '../../go-international/shown-index.ts';
import type { ReportItem, ReportPart } from '../../report/model.ts';
import { numberFacts, shareFacts } from './number-words.ts';
import { planPrint, trendPrint } from './print-loop.ts';
import { spreadPrint } from './print-spread.ts';
import { profileRows, type Peers } from './profile-rows.ts';
import { beginningsOf, changeSentences, reportHeadline, stepWords, whySentence } from './report-words.ts';
import type { ShownReport } from './shown.ts';
import { answeredSentence, answerersSentence, spreadFacts } from './spread-words.ts';
import { numberFormat, percentFormat } from '#ui/formats.ts';

/** The day of printing, `2026-11-24` and in the reader's words. It stands at the foot of every page. */
export type Printed = { date: string; day: string };

export type ReportPrint = { data: Record<string, unknown>; images: Record<string, string> };

/** Two ready versions, and the one a share link shows. */
export type PrintVersion = 'full' | 'director';

/**
 * The report's words and chart, prepared for its PDF.
 * @param version a chart over the whole page, or in a column of the director's
 * @param parts what may be shown; the rest is left out of the document
 */
export function reportPrint(
	t: Translator,
	report: ShownReport,
	{
		version,
		parts,
		printed,
		peers,
		extra = {},
	}: {
		version: PrintVersion;
		parts: readonly ReportPart[];
		printed: Printed;
		peers?: Peers;
		extra?: { comparison?: unknown };
	},
): ReportPrint {
	const { overall, locale } = report;
	const has = (part: ReportPart) => parts.includes(part);
	const decimal = numberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
	const exact = numberFormat(locale, { maximumFractionDigits: 4 });
	const signed = numberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' });
	const percent = percentFormat(locale);
	const rows = profileRows(t, report, peers);
	const focus = report.priorities.filter(({ focus }) => focus);
	const priorities = focus.length ? focus : report.priorities.slice(0, 3);
	const beginnings = beginningsOf(priorities);

	const trend = has('progress') && report.trend ? trendPrint(t, report.trend, report) : null;

	return {
		images: { 'profile.svg': chartOf(t, report, rows, version), ...(trend && { 'trend.svg': trend.chart }) },
		data: {
			lang: locale,
			title: withColon(locale, t('report.title'), report.provider.name),
			provider: report.provider.name,
			name: report.name,
			eyebrow: t('report.eyebrow', { mode: t(`report.mode.${report.mode}`), year: report.year }),
			date: printed.date,
			foot: t('report.pdf.foot', { provider: report.provider.name, date: printed.day }),
			contents: t('report.pdf.contents'),
			label: t('report.pdf.label', { name: report.name, year: report.year }),
			page: t('report.pdf.page', { page: '{page}', pages: '{pages}' }),
			answered: answeredSentence(t, report),
			roles: answerersSentence(t, report, locale),
			index: overall.index === null ? null : String(shownIndex(overall.index)),
			ofHundred: t('report.of100'),
			band: overall.band ? withColon(locale, overall.band.name, overall.band.headline) : t('report.tooFew.title'),
			bandText: overall.band?.text ?? t('report.tooFew.text'),
			change: has('progress') ? changeSentences(t, report) : null,
			facts: [
				...(overall.maturity === null
					? []
					: [{ term: t('report.fact.maturity'), value: t('report.value.of4', { value: decimal.format(overall.maturity) }) }]),
				...(overall.withProof
					? [{ term: t('report.fact.withProof'), value: t('report.value.of4', { value: decimal.format(overall.withProof.maturity) }) }]
					: []),
				...(overall.balance ? [{ term: t('report.fact.balance'), value: t(`report.balance.${overall.balance.verdict}`) }] : []),
				...spreadFacts(t, report),
				{ term: t('report.fact.unknown'), value: t('report.value.of', { count: overall.counts.unknown, all: overall.counts.all }) },
				...(overall.counts.notApplicable
					? [
							{
								term: t('report.fact.notApplicable'),
								value: t('report.value.of', { count: overall.counts.notApplicable, all: overall.counts.all }),
							},
						]
					: []),
			],
			headline: reportHeadline(t, report),
			chartText: `${t('report.chart.title')}: ${rows.map(({ label, text, change }) => `${label}: ${text}${change ? ` (${change})` : ''}`).join('; ')}.`,
			key: keyWords(t, report, rows),
			messages: [...(overall.provisional ? [t('report.provisional')] : []), ...overall.messages.map(({ text }) => text)],
			strengthsTitle: t('report.strengths'),
			strengths: report.strengths.map(({ title, sectionName, level, text }) => ({
				title,
				section: sectionName,
				level,
				levelWord: t('report.level', { level }),
				text,
			})),
			prioritiesTitle: focus.length ? t('report.focus.title') : t('report.priorities.title', { count: priorities.length }),
			nowLabel: t('report.priority.now'),
			nextLabel: t('report.priority.next'),
			howLabel: t('report.priority.how'),
			priorities: priorities.map((priority) => ({
				section: priority.sectionName,
				title: priority.title,
				level: priority.level,
				step: stepWords(t, priority.level, priority.target),
				why: whySentence(t, priority, locale),
				now: priority.chosen,
				next: priority.next,
				how: beginnings.get(priority.item)!.map(({ text, effort }) => `${text} (${t(`report.effort.${effort}`)})`),
			})),
			sectionsTitle: has('sections') || has('answers') ? t('report.sections.title') : null,
			sectionsText: t('report.sections.text'),
			recommendationsLabel: t('report.section.recommendations'),
			answersLabel: has('answers') ? t('report.pdf.answers') : null,
			levelLabel: t('report.pdf.level'),
			sections: report.sections.map((section) => ({
				name: section.name,
				question: section.question,
				maturity: section.maturity === null ? null : decimal.format(section.maturity),
				value: section.maturity,
				of4: t('report.of4'),
				band: section.band?.name ?? null,
				facts: [
					...(section.withProof === null ? [] : [t('report.section.withProof', { value: decimal.format(section.withProof) })]),
					...(section.progress?.difference != null && report.progress
						? [
								section.progress.verdict === 'no-clear-change'
									? t('report.section.same', { year: report.progress.year })
									: t('report.section.change', { value: signed.format(section.progress.difference), year: report.progress.year }),
							]
						: []),
					...(section.coverage !== null && section.coverage < 1
						? [t('report.section.coverage', { share: percent.format(section.coverage) })]
						: []),
				],
				missing:
					section.maturity === null
						? t(section.reason === 'not-applicable' ? 'report.section.notApplicable' : 'report.section.notEnough')
						: null,
				sentence: section.sentence,
				recommendations: section.recommendations.map(({ text, themeName, effort, offers }) => ({
					text,
					more: [
						themeName,
						t(`report.effort.${effort}`),
						...offers.map(({ kind, title }) => withColon(locale, t(`report.offer.kind.${kind}`), title)),
					].join(' · '),
				})),
				items: section.items.map((item) => itemWords(t, report, has('notes') ? item : { ...item, note: null })),
			})),
			spread: has('spread') ? spreadPrint(t, report) : null,
			findOut: has('findOut')
				? {
						title: t('report.findOut.title', { count: report.findOut.length }),
						text: report.findOut.length ? t('report.findOut.text') : t('report.findOut.empty'),
						head: [t('report.pdf.question'), t('report.chart.section')],
						widths: [0.5],
						rows: report.findOut.map(({ sectionName, question }) => [question, sectionName]),
					}
				: null,
			proveIt: has('findOut')
				? {
						title: t('report.proveIt.title', { count: report.proveIt.length }),
						text: report.proveIt.length ? t('report.proveIt.text') : t('report.proveIt.empty'),
						head: [t('report.pdf.topic'), t('report.pdf.level'), t('report.pdf.examples')],
						widths: [0.8, 1.5],
						rows: report.proveIt.map(({ title, level, evidence, examples }) => [
							title,
							`${level} · ${evidence ? t(`report.evidence.${evidence}`) : t('report.evidence.unasked')}`,
							examples,
						]),
					}
				: null,
			listsTitle: t('report.lists.title'),
			numbers:
				has('numbers') && report.numbers
					? {
							title: t('report.numbers.title'),
							text: t('report.numbers.text'),
							shares: shareFacts(t, report).map(({ term, value, share, aim, aimWords }) => ({ term, value, share, aim, aimWords })),
							facts: numberFacts(t, report),
							caution: t('report.numbers.caution'),
						}
					: null,
			readiness: has('readiness')
				? {
						title: t('report.readiness.title'),
						text: t('report.readiness.text'),
						parts: report.readiness.map(({ name, mean, verdictName, todo }) => ({
							name,
							verdict: verdictName,
							mean: mean === null ? null : t('report.readiness.mean', { value: decimal.format(mean) }),
							todo: todo.length
								? `${t('report.readiness.todo')} ${withSemicolons(
										locale,
										todo.map(({ title }) => title),
									)}`
								: mean === null
									? null
									: t('report.readiness.done'),
						})),
						caution: report.readinessCaution,
					}
				: null,
			comparison: has('comparison') ? (extra.comparison ?? null) : null,
			trend: trend?.data ?? null,
			plan: has('plan') && report.plan ? planPrint(t, report.plan) : null,
			method: has('method')
				? {
						title: t('report.method.title'),
						paragraphs: [
							t('report.method.levels'),
							t('report.method.weights'),
							...(overall.maturity === null || overall.index === null
								? []
								: [
										`(${overall.made.map(({ weight, maturity }) => `${weight} × ${exact.format(maturity)}`).join(' + ')}) / ${overall.made.reduce((sum, { weight }) => sum + weight, 0)} = ${exact.format(overall.maturity)}; (${exact.format(overall.maturity)} − 1) / 3 × 100 = ${exact.format(overall.index)}`,
									]),
							t('report.method.bands'),
							t('report.method.unknown'),
							t('report.method.limits'),
						],
						foot: `${report.source} ${t('report.method.edition', { edition: report.edition })} ${t('report.method.hash', { hash: overall.inputsHash.slice(0, 16) })}`,
					}
				: null,
			limits: t('report.method.limits'),
		},
	};
}

function chartOf(t: Translator, report: ShownReport, rows: ProfileRow[], version: PrintVersion): string {
	return svgMarkup(ProfileChart, {
		rows,
		bandNames: report.levelNames,
		title: t('report.chart.title'),
		description: t('report.chart.description'),
		palette: printPalette,
		shape: version === 'director' ? columnProfile : pageProfile,
	});
}

/** The key of the chart, in the order of its shapes; only of what is drawn. */
function keyWords(t: Translator, report: ShownReport, rows: ProfileRow[]): { shape: 'dot' | 'ring' | 'bar' | 'line'; text: string }[] {
	return [
		{ shape: 'dot', text: report.progress ? report.year : t('report.chart.own') },
		...(report.progress && rows.some(({ before }) => before != null) ? [{ shape: 'ring' as const, text: report.progress.year }] : []),
		...(rows.some(({ peers }) => peers) ? [{ shape: 'bar' as const, text: t('report.chart.middle') }] : []),
		...(rows.some(({ shown }) => shown != null) ? [{ shape: 'line' as const, text: t('report.chart.shown') }] : []),
	];
}

function itemWords(t: Translator, report: ShownReport, item: ReportItem) {
	const level = typeof item.value === 'number' ? item.value : null;
	return {
		question: item.question,
		level,
		answer: level
			? `${level} · ${report.levelNames[level - 1]}`
			: item.value === 'NA'
				? t('report.answer.NA')
				: item.value === 'DK'
					? t('report.answer.DK')
					: t('report.answer.none'),
		chosen: item.chosen ?? (item.reason ? `${t('report.answer.reason')} ${item.reason}` : null),
		next: item.next && `${t('report.answer.next')} ${item.next}`,
		more: [
			...(item.before !== null && item.before !== item.value && report.progress
				? [
						typeof item.before === 'number'
							? t('report.answer.before', { year: report.progress.year, level: item.before })
							: t('report.answer.beforeNone', { year: report.progress.year }),
					]
				: []),
			...(item.evidence ? [t(`report.evidence.${item.evidence}`)] : []),
		].join(' · '),
		why: item.why && `${t('spread.why')} ${item.why}`,
		note: item.note && `${t('report.answer.note')} ${item.note}`,
	};
}
