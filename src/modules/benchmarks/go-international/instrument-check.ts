import { repeated, weightFault } from '../instrument-check.ts';
import type { LevelInstrument } from '../model.ts';

/** Everything an edition must hold beyond its shape. @returns one line a fault, naming the item and what is wrong */
export function faultsOf(instrument: LevelInstrument): string[] {
	const lists = {
		section: instrument.sections,
		item: instrument.items,
		theme: instrument.themes,
		recommendation: instrument.recommendations,
	};
	const faults = Object.entries(lists).flatMap(([what, list]) => repeated(list).map((code) => `${what} ${code} stands there twice`));
	const sections = new Set(instrument.sections.map(({ code }) => code));
	const items = new Set(instrument.items.map(({ code }) => code));
	const themes = new Set(instrument.themes.map(({ code }) => code));

	faults.push(...weightFault('section weights', instrument.sections));
	for (const item of instrument.items) {
		if (!sections.has(item.section)) faults.push(`item ${item.code} names the unknown section ${item.section}`);
		if (!themes.has(item.theme)) faults.push(`item ${item.code} names the unknown theme ${item.theme}`);
	}
	for (const { code } of instrument.sections) {
		const own = instrument.items.filter(({ section }) => section === code);
		const headlines = own.filter(({ headline }) => headline).length;
		if (own.length < 2) faults.push(`section ${code} has ${own.length} items; at least 2 are needed for a result`);
		if (headlines !== 1) faults.push(`section ${code} has ${headlines} headline items, not 1`);
	}
	for (const { code, family } of instrument.themes)
		if (!sections.has(family)) faults.push(`theme ${code} names the unknown family ${family}`);
	for (const part of instrument.readiness)
		for (const item of part.items) if (!items.has(item)) faults.push(`readiness part ${part.code} names the unknown item ${item}`);
	for (const { code, section, mainTheme, relatedTheme } of instrument.recommendations) {
		if (!sections.has(section)) faults.push(`recommendation ${code} names the unknown section ${section}`);
		for (const theme of [mainTheme, relatedTheme])
			if (!themes.has(theme)) faults.push(`recommendation ${code} names the unknown theme ${theme}`);
	}
	return faults;
}

/** Themes its parts name; this instrument names only its own, which `faultsOf` checks. */
export function themesNamed({ items }: LevelInstrument): { item: string; theme: string }[] {
	return items.map(({ code, theme }) => ({ item: `item ${code}`, theme }));
}

/** Every text key an edition needs in each language. */
export function textKeysOf(instrument: LevelInstrument): string[] {
	return [
		'gi.name',
		'gi.subtitle',
		'gi.source',
		'gi.na.hint',
		'gi.readiness.caution',
		'gi.comparison.caution',
		...['section', 'keep', 'imbalance', 'unknown', 'proof', 'cap'].map((name) => `gi.feedback.${name}`),
		...instrument.sections.flatMap(({ code }) => [`gi.${code}.name`, `gi.${code}.question`]),
		...instrument.items.flatMap(({ code }) => ['title', 'q', 'l1', 'l2', 'l3', 'l4', 'ev'].map((part) => `gi.${code}.${part}`)),
		...instrument.recommendations.map(({ code }) => `gi.${code}.text`),
		...instrument.themes.flatMap(({ code }) => [`gi.theme.${code}.name`, `gi.theme.${code}.meaning`]),
		...instrument.levels.map((level) => `gi.level.${level}.name`),
		...['starting', 'developing', 'established', 'leading'].flatMap((band) =>
			['name', 'headline', 'text'].map((part) => `gi.band.${band}.${part}`),
		),
		...instrument.notApplicableReasons.map((reason) => `gi.na.${reason}`),
		...instrument.readiness.map(({ code }) => `gi.readiness.${code}.name`),
		...['solid-base', 'some-work', 'start-here', 'cannot-say'].map((verdict) => `gi.readiness.verdict.${verdict}`),
	];
}
