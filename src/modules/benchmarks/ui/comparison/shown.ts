import type { Translator } from '#platform/i18n/translator.ts';
import type { Alike } from '../../comparison/alike.ts';
import { companyQuery } from '../../comparison/company.ts';
import type { Choice } from '../../comparison/groups.ts';
import type { Comparison } from '../../comparison/queries.ts';
import type { ReturnComparison } from '../../comparison/return.ts';
import { goInternationalRules, solityRules } from '../../comparison/rules.ts';
import type { RunComparison } from '../../comparison/run.ts';
import type { ComparedColumn } from '../../comparison/seen.ts';
import { variables, type Profile } from '../../comparison/similar.ts';
import { rounded } from '../../comparison/quantiles.ts';
import type { ShownColumn, ShownComparison } from './comparison-words.ts';
import { choiceWords, filterWords, groupWords, type Instrument } from './filter-words.ts';
import { variableWords, type ShownReturnComparison, type ShownVariable } from './return-words.ts';
import type { ShownRunComparison } from './run-words.ts';

/** A reader’s language, and how a day is written in it. */
export type Reading = { t: Translator; locale: string; day: (moment: Date) => string };

/** Puts the moments and groups of a run’s comparison into words. */
export function toShownRun(compared: RunComparison, reading: Reading): ShownRunComparison {
	const { t } = reading;
	const { columns, names, caution, refusal } = compared;
	const [overall, ...parts] = columns.map((column): ShownColumn => ({
		...column,
		name: names[column.column] ?? t('comparison.table.all'),
		standing: column.word && t(`comparison.word.${column.word as 'middle-half'}`),
	}));
	return {
		...headOf(compared, 'go-international', 'provider', reading),
		decimals: goInternationalRules.decimals,
		overall: overall!,
		parts,
		caution,
		refusal,
	};
}

/** Puts the moments, groups and variables of a return’s comparison into words. */
export function toShownReturn(compared: ReturnComparison, reading: Reading): ShownReturnComparison {
	const { t, locale } = reading;
	const { unit, whole, about, axes, best, refusal, similar, alike } = compared;
	const { decimals } = solityRules;
	const show = (column: ComparedColumn, name = about[column.column]!.name): ShownColumn => {
		const { low, high } = about[column.column]!.own ?? {};
		return {
			...column,
			name,
			standing: column.word && t(`peers.word.${column.word as 'middle-half'}`),
			...(low !== undefined && high !== undefined && { band: [rounded(low, decimals), rounded(high, decimals)] }),
		};
	};
	const named = compared.columns.filter(({ column }) => about[column]!.name);
	const parts = named
		.filter(({ column }) => about[column]!.axis === null)
		.map((axis) => ({
			...show(axis),
			indicators: named.filter(({ column }) => about[column]!.axis === axis.column).map((each) => show(each)),
		}));
	const group = unit === 'centre' ? 'peers.similar.group.centres' : 'peers.similar.group';
	// Where the group is shown but not all of its figures: one filter less shows more, and everybody most.
	const next = similar ? [] : compared.choices.length ? compared.choices.slice(0, -1) : null;
	return {
		...headOf({ ...compared, wider: compared.hidden ? compared.wider : next }, 'solity', unit, reading),
		...(similar && { group: t(group, { count: similar.count }), query: companyQuery({ similar }) }),
		decimals,
		overall: show(
			compared.columns.find(({ column }) => column === whole)!,
			t('comparison.table.all'),
		),
		parts,
		changes: [{ column: 'overall', name: t('comparison.table.all') }, ...parts].flatMap(({ column, name }) => {
			const change = compared.columns.find((each) => each.column === `${column}@change`);
			return change ? [show(change, name)] : [];
		}),
		axes,
		best,
		refusal,
		similar: similar && { count: similar.count, weights: similar.weights, variables: variablesOf(t, locale, similar.own, alike) },
	};
}

type Head = Comparison & { textLocale: string; sharing: boolean };

/** What comparisons of both instruments have alike. */
function headOf(
	{ textLocale, madeAt, choices, hidden, wider, sharing, counted }: Head,
	instrument: Instrument,
	unit: ShownComparison['unit'],
	{ t, locale, day }: Reading,
): Omit<ShownComparison, 'decimals' | 'overall' | 'parts'> {
	const named = (those: readonly Choice[]) => ({
		group: groupWords(t, locale, instrument, those, unit),
		query: companyQuery({ choices: those }),
	});
	return {
		locale,
		textLocale,
		unit,
		made: madeAt && day(madeAt),
		...named(choices),
		hidden,
		wider: wider && named(wider),
		sharing,
		counted,
	};
}

/** What similar providers are found by: the own values, and the middle of the others where there is one. */
function variablesOf(t: Translator, locale: string, own: Profile, alike: Alike | null): ShownVariable[] {
	const numbers = variableWords(locale);
	return variables.map((code) => {
		switch (code) {
			case 'providerType':
			case 'placeKind': {
				const value = own[code];
				return {
					code,
					numeric: false,
					name: filterWords(t, 'solity', code),
					own: value && choiceWords(t, locale, 'solity', { filter: code, value }, false),
					others: null,
				};
			}
			case 'fields': {
				const fields = own.fields.map((value) => choiceWords(t, locale, 'solity', { filter: 'mainField', value: value.slice(0, 3) }));
				return { code, numeric: false, name: filterWords(t, 'solity', 'sector'), own: fields.join(', ') || null, others: null };
			}
			default: {
				const [value, middle] = [own[code], alike?.[code] ?? null];
				return {
					code,
					numeric: true,
					name: t(`peers.variable.${code}`),
					own: value === null ? null : numbers[code].own(value),
					others: middle === null ? null : t('peers.alike.about', { number: numbers[code].about(middle) }),
				};
			}
		}
	});
}
