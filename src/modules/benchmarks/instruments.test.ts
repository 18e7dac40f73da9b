import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { fromRoot } from '#platform/paths.ts';
import { levelInstrumentJsonSchema } from '../../../scripts/instruments.ts';
import { checkInstruments, currentEdition, editionOf, loadEditions, textOf } from './instruments.ts';

const made: string[] = [];
afterEach(() => made.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

/** A copy of the shipped instruments with one file changed. */
function withChange(file: string, change: (text: string) => string): string {
	const folder = mkdtempSync(join(tmpdir(), 'instruments-'));
	made.push(folder);
	cpSync(fromRoot('instruments'), folder, { recursive: true });
	const path = join(folder, 'go-international', '1.0', file);
	writeFileSync(path, change(readFileSync(path, 'utf8')));
	return folder;
}

test('the shipped edition is whole: 9 sections, 45 items, 90 recommendations, 34 themes', () => {
	const { instrument } = currentEdition('go-international');
	expect([instrument.sections, instrument.items, instrument.recommendations, instrument.themes].map((list) => list.length)).toEqual([
		9, 45, 90, 34,
	]);
	expect(instrument.items.filter(({ headline }) => headline)).toHaveLength(9);
	expect(checkInstruments()[0]).toMatchObject({ instrument: 'go-international', edition: 'GI-1.0' });
});

test.each([
	['instrument.json', '"weight": 8,', '"weight": 9,', /instrument\.json: the section weights add up to 101/],
	['instrument.json', '"theme": "labour-market"', '"theme": "labour-markt"', /item ENV-1 names the unknown theme labour-markt/],
	['instrument.json', '"code": "ENV-2"', '"code": "ENV-1"', /item ENV-1 stands there twice/],
	['instrument.json', '"items": ["ENV-3"', '"items": ["ENV-7"', /readiness part objectives names the unknown item ENV-7/],
	['instrument.json', '"weight": 1, "notApplicableAllowed"', '"weight": 3, "notApplicableAllowed"', /item ENV-2, weight/],
	['instrument.json', '"headline": true', '"headline": false', /section ENV has 0 headline items/],
	['instrument.json', '{', '{{', /instrument\.json can not be read/],
	['texts/en.json', '"gi.ENV-1.l3"', '"gi.ENV-1.l5"', /texts\/en\.json: the text "gi\.ENV-1\.l3" is missing/],
	['texts/de.json', '"gi.name"', '"gi.nam"', /texts\/de\.json: the text "gi\.name" is missing/],
])('a fault in %s (%s → %s) names file, item and fault', (file, from, to, message) => {
	const folder = withChange(file, (text) => text.replace(from, to));
	expect(() => loadEditions(folder)).toThrow(message);
});

test('a frozen edition refuses any change of what results are made from, and allows a corrected text', () => {
	const changed = withChange('instrument.json', (text) =>
		text.replace(
			'"weight": 2, "notApplicableAllowed": false, "headline": true',
			'"weight": 1, "notApplicableAllowed": false, "headline": true',
		),
	);
	expect(() => loadEditions(changed)).toThrow(/GI-1\.0 is frozen/);
	expect(() =>
		loadEditions(withChange('texts/en.json', (text) => text.replace('We have no shared picture.', 'We share no picture.'))),
	).not.toThrow();
});

test('a language without a translation reads English and says so', () => {
	const edition = currentEdition('go-international');
	expect(textOf(edition, 'de', 'gi.band.leading.name').locale).toBe('de');
	expect(textOf(edition, 'xx', 'gi.band.leading.name')).toEqual({ text: 'Leading', locale: 'en' });
});

test('an edition nobody made is not found', () => {
	expect(() => editionOf('go-international', 'GI-9.9')).toThrow(/no edition GI-9.9/);
});

test('the JSON Schema for editors is the one the code checks with', () => {
	expect(readFileSync(fromRoot('instruments', 'schema', 'level-instrument.schema.json'), 'utf8')).toBe(levelInstrumentJsonSchema());
});
