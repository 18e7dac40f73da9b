import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { SetupError } from '../errors.ts';
import { fromRoot } from '../paths.ts';
import { tableWithSpaces } from './spacing.ts';
import { createTranslator, type Translator } from './translator.ts';

/** The language every text exists in first. */
export const sourceLocale = 'en';

export type Messages = Record<string, string>;

export type Catalogue = {
	/** BCP 47 codes of all languages shipped, the source language first. */
	locales: readonly string[];
	/** The language's own name for itself. */
	nameOf(locale: string): string;
	has(locale: string): boolean;
	/** All messages of some groups (files), for the page that shows them. Missing ones fall back to English. */
	group(locale: string, ...names: string[]): Messages;
	translator(locale: string): Translator;
	/** The best language for an Accept-Language header. */
	negotiate(acceptLanguage: string | null): string;
};

/**
 * Reads messages/<locale>/<group>.json. A language exists as soon as its folder does; no code names one.
 * @throws SetupError naming the file that is not valid JSON
 */
export function createCatalogue(folder: string = fromRoot('messages')): Catalogue {
	const found = readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'locale.json')))
		.map((entry) => entry.name)
		.sort((a, b) => (a === sourceLocale ? -1 : b === sourceLocale ? 1 : a.localeCompare(b)));
	const groups = new Map(found.map((locale) => [locale, readGroups(folder, locale)]));
	const all = new Map([...groups].map(([locale, files]) => [locale, Object.assign({}, ...files.values()) as Messages]));
	const source = all.get(sourceLocale) ?? {};
	const translators = new Map<string, Translator>();
	const mergedGroups = new Map<string, Messages>();

	return {
		locales: found,
		has: (locale) => groups.has(locale),
		nameOf: (locale) => all.get(locale)?.['locale.name'] ?? locale,
		group(locale, ...names) {
			// The same groups for the same page again and again: merged once, and never changed.
			const key = [locale, ...names].join(' ');
			const before = mergedGroups.get(key);
			if (before) return before;
			const merged: Messages = {};
			for (const name of names) {
				const english = groups.get(sourceLocale)?.get(name);
				if (!english) throw new Error(`There is no message group "${name}"`);
				Object.assign(merged, english, groups.get(locale)?.get(name));
			}
			mergedGroups.set(key, Object.freeze(merged));
			return merged;
		},
		translator(locale) {
			let translator = translators.get(locale);
			if (!translator) {
				const own = all.get(locale) ?? source;
				translators.set(locale, (translator = createTranslator(locale, (key) => own[key] ?? source[key])));
			}
			return translator;
		},
		negotiate(header) {
			const wanted = (header ?? '')
				.split(',')
				.map((part, position) => {
					const [tag = '', ...parameters] = part.trim().split(';');
					const q = Number(
						parameters
							.find((p) => p.trim().startsWith('q='))
							?.trim()
							.slice(2) ?? 1,
					);
					return { tag: tag.toLowerCase(), q: Number.isFinite(q) ? q : 0, position };
				})
				.filter(({ tag, q }) => tag && q > 0)
				.sort((a, b) => b.q - a.q || a.position - b.position);
			for (const { tag } of wanted) {
				const match =
					found.find((locale) => locale.toLowerCase() === tag) ?? found.find((locale) => locale.toLowerCase() === tag.split('-')[0]);
				if (match) return match;
			}
			return sourceLocale;
		},
	};
}

function readGroups(folder: string, locale: string): Map<string, Messages> {
	const files = readdirSync(join(folder, locale)).filter((file) => file.endsWith('.json'));
	return new Map(
		files.map((file) => {
			const path = join(folder, locale, file);
			try {
				return [basename(file, '.json'), tableWithSpaces(locale, JSON.parse(readFileSync(path, 'utf8')) as Messages)];
			} catch (error) {
				throw new SetupError(`${path} is not valid JSON: ${(error as Error).message}`);
			}
		}),
	);
}
