import { expect, test } from 'vitest';
import { createCatalogue } from '../i18n/catalogue.ts';
import { assemble } from './assemble.ts';
import { mark } from './mark.ts';
import type { Page } from './page.ts';
import type { PartBytes } from './parts.ts';
import { plainData } from './plain.ts';
import { numberedTexts } from './texts.ts';
import { unsent } from './unsent.ts';

const texts = createCatalogue();
const opening = (html: string) => html.replace('%lang%', 'fr');
const pageOf = (inside: string) => `<html lang="%lang%"><head></head><body>${inside}</body></html>`;
const put = (inside: string, page?: Page) => assemble(pageOf(inside), page, opening).bytes.toString();
const marked = (part: string) => `before<!--${mark}-->${part}<!--/${mark}-->after`;

test('a table of texts reads as always, and stands in the page where its number was written', () => {
	const table = numberedTexts(texts).group('fr', 'shell', 'parts');
	const whole = texts.group('fr', 'shell', 'parts');
	expect(table['shell.skip']).toBe(whole['shell.skip']);
	// As the framework writes an object whose only key is a word.
	const [[key, number]] = Object.entries(table) as [[string, unknown]];
	const script = put(`<script>start({data:{messages:{${key}:${String(number)}},n:1}})</script>`);
	const written = /messages:(\{.*\}),n:1\}\}\)/.exec(script)![1]!;
	expect(JSON.parse(written)).toEqual(whole);
	expect(numberedTexts(texts).group('fr', 'shell', 'parts')).toBe(table);
});

test('nothing in a table can end the script it stands in', () => {
	const wild = { ...texts, group: () => ({ key: '</script><!--\u2028' }) };
	const [[key, number]] = Object.entries(numberedTexts(wild).group('en')) as [[string, unknown]];
	const html = put(`{${key}:${String(number)}}`);
	expect(html).toContain('{"key":"\\u003c/script>\\u003c!--\\u2028"}');
});

test('a part is handed over as it stands in the page, without its marks', () => {
	let kept: PartBytes | undefined;
	expect(put(marked('Größe – ok'), { keep: (part) => (kept = part) })).toContain('beforeGröße – okafter');
	expect(kept!.bytes.toString()).toBe('Größe – ok');
	expect(put(marked(''), { kept: kept! })).toContain('beforeGröße – okafter');
});

test('a page has one name for its browser, whether its part was made or found', () => {
	let kept: PartBytes | undefined;
	const made = assemble(pageOf(marked('one')), { keep: (part) => (kept = part) }, opening);
	const found = assemble(pageOf(marked('')), { kept: kept! }, opening);
	const other = assemble(pageOf(marked('two')), {}, opening);
	expect(found.bytes.equals(made.bytes)).toBe(true);
	expect(found.tag()).toBe(made.tag());
	expect(other.tag()).not.toBe(made.tag());
});

test('a page without any of this goes out as it is, but for its opening', () => {
	expect(put('<p>{a:1}<!--x--></p>')).toBe('<html lang="fr"><head></head><body><p>{a:1}<!--x--></p></body></html>');
});

test('unsent data can be read, and nobody who writes data finds it', () => {
	const data = { list: [1, 2], text: 'x' };
	const hidden = unsent(data);
	expect([hidden.list, hidden.text]).toEqual([[1, 2], 'x']);
	expect(Object.keys(hidden)).toEqual([]);
	expect(Object.keys(data)).toEqual(['list', 'text']);
});

test('plain data reads as always and stands in the page as JSON, the data of each page in its own', () => {
	const data = { list: [{ text: '</script>' }], none: undefined, half: 0.5, nothing: null };
	const page: Page = {};
	const [first, second] = [plainData(page, data), plainData(page, { other: 'é' })];
	expect([first.list, first.half, second.other]).toEqual([data.list, 0.5, 'é']);
	const number = (of: object) => Object.entries(of).map(([key, value]) => `{${key}:${String(value)}}`)[0]!;
	const written = put(`<script>start([${number(second)},${number(first)}])</script>`, page);
	expect(written).toContain('start([{"other":"é"},{"list":[{"text":"\\u003c/script>"}],"half":0.5,"nothing":null}])');
	expect(plainData(undefined, data)).toBe(data);
});
