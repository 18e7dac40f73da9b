/**
 * Checks every interface text: the same keys and arguments in every language, none missing, none unused, terms as the
 * glossary has them, and no text written into a component. Prints one line a fault; exit code 1 when there are any.
 */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parse as parseMessage, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { parse } from 'svelte/compiler';
import { missingSpaces } from '../src/platform/i18n/spacing.ts';
import { fromRoot, rootDirectory } from '../src/platform/paths.ts';
import { argumentsOf } from './messages.ts';

type Texts = Record<string, string>;
export type GlossaryEntry = { en: string; forms: string[]; avoid?: string[] };

/** All groups of one language's folder in one table. */
export function readTexts(folder: string): Texts {
	return Object.assign(
		{},
		...readdirSync(folder)
			.filter((file) => file.endsWith('.json'))
			.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Texts),
	) as Texts;
}

/** Keys and arguments that differ between the English texts and a translation. */
export function compareTexts(english: Texts, translated: Texts, locale: string): string[] {
	const faults: string[] = [];
	for (const [key, pattern] of Object.entries(english)) {
		const other = translated[key];
		if (other === undefined) {
			faults.push(`${locale}: "${key}" is missing`);
			continue;
		}
		try {
			const wanted = [...argumentsOf(pattern).keys()].sort().join(', ');
			const found = [...argumentsOf(other).keys()].sort().join(', ');
			if (wanted !== found) faults.push(`${locale}: "${key}" has the arguments (${found}), English has (${wanted})`);
		} catch (error) {
			faults.push(`${locale}: "${key}" is not valid ICU MessageFormat: ${(error as Error).message}`);
		}
		if (other.includes("'")) faults.push(`${locale}: "${key}" has a straight apostrophe, which ICU reads as quoting; use ’`);
		if (/\p{Cc}/u.test(other)) faults.push(`${locale}: "${key}" has a control character, which nobody sees`);
		for (const place of missingSpaces(locale, other)) faults.push(`${locale}: "${key}" lacks a space beside a sign: “${place}”`);
		if (other.trim() === '') faults.push(`${locale}: "${key}" is empty`);
	}
	for (const key of Object.keys(translated)) if (!(key in english)) faults.push(`${locale}: "${key}" does not exist in English`);
	return faults;
}

/** Keys no source names, neither whole nor by the fixed part before a `${…}`. */
export function unusedKeys(english: Texts, sources: string): string[] {
	const prefixes = [...sources.matchAll(/`([a-z][\w-]*(?:\.[\w-]+)*\.)\$\{/gi)].map((match) => match[1]!);
	return Object.keys(english).filter(
		(key) => !new RegExp(`['"\`]${RegExp.escape(key)}['"\`]`).test(sources) && !prefixes.some((prefix) => key.startsWith(prefix)),
	);
}

/** What is read aloud of a pattern: its words in every branch, a gap where an argument stands. The name of an argument is no word. */
export function spokenWords(pattern: string): string {
	const words = (elements: MessageFormatElement[]): string[] =>
		elements.flatMap((element) => {
			if (element.type === TYPE.literal) return [element.value];
			if (element.type !== TYPE.plural && element.type !== TYPE.select) return [' … '];
			return Object.values(element.options).flatMap((option) => [' ', ...words(option.value), ' ']);
		});
	return words(parseMessage(pattern, { ignoreTag: true })).join('');
}

/** Translations that avoid a term of the field or use a forbidden one. */
export function offTerm(english: Texts, translated: Texts, glossary: GlossaryEntry[], locale: string): string[] {
	const faults: string[] = [];
	for (const { en, forms, avoid = [] } of glossary) {
		const term = new RegExp(`\\b${RegExp.escape(en).replace(/y$/, '(?:y|ies)')}(?:s|es)?\\b`, 'i');
		for (const [key, source] of Object.entries(english)) {
			const other = translated[key]?.toLowerCase();
			if (other === undefined || !term.test(spokenWords(source))) continue;
			if (!forms.some((form) => other.includes(form.toLowerCase())))
				faults.push(`${locale}: "${key}" should say ${forms.map((form) => `“${form}”`).join(' or ')} for “${en}”`);
			const said = spokenWords(translated[key]!);
			const forbidden = avoid.find((word) => new RegExp(`(?<!\\p{L})${RegExp.escape(word)}(?!\\p{L})`, 'iu').test(said));
			if (forbidden) faults.push(`${locale}: "${key}" says “${forbidden}” for “${en}”`);
		}
	}
	return faults;
}

const spokenAttributes = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label', 'aria-description']);
/** Names and signs that are the same in every language. */
const languageless = /^(?:VENHANS|[\d\s\p{P}\p{S}])*$/u;

/** Words written into a component instead of into messages/. */
export function writtenInto(source: string): string[] {
	const found: string[] = [];
	const walk = (node: unknown): void => {
		if (Array.isArray(node)) return node.forEach(walk);
		if (!node || typeof node !== 'object') return;
		const { type, name, value, data } = node as { type?: string; name?: string; value?: unknown; data?: string };
		if (type === 'Text' && data && !languageless.test(data.trim())) found.push(data.trim());
		if (type === 'Attribute') {
			if (!spokenAttributes.has(name ?? '') || !Array.isArray(value)) return;
			for (const part of value as { type: string; data?: string }[])
				if (part.type === 'Text' && !languageless.test((part.data ?? '').trim())) found.push(`${name}="${part.data}"`);
			return;
		}
		for (const [key, child] of Object.entries(node)) if (!['css', 'instance', 'module', 'js', 'parent'].includes(key)) walk(child);
	};
	walk(parse(source, { modern: true }).fragment);
	return found;
}

function checkAll(): string[] {
	const folder = fromRoot('messages');
	const english = readTexts(join(folder, 'en'));
	const files = (pattern: string[]) => globSync(pattern, { cwd: rootDirectory }).map((file) => fromRoot(file));
	const sources = files(['src/**/*.{ts,svelte}', 'bin/**/*.ts'])
		.filter((file) => !/\.(test|gen)\.ts$/.test(file))
		.map((file) => readFileSync(file, 'utf8'))
		.join('\n');
	const faults = [...compareTexts(english, english, 'en'), ...unusedKeys(english, sources).map((key) => `en: "${key}" is used nowhere`)];
	for (const locale of readdirSync(folder).filter((name) => name !== 'en' && existsSync(join(folder, name, 'locale.json')))) {
		const translated = readTexts(join(folder, locale));
		faults.push(...compareTexts(english, translated, locale));
		const terms = join(folder, 'glossary', `${locale}.json`);
		if (existsSync(terms)) faults.push(...offTerm(english, translated, JSON.parse(readFileSync(terms, 'utf8')) as GlossaryEntry[], locale));
	}
	for (const texts of globSync('instruments/*/*/texts', { cwd: rootDirectory })) faults.push(...checkInstrumentTexts(texts));
	// The living page of components is for developers and shows sample words.
	for (const file of files(['src/**/*.svelte']).filter((path) => !path.includes('/dev/')))
		for (const words of writtenInto(readFileSync(file, 'utf8')))
			faults.push(`${relative(rootDirectory, file)}: “${words}” is written into the component; move it to messages/`);
	return faults;
}

/** An edition's translations against its English; missing keys stop the start as well, wrong arguments and terms do not. */
function checkInstrumentTexts(texts: string): string[] {
	const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as never;
	const english: Texts = read(fromRoot(texts, 'en.json'));
	return readdirSync(fromRoot(texts))
		.filter((file) => file !== 'en.json')
		.flatMap((file) => {
			const translated: Texts = read(fromRoot(texts, file));
			const locale = basename(file, '.json');
			const terms = fromRoot('messages', 'glossary', file);
			const glossary: GlossaryEntry[] = existsSync(terms) ? read(terms) : [];
			return [...compareTexts(english, translated, locale), ...offTerm(english, translated, glossary, locale)];
		});
}

if (import.meta.main) {
	const faults = checkAll();
	for (const fault of faults) console.error(fault);
	console.log(faults.length ? `${faults.length} faults in the texts` : 'All texts are complete');
	process.exitCode = faults.length ? 1 : 0;
}
