import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { fromRoot } from '#platform/paths.ts';
import { instrumentSchemaFiles } from '../../../scripts/instruments.ts';
import { checkInstruments, currentEdition, editionOf, editionsOf, loadEditions, textOf } from './instruments.ts';

const made: string[] = [];
afterEach(() => made.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

/** A copy of the shipped instruments with one file changed. */
function withChange(file: string, change: (text: string) => string, instrument = 'go-international'): string {
	const folder = mkdtempSync(join(tmpdir(), 'instruments-'));
	made.push(folder);
	cpSync(fromRoot('instruments'), folder, { recursive: true });
	const path = join(folder, instrument, '1.0', file);
	writeFileSync(path, change(readFileSync(path, 'utf8')));
	return folder;
}

test('Go International is whole: 9 sections, 45 items, 90 recommendations, 34 themes', () => {
	const { instrument } = currentEdition('go-international');
	expect([instrument.sections, instrument.items, instrument.recommendations, instrument.themes].map((list) => list.length)).toEqual([
		9, 45, 90, 34,
	]);
	expect(instrument.items.filter(({ headline }) => headline)).toHaveLength(9);
});

test('SOLITY is whole: 5 axes, 28 indicators, 60 fields, 43 rules, 63 recommendations', () => {
	const { instrument } = currentEdition('solity');
	const { axes, indicators, fields, rules, recommendations } = instrument;
	expect([axes, indicators, fields, rules, recommendations].map((list) => list.length)).toEqual([5, 28, 60, 43, 63]);
});

test('texts have typographic quotes and apostrophes, except errors of SOLITY, whose words are given to the letter', () => {
	const texts = [...loadEditions().values()].flatMap((edition) => [...edition.texts.values()].flatMap((words) => Object.entries(words)));
	expect(texts.length).toBeGreaterThan(2000);
	expect(texts.filter(([key, text]) => /["']/.test(text) && !key.startsWith('su.error.'))).toEqual([]);
});

test('every instrument is found with its languages and the state of its texts', () => {
	expect(checkInstruments()).toEqual([
		{ instrument: 'go-international', edition: 'GI-1.0', locales: ['de', 'en', 'fr'] },
		{ instrument: 'solity', edition: 'SU-1.0', locales: ['de', 'en', 'fr'] },
	]);
	expect(currentEdition('solity').textRevision).toMatch(/^[0-9a-f]{12}$/);
	expect(editionsOf('solity').map(({ instrument }) => instrument.edition)).toEqual(['SU-1.0']);
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

test.each([
	['instrument.json', '"code": "A1", "weight": 25', '"code": "A1", "weight": 26', /the axis weights add up to 101/],
	['instrument.json', '"weight": 30', '"weight": 31', /the weights of the indicators of A1 add up to 101/],
	['instrument.json', '"weight": 30', '"weight": 0', /instrument\.json: indicator SU-1\.4, weight/],
	['instrument.json', '"code": "A1", "weight": 25', '"code": "A1", "weight": "25"', /instrument\.json: axis A1, weight/],
	['instrument.json', '"count": "out_emp"', '"count": "out_empl"', /indicator SU-1\.4 names the unknown field out_empl/],
	[
		'instrument.json',
		'"zero": 40, "full": 82',
		'"zero": 82, "full": 40',
		/SU-1\.4: higher is better, but 0 points are at 82 and 100 at 40/,
	],
	['instrument.json', '"linked": "SU-1.4"', '"linked": "SU-9.4"', /indicator SU-1\.5 names the unknown indicator SU-9\.4/],
	['instrument.json', '"right": ["js_requests"]', '"right": ["js_request"]', /rule C01 names the unknown field js_request/],
	['instrument.json', '"reason": "NO_REQUESTS"', '"reason": "NO_NEED"', /check requests names the unknown reason NO_NEED/],
	[
		'instrument.json',
		'"count": "ssat_positive", "base": "ssat_answered"',
		'"count": "ptn_types", "base": "ssat_answered"',
		/SU-5\.3 uses the field ptn_types as a number/,
	],
	['instrument.json', '"code": "C02"', '"code": "C01"', /rule C01 stands there twice/],
	[
		'texts/fr.json',
		'"su.field.out_emp.help"',
		'"su.field.out_emp.halp"',
		/texts\/fr\.json: the text "su\.field\.out_emp\.help" is missing/,
	],
])('a fault in SOLITY’s %s (%s → %s) names file, item and fault', (file, from, to, message) => {
	const folder = withChange(file, (text) => text.replace(from, to), 'solity');
	expect(() => loadEditions(folder)).toThrow(message);
});

test('a theme no instrument has is named, one of the other instrument is fine', () => {
	const unfrozen = (text: string) => text.replace('"frozen": true', '"frozen": false');
	const wrong = withChange(
		'instrument.json',
		(text) => unfrozen(text).replace('"mainTheme": "labour-market"', '"mainTheme": "labour-markt"'),
		'solity',
	);
	expect(() => loadEditions(wrong)).toThrow(/solity\/1\.0\/instrument\.json: recommendation SU-1\.6-a names the theme labour-markt/);
	const shared = withChange(
		'instrument.json',
		(text) => unfrozen(text).replace('"mainTheme": "labour-market"', '"mainTheme": "funding"'),
		'solity',
	);
	expect(() => loadEditions(shared)).not.toThrow();
});

test('a folder that is no instrument is named', () => {
	const folder = withChange('instrument.json', (text) => text);
	mkdirSync(join(folder, 'go-national'));
	expect(() => loadEditions(folder)).toThrow(/there is no instrument "go-national"/);
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
	const moved = withChange('instrument.json', (text) => text.replace('"smallBelow": 10', '"smallBelow": 9'), 'solity');
	expect(() => loadEditions(moved)).toThrow(/SU-1\.0 is frozen/);
});

test('a language without a translation reads English and says so', () => {
	const edition = currentEdition('go-international');
	expect(textOf(edition, 'de', 'gi.band.leading.name').locale).toBe('de');
	expect(textOf(edition, 'xx', 'gi.band.leading.name')).toEqual({ text: 'Leading', locale: 'en' });
});

test('an edition nobody made is not found', () => {
	expect(() => editionOf('go-international', 'GI-9.9')).toThrow(/no edition GI-9.9/);
});

test.each(instrumentSchemaFiles())('%s for editors is what the code checks with', (file, content) => {
	expect(readFileSync(fromRoot('instruments', 'schema', file), 'utf8')).toBe(content);
});
