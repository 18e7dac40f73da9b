import { textsOf, type Edition } from '../../instruments.ts';
import type { CardContent } from './card.ts';
import { unitWords } from './describe.ts';

/** A card in a reader's language: its numbers as they are, with the words of its edition. */
export type CardInWords = {
	code: string;
	name: string;
	/** Of the instrument. */
	instrument: string;
	edition: string;
	year: string;
	revision: number;
	locale: string;
	textLocale: string;
	overall: CardContent['overall'] & { bandName: string; note: string | null };
	bands: { name: string; from: number }[];
	axes: { code: string; name: string; score: number | null; low: number | null; high: number | null }[];
	numbers: {
		code: string;
		name: string;
		tells: string;
		value: number;
		decimals: number;
		unit: string;
		base: number | null;
		baseWords: string;
	}[];
	/** Percent. */
	supported: number;
	caution: string;
};

export function describeCard(edition: Edition<'solity'>, locale: string, card: CardContent): CardInWords {
	const { instrument } = edition;
	const text = textsOf(edition, locale);
	const all = instrument.axes.length;
	return {
		code: card.code,
		name: card.name,
		instrument: text('su.name'),
		edition: card.edition,
		year: card.year,
		revision: card.revision,
		locale,
		textLocale: edition.locales.includes(locale) ? locale : 'en',
		overall: {
			...card.overall,
			bandName: text(`su.band.${card.overall.band}`),
			note: card.overall.axes < all ? text('su.overall.some_axes', { count: card.overall.axes, all }) : null,
		},
		bands: instrument.scoring.bands.map(({ code, from }) => ({ name: text(`su.band.${code}`), from })),
		axes: card.axes.map(({ axis, score, low, high }) => ({ code: axis, name: text(`su.${axis}.name`), score, low, high })),
		numbers: card.numbers.flatMap(({ indicator: code, value, base }) => {
			const indicator = instrument.indicators.find((each) => each.code === code);
			if (!indicator) return [];
			const { decimals } = instrument.units.find((each) => each.code === indicator.unit)!;
			return [
				{
					code,
					name: text(`su.${code}.name`),
					tells: text(`su.${code}.tells`),
					value,
					decimals,
					unit: unitWords(text, indicator.unit),
					base,
					baseWords: text(`su.${code}.base`),
				},
			];
		}),
		supported: card.supported,
		caution: text('su.caution'),
	};
}
