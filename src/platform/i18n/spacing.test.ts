import { expect, test } from 'vitest';
import { formatMessage } from './translator.ts';
import { missingSpaces, tableWithSpaces, withColon, withSemicolons, withSpaces } from './spacing.ts';

test('French keeps its signs with their words', () => {
	expect(withSpaces('fr', '« Je ne sais pas » : 5 % ; pourquoi ? Oui !')).toBe(
		'«\u202fJe ne sais pas\u202f»\u202f: 5\u202f%\u202f; pourquoi\u202f? Oui\u202f!',
	);
	expect(withSpaces('fr-CH', 'Session : Anne')).toBe('Session\u202f: Anne');
	expect(withSpaces('fr', 'Le 12:30, https://example.org')).toBe('Le 12:30, https://example.org');
});

test('a text that is set already stays as it is, and so does every other language', () => {
	expect(withSpaces('fr', 'Où\u202f?')).toBe('Où\u202f?');
	expect(tableWithSpaces('de', { a: '5 % : „so“' })).toEqual({ a: '5 % : „so“' });
});

test('the words of a plural are set, and its grammar still works', () => {
	const pattern = withSpaces('fr', '{count, plural, one {Un point : #} other {# points : {names}}}');
	expect(formatMessage(pattern, 'fr', { count: 2, names: 'a, b' })).toBe('2 points\u202f: a, b');
});

test('signs that lack their space are found, times and addresses are not', () => {
	expect(missingSpaces('fr', 'Pourquoi? «Oui» : 5% et {n}:')).toEqual(['Pourquoi?', '«Oui»', '5%', '{n}:']);
	expect(missingSpaces('fr', '« Oui » : à 12:30, https://example.org ; vraiment ?!')).toEqual([]);
	expect(missingSpaces('de', 'Warum? 5%')).toEqual([]);
});

test('a colon between two parts is set as the language has it', () => {
	expect(withColon('fr', 'Plan d’action', 'Escola')).toBe('Plan d’action\u202f: Escola');
	expect(withColon('de', 'Aktionsplan', 'Escola')).toBe('Aktionsplan: Escola');
});

test('parts after one another have semicolons as the language sets them', () => {
	expect(withSemicolons('fr', ['Préparation', 'Soutien', 'Partage'])).toBe('Préparation\u202f; Soutien\u202f; Partage');
	expect(withSemicolons('de', ['Vorbereitung', 'Begleitung'])).toBe('Vorbereitung; Begleitung');
	expect(withSemicolons('fr', ['Préparation'])).toBe('Préparation');
});
