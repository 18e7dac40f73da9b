import type { Translator } from '#platform/i18n/translator.ts';
import { withColon, withSemicolons } from '#platform/i18n/spacing.ts';
import { svgMarkup } from '#ui/charts/markup.ts';
import { printPalette } from '#ui/charts/palette.ts';
import ScoreChart from '#ui/charts/ScoreChart.svelte';
import type { CardInWords } from '../../../solity/report/card-words.ts';
import { cardRows } from './card-rows.ts';
import { numberWords } from './number-words.ts';
import type { Print } from './print-report.ts';

/**
 * The public card, prepared for its PDF.
 * @param check where and by what anybody checks it; `qr` is a drawing of the address
 */
export function cardPrint(
	t: Translator,
	card: CardInWords,
	check: { address: string; fingerprint: string; qr: string; published: string; printedOn: string },
): Print {
	const words = numberWords(t, card.locale);
	const { rows, edges, names } = cardRows(t, words, card);
	return {
		images: {
			'qr.svg': check.qr,
			'axes.svg': svgMarkup(ScoreChart, { rows, bandNames: names, edges, title: t('cards.axes'), description: '', palette: printPalette }),
		},
		data: {
			lang: card.locale,
			title: withColon(card.locale, t('cards.title'), card.name),
			label: `${card.instrument} · ${card.year}`,
			foot: card.code,
			date: check.printedOn,
			eyebrow: t('cards.eyebrow', { name: card.instrument }),
			name: card.name,
			about: `${t('cards.about', { year: card.year, edition: card.edition, revision: card.revision })} ${t('cards.published', { day: check.published })}`,
			score: words.score(card.overall.score),
			ofHundred: t('utility.of100'),
			band: card.overall.bandName,
			likely: withSemicolons(
				t.locale,
				[words.likely(card.overall), card.overall.note].filter((part): part is string => !!part),
			),
			support: t('cards.support', { share: words.percent(card.supported / 100) }),
			axesTitle: t('cards.axes'),
			axesText: rows.map(({ label, text }) => `${label}: ${text}`).join('; '),
			axesKey: t('charts.score.likely'),
			numbersTitle: t('cards.numbers'),
			numbers: card.numbers.map((number) => ({
				name: number.name,
				tells: number.tells,
				value: words.value(number.value, number),
				base: number.base === null ? null : t('cards.base', { base: words.plain(number.base), words: number.baseWords }),
			})),
			check: {
				title: t('cards.print.check'),
				text: t('cards.print.check.text'),
				address: check.address,
				alt: t('cards.print.qr'),
				label: t('cards.check.fingerprint'),
				fingerprint: check.fingerprint,
			},
			caution: card.caution,
		},
	};
}
