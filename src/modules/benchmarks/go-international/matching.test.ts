import { expect, test } from 'vitest';
import { currentEdition } from '../instruments.ts';
import { matchOffers, type OfferCandidate, type OfferNeed } from './matching.ts';

const { instrument } = currentEdition('go-international');
const now = new Date('2026-11-24T08:00:00Z');
const need: OfferNeed = { mainTheme: 'curriculum', relatedTheme: 'recognition', band: 'starting', locale: 'en', sectors: ['071'] };
const offer = (id: string, more: Partial<OfferCandidate> = {}): OfferCandidate => ({
	kind: 'webinar',
	id,
	themes: ['curriculum'],
	languages: ['en'],
	sectors: ['0715'],
	madeFor: 'starters',
	on: new Date('2026-12-04T14:00:00Z'),
	...more,
});
const points = (more: Partial<OfferCandidate>) => matchOffers(instrument, need, [offer('one', more)], now)[0]?.points;

test('counts the best match of themes only, and one point each for language, sector, band and freshness', () => {
	expect(points({})).toBe(8);
	expect(points({ themes: ['recognition', 'curriculum'] })).toBe(8);
	expect(points({ themes: ['recognition'] })).toBe(6);
	// Another theme of the same family.
	expect(points({ themes: ['virtual-exchange'] })).toBe(5);
	expect(points({ languages: ['pt'] })).toBe(7);
	expect(points({ sectors: ['0923'] })).toBe(7);
	expect(points({ madeFor: 'advanced' })).toBe(7);
	expect(points({ on: new Date('2024-11-23T00:00:00Z') })).toBe(7);
});

test('shows nothing below three points, and nothing without a theme in common', () => {
	expect(points({ themes: ['virtual-exchange'], languages: ['pt'], sectors: [], madeFor: null })).toBeUndefined();
	expect(points({ themes: ['virtual-exchange'], sectors: [], madeFor: null })).toBe(3);
	expect(points({ themes: ['funding'] })).toBeUndefined();
});

test('shows one of each kind, among equals the newer one, and says why', () => {
	const shown = matchOffers(
		instrument,
		need,
		[
			offer('older', { on: new Date('2026-03-01T00:00:00Z') }),
			offer('newer'),
			offer('weaker', { languages: [] }),
			offer('centre', { kind: 'centre', madeFor: null }),
		],
		now,
	);
	expect(shown.map(({ id }) => id)).toEqual(['newer', 'centre']);
	expect(shown[1]!.reasons).toEqual(['theme', 'language', 'sector', 'fresh']);
});
