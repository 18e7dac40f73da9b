import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { z } from 'zod';
import { AppError, SetupError } from '#platform/errors.ts';
import { tableWithSpaces } from '#platform/i18n/spacing.ts';
import { formatMessage } from '#platform/i18n/translator.ts';
import { fromRoot, rootDirectory } from '#platform/paths.ts';
import * as levelCheck from './go-international/instrument-check.ts';
import { fingerprintOf, textRevisionOf } from './instrument-check.ts';
import { levelInstrumentSchema, type LevelInstrument } from './model.ts';
import * as countedCheck from './solity/instrument-check.ts';
import { countedInstrumentSchema, type CountedInstrument } from './solity/instrument.ts';

/** The instruments by name. One is answered by levels, the other works on counted numbers: their scoring shares nothing. */
export type Instruments = { 'go-international': LevelInstrument; solity: CountedInstrument };
export type InstrumentName = keyof Instruments;

/** All the loader knows of a kind of instrument; reading, freezing and texts are the same for every kind. */
type Kind<I> = {
	schema: z.ZodType<I>;
	/** What is wrong beyond the shape, a line each. */
	faultsOf: (instrument: I) => string[];
	/** The texts an edition needs in each language. */
	textKeysOf: (instrument: I) => string[];
	/** Themes its parts name; an edition may name themes of another instrument, they are one vocabulary. */
	themesNamed: (instrument: I) => { item: string; theme: string }[];
};

type AnyKind = Kind<Instruments[InstrumentName]>;

const kinds: { [N in InstrumentName]: Kind<Instruments[N]> } = {
	'go-international': { schema: levelInstrumentSchema, ...levelCheck },
	solity: { schema: countedInstrumentSchema, ...countedCheck },
};

/** One edition with its texts. */
export type Edition<N extends InstrumentName = InstrumentName> = {
	instrument: Instruments[N];
	/** Languages the texts exist in. */
	locales: readonly string[];
	/** Locale → key → text. */
	texts: ReadonlyMap<string, Readonly<Record<string, string>>>;
	/** Short name of how the texts stand. */
	textRevision: string;
};

/** A text of an instrument in the reader's language, or in English when it is not translated. */
export type InstrumentText = { text: string; locale: string };

const sourceLocale = 'en';
let loaded: Map<string, Edition> | undefined;

/**
 * Reads and checks every edition under `folder`.
 * @throws SetupError naming file, item and fault of the first thing that is wrong
 */
export function loadEditions(folder: string = fromRoot('instruments')): Map<string, Edition> {
	const editions = new Map<string, Edition>();
	const files = new Map<Edition, string>();
	for (const name of readdirSync(folder).filter((entry) => entry !== 'schema')) {
		if (!isInstrument(name))
			throw new SetupError(`${shown(join(folder, name))}: there is no instrument "${name}"; known are ${Object.keys(kinds).join(', ')}`);
		for (const version of readdirSync(join(folder, name)).sort()) {
			const edition = loadEdition(join(folder, name, version), kinds[name] as AnyKind);
			const key = `${edition.instrument.instrument} ${edition.instrument.edition}`;
			if (editions.has(key))
				throw new SetupError(`${shown(join(folder, name, version))}: the edition ${edition.instrument.edition} exists twice`);
			editions.set(key, edition);
			files.set(edition, shown(join(folder, name, version, 'instrument.json')));
		}
	}
	const themes = new Set([...editions.values()].flatMap(({ instrument }) => instrument.themes.map(({ code }) => code)));
	for (const [{ instrument }, file] of files) {
		const { themesNamed } = kinds[instrument.instrument] as AnyKind;
		const unknown = themesNamed(instrument).find(({ theme }) => !themes.has(theme));
		if (unknown) throw new SetupError(`${file}: ${unknown.item} names the theme ${unknown.theme}, which no instrument has`);
	}
	return editions;
}

function loadEdition(folder: string, kind: AnyKind): Edition {
	const file = join(folder, 'instrument.json');
	const data = readJson(file);
	const parsed = kind.schema.safeParse(data);
	if (!parsed.success) {
		const issue = parsed.error.issues[0]!;
		throw new SetupError(`${shown(file)}: ${placeOf(issue.path, data)}: ${issue.message}`);
	}
	const instrument = parsed.data;
	const [fault] = kind.faultsOf(instrument);
	if (fault) throw new SetupError(`${shown(file)}: ${fault}`);

	const frozen = join(folder, 'frozen.json');
	if (instrument.frozen) {
		const kept = (readJson(frozen) as { fingerprint?: string }).fingerprint;
		if (kept !== fingerprintOf(data as object))
			throw new SetupError(
				`${shown(file)}: the edition ${instrument.edition} is frozen and its content was changed. Undo the change, or make a new edition in a folder of its own`,
			);
	}

	const texts = new Map<string, Record<string, string>>();
	const keys = kind.textKeysOf(instrument);
	for (const path of readdirSync(join(folder, 'texts')).filter((entry) => entry.endsWith('.json'))) {
		const full = join(folder, 'texts', path);
		const table = readJson(full) as Record<string, string>;
		const missing = keys.find((key) => typeof table[key] !== 'string' || !table[key].trim());
		if (missing) throw new SetupError(`${shown(full)}: the text "${missing}" is missing`);
		const surplus = Object.keys(table).find((key) => !keys.includes(key));
		if (surplus) throw new SetupError(`${shown(full)}: the text "${surplus}" belongs to nothing in ${instrument.edition}`);
		const locale = basename(path, '.json');
		texts.set(locale, tableWithSpaces(locale, table));
	}
	if (!texts.has(sourceLocale))
		throw new SetupError(`${shown(join(folder, 'texts', 'en.json'))} is missing; every edition has its texts in English`);
	return { instrument, locales: [...texts.keys()], texts, textRevision: textRevisionOf(texts) };
}

function readJson(file: string): unknown {
	if (!existsSync(file)) throw new SetupError(`${shown(file)} is missing`);
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch (error) {
		throw new SetupError(`${shown(file)} can not be read: ${(error as Error).message}`);
	}
}

/** "item ENV-1, weight" instead of "items.0.weight". */
function placeOf(path: readonly PropertyKey[], data: unknown): string {
	const [list, index, ...rest] = path;
	const code = (data as Record<string, { code?: string }[]> | undefined)?.[String(list)]?.[Number(index)]?.code;
	const one = list === 'axes' ? 'axis' : String(list).replace(/s$/, '');
	return code ? [`${one} ${code}`, ...rest.map(String)].join(', ') : path.map(String).join('.') || 'the file';
}

const shown = (file: string) => relative(rootDirectory, file);

const editions = () => (loaded ??= loadEditions());

/** Reads and checks all instruments now, so that a fault stops the start and not a visitor. */
export function checkInstruments(): { instrument: string; edition: string; locales: readonly string[] }[] {
	return [...editions().values()].map(({ instrument, locales }) => ({
		instrument: instrument.instrument,
		edition: instrument.edition,
		locales,
	}));
}

/** True for the name of an instrument. */
export function isInstrument(name: string): name is InstrumentName {
	return Object.hasOwn(kinds, name);
}

/** All editions of an instrument, oldest first. */
export function editionsOf<N extends InstrumentName>(name: N): Edition<N>[] {
	return [...editions().values()]
		.filter((edition): edition is Edition<N> => edition.instrument.instrument === name)
		.toSorted((a, b) => a.instrument.edition.localeCompare(b.instrument.edition, 'en', { numeric: true }));
}

/** The newest edition of an instrument. @throws AppError not_found */
export function currentEdition<N extends InstrumentName>(name: N): Edition<N> {
	const newest = editionsOf(name).at(-1);
	if (!newest) throw new AppError('not_found', `There is no instrument ${name}`);
	return newest;
}

/** One edition, however old: results stay reproducible for ever. @throws AppError not_found */
export function editionOf<N extends InstrumentName>(name: N, edition: string): Edition<N> {
	const found = editions().get(`${name} ${edition}`);
	if (!found) throw new AppError('not_found', `There is no edition ${edition} of ${name}`);
	return found as Edition<N>;
}

/** Which items mean the same in two editions: all of one edition, else the codes both have (section 7, rule 12). */
export function sameMeaning(name: 'go-international', before: string, now: string): (item: string) => boolean {
	if (before === now) return () => true;
	const old = new Set(editionOf(name, before).instrument.items.map(({ code }) => code));
	return (item) => old.has(item);
}

/** One text of an edition; English where the language has none, which the result says. */
export function textOf(edition: Edition, locale: string, key: string, values?: Record<string, unknown>): InstrumentText {
	const own = edition.texts.get(locale)?.[key];
	const text = own ?? edition.texts.get(sourceLocale)![key];
	if (text === undefined) throw new Error(`${edition.instrument.edition} has no text ${key}`);
	const used = own === undefined ? sourceLocale : locale;
	return { text: values ? formatMessage(text, used, values) : text, locale: used };
}

/** Reader of one edition in one language: key → text. */
export function textsOf(edition: Edition, locale: string): (key: string, values?: Record<string, unknown>) => string {
	return (key, values) => textOf(edition, locale, key, values).text;
}
