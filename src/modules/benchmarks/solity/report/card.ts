import { createHash } from 'node:crypto';
import type { CountedInstrument } from '../instrument.ts';
import type { Report } from './model.ts';
import { shown } from '../rounding.ts';

/** The public one-page card (specification, section 13): its numbers as they are printed, in no language. */
export type CardContent = {
	format: 'venhans.card';
	formatVersion: 1;
	/** What the card's address ends with. */
	code: string;
	name: string;
	instrument: 'solity';
	edition: string;
	year: string;
	revision: number;
	overall: { score: number; low: number; high: number; band: string; axes: number };
	axes: { axis: string; score: number | null; low: number | null; high: number | null }[];
	/** Three numbers of the provider's own choice. */
	numbers: { indicator: string; value: number; base: number | null }[];
	/** Percent of the weight that stands on documented or verified numbers. */
	supported: number;
};

/** Nothing with a base under this stands on a card. */
export const leastBase = 30;
/** So many numbers of its own choice a provider puts on it at most. */
export const mostNumbers = 3;

/** Indicators a provider may choose from: scored, and of a base of 30 or more where there is one. */
export function choices({ axes }: Report): { code: string; name: string; axisName: string; value: number }[] {
	return axes.flatMap(({ name: axisName, indicators }) =>
		indicators
			.filter(({ status, base, value, hidden }) => status === 'scored' && value !== null && !hidden && (base === null || base >= leastBase))
			.map(({ code, name, value }) => ({ code, name, axisName, value: value! })),
	);
}

/** What a report puts on its card, rounded as shown. Null where there is no overall score to publish. */
export function cardOf(instrument: CountedInstrument, report: Report, code: string, chosen: readonly string[]): CardContent | null {
	const { score, low, high, band, axes, supported } = report.overall;
	if (score === null || low === null || high === null || band === null) return null;
	const allowed = new Set(choices(report).map(({ code }) => code));
	const round = (x: number | null) => (x === null ? null : shown(x));
	const indicators = new Map(report.axes.flatMap(({ indicators }) => indicators).map((each) => [each.code, each]));
	return {
		format: 'venhans.card',
		formatVersion: 1,
		code,
		name: report.unit.name,
		instrument: 'solity',
		edition: instrument.edition,
		year: report.yearName,
		revision: report.revision,
		overall: { score: shown(score), low: shown(low), high: shown(high), band: band.code, axes },
		axes: report.axes.map((axis) => ({ axis: axis.code, score: round(axis.score), low: round(axis.low), high: round(axis.high) })),
		numbers: chosen
			.filter((each) => allowed.has(each))
			.slice(0, mostNumbers)
			.map((each) => {
				const { value, decimals, base } = indicators.get(each)!;
				return { indicator: each, value: shown(value!, decimals), base };
			}),
		supported: Math.round((supported ?? 0) * 100),
	};
}

/**
 * The card as text, the same on every machine: JSON with the keys in the order of `CardContent`, without spaces, in UTF-8.
 * Its SHA-256 is the fingerprint, which anybody can make again from the file.
 */
export function cardText(content: CardContent): string {
	const { format, formatVersion, code, name, instrument, edition, year, revision, overall, axes, numbers, supported } = content;
	return JSON.stringify({
		format,
		formatVersion,
		code,
		name,
		instrument,
		edition,
		year,
		revision,
		overall: { score: overall.score, low: overall.low, high: overall.high, band: overall.band, axes: overall.axes },
		axes: axes.map(({ axis, score, low, high }) => ({ axis, score, low, high })),
		numbers: numbers.map(({ indicator, value, base }) => ({ indicator, value, base })),
		supported,
	});
}

/** SHA-256 of the card's text, 64 hexadecimal digits. */
export function fingerprintOfCard(content: CardContent): string {
	return createHash('sha256').update(cardText(content), 'utf8').digest('hex');
}

/** A fingerprint in groups of eight, as it is printed and read aloud. */
export function shownFingerprint(fingerprint: string): string {
	return fingerprint.match(/.{1,8}/g)?.join(' ') ?? '';
}

/** Reads a fingerprint as people type or paste it; null where it is none. */
export function tidyFingerprint(text: string): string | null {
	const digits = text.toLowerCase().replace(/[^0-9a-f]/g, '');
	return digits.length === 64 ? digits : null;
}
