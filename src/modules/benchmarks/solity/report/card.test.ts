import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { s1 } from '../vectors.fixture.ts';
import { cardOf, cardText, fingerprintOfCard, shownFingerprint, tidyFingerprint, type CardContent } from './card.ts';
import { edition, reportFrom } from './report.fixture.ts';

const make = (chosen = ['SU-1.4', 'SU-2.1', 'SU-4.2']): CardContent => cardOf(edition.instrument, reportFrom(), 'CARD2025', chosen)!;

test('a card holds the numbers as they are printed', () => {
	expect(make()).toMatchObject({
		name: 'Formazione Adriatica',
		year: '2025',
		overall: { score: 69.9, low: 64.6, high: 75.1, band: 'solid', axes: 5 },
		numbers: [
			{ indicator: 'SU-1.4', value: 68.4, base: 380 },
			{ indicator: 'SU-2.1', value: 75, base: 980 },
			{ indicator: 'SU-4.2', value: 65, base: 500 },
		],
		supported: 100,
	});
});

test('a number of a base under thirty never comes onto a card, whatever was asked for', () => {
	expect(make(['SU-5.5', 'SU-1.4']).numbers.map(({ indicator }) => indicator)).toEqual(['SU-1.4']);
	expect(make(['SU-1.1', 'SU-1.2', 'SU-1.4', 'SU-2.1']).numbers).toHaveLength(3);
});

test('a return without an overall score has no card', () => {
	expect(cardOf(edition.instrument, reportFrom(s1({ mode: 'draft', without: ['lsat_asked'] })), 'X', [])).toBeNull();
});

test('the fingerprint is the plain SHA-256 of the text anybody can download', () => {
	const card = make();
	expect(fingerprintOfCard(card)).toBe(createHash('sha256').update(cardText(card)).digest('hex'));
});

test('it survives a database that orders keys in its own way', () => {
	const card = make();
	const reordered = JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(card).reverse()))) as CardContent;
	reordered.overall = Object.fromEntries(Object.entries(card.overall).reverse()) as CardContent['overall'];
	expect(fingerprintOfCard(reordered)).toBe(fingerprintOfCard(card));
});

test.each([
	['overall score', (card: CardContent) => (card.overall.score = 79.9)],
	['band', (card: CardContent) => (card.overall.band = 'strong')],
	['axis', (card: CardContent) => (card.axes[2]!.score = 99)],
	['chosen number', (card: CardContent) => (card.numbers[0]!.value = 86.4)],
	['base', (card: CardContent) => (card.numbers[0]!.base = 3800)],
	['trust', (card: CardContent) => (card.supported = 99)],
	['name', (card: CardContent) => (card.name = 'Another provider')],
	['year', (card: CardContent) => (card.year = '2026')],
	['revision', (card: CardContent) => (card.revision = 2)],
])('a changed %s changes the fingerprint', (_, change) => {
	const changed = structuredClone(make());
	change(changed);
	expect(fingerprintOfCard(changed)).not.toBe(fingerprintOfCard(make()));
});

test('a fingerprint is read however it was typed', () => {
	const fingerprint = fingerprintOfCard(make());
	expect(tidyFingerprint(shownFingerprint(fingerprint).toUpperCase())).toBe(fingerprint);
	expect(tidyFingerprint(fingerprint.slice(1))).toBeNull();
});
