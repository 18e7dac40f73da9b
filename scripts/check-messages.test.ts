import { expect, test } from 'vitest';
import { compareTexts, offTerm, spokenWords, unusedKeys, writtenInto } from './check-messages.ts';

test('a missing key, a surplus key and a wrong argument are each named', () => {
	expect(compareTexts({ a: 'x', b: 'Hi {name}' }, { b: 'Hallo {nom}', c: 'y' }, 'de')).toEqual([
		'de: "a" is missing',
		'de: "b" has the arguments (nom), English has (name)',
		'de: "c" does not exist in English',
	]);
});

test('a plural needs its argument in every language, whatever its branches', () => {
	const english = { n: '{count, plural, one {# answer} other {# answers}}' };
	expect(compareTexts(english, { n: '{count, plural, one {# Antwort} other {# Antworten}}' }, 'de')).toEqual([]);
	expect(compareTexts(english, { n: 'viele Antworten' }, 'de')).toHaveLength(1);
});

test('broken ICU, straight apostrophes, control characters and missing spaces are faults', () => {
	expect(compareTexts({ a: 'x' }, { a: 'l’{' }, 'fr')[0]).toContain('not valid ICU');
	expect(compareTexts({ a: 'x' }, { a: "l'eau" }, 'fr')[0]).toContain('apostrophe');
	expect(compareTexts({ a: 'x' }, { a: 'une page \u0001 ici' }, 'fr')[0]).toContain('control character');
	expect(compareTexts({ a: 'x' }, { a: 'Pourquoi?' }, 'fr')[0]).toContain('space beside a sign');
});

test('a key counts as used by its name or by the fixed part of a template', () => {
	const texts = { 'errors.gone': '', 'shell.name': '', 'shell.old': '' };
	expect(unusedKeys(texts, "t('shell.name'); t(`errors.${code}`)")).toEqual(['shell.old']);
});

test('the glossary’s terms are asked for and its forbidden words refused', () => {
	const glossary = [{ en: 'provider', forms: ['bildungsanbieter'], avoid: ['Provider'] }];
	expect(offTerm({ a: 'Two providers' }, { a: 'Zwei Bildungsanbieter' }, glossary, 'de')).toEqual([]);
	expect(offTerm({ a: 'Two providers' }, { a: 'Zwei Provider' }, glossary, 'de')).toHaveLength(2);
	expect(offTerm({ a: 'Something provided' }, { a: 'Etwas' }, glossary, 'de')).toEqual([]);
});

test('an argument’s name is no word of the text, whatever it is called', () => {
	const glossary = [{ en: 'level', forms: ['stufe'], avoid: ['Level'] }];
	expect(offTerm({ a: '{level} of 4' }, { a: '{level} von 4' }, glossary, 'de')).toEqual([]);
	expect(offTerm({ a: 'level {level}' }, { a: 'Stufe {level}' }, glossary, 'de')).toEqual([]);
	expect(offTerm({ a: 'level {level}' }, { a: 'Level {level}' }, glossary, 'de')).toHaveLength(2);
});

test('the branches of a plural are words', () => {
	expect(spokenWords('{count, plural, one {One level} other {# levels}}').split(/\s+/).filter(Boolean)).toEqual([
		'One',
		'level',
		'…',
		'levels',
	]);
});

test('words in a component are found, signs and names are not', () => {
	expect(writtenInto('<p class="lead">{t(\'a\')} · VENHANS 100 %</p>')).toEqual([]);
	expect(writtenInto('<p>Hello</p><button aria-label="Close">×</button>{#if x}<b>Yes</b>{/if}')).toEqual([
		'Hello',
		'aria-label="Close"',
		'Yes',
	]);
});
