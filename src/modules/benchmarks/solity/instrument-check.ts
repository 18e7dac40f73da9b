import { repeated, weightFault } from '../instrument-check.ts';
import { fieldsOf, heldReason, indicatorsByField, indicatorsOf, linkedReason, type CountedInstrument } from './instrument.ts';

/** Everything an edition must hold beyond its shape. @returns one line a fault, naming the item and what is wrong */
export function faultsOf(instrument: CountedInstrument): string[] {
	const { axes, indicators, units, fields, rules, checks, breakdowns, settings, recommendations, themes } = instrument;
	const lists = { axis: axes, indicator: indicators, unit: units, field: fields, rule: rules, check: checks, breakdown: breakdowns };
	const faults = Object.entries({ ...lists, setting: settings, recommendation: recommendations, theme: themes }).flatMap(([what, list]) =>
		repeated(list).map((code) => `${what} ${code} stands there twice`),
	);
	const known = (list: readonly { code: string }[]) => new Set(list.map(({ code }) => code));
	const [axisCodes, indicatorCodes, fieldCodes, unitCodes] = [known(axes), known(indicators), known(fields), known(units)];
	const dimensions = known(breakdowns);
	const need = (who: string, what: string, names: readonly string[], among: ReadonlySet<string>) => {
		for (const name of names) if (!among.has(name)) faults.push(`${who} names the unknown ${what} ${name}`);
	};

	faults.push(...weightFault('axis weights', axes));
	for (const { code } of axes) faults.push(...weightFault(`weights of the indicators of ${code}`, indicatorsOf(instrument, code)));
	for (const indicator of indicators) {
		const who = `indicator ${indicator.code}`;
		need(who, 'axis', [indicator.axis], axisCodes);
		need(who, 'unit', [indicator.unit], unitCodes);
		need(who, 'field', fieldsOf(indicator), fieldCodes);
		need(who, 'breakdown', indicator.breakdowns, dimensions);
		if (indicator.linked) need(who, 'indicator', [indicator.linked], indicatorCodes);
		if (indicator.list) need(who, 'setting', [indicator.list], known(settings));
		for (const reason of [linkedReason, heldReason])
			if (indicator.reasons.includes(reason)) faults.push(`${who} lists the reason ${reason}, which the platform gives by itself`);
		if (indicator.zero === indicator.full || (indicator.better === 'higher') !== indicator.full > indicator.zero)
			faults.push(`${who}: ${indicator.better} is better, but 0 points are at ${indicator.zero} and 100 at ${indicator.full}`);
		if (indicator.limits && indicator.limits.smallBelow > indicator.limits.lowBelow)
			faults.push(`${who}: the limit for no score lies above the one for low numbers`);
		faults.push(...kindFaults(instrument, indicator.code));
	}
	for (const [field, users] of indicatorsByField(instrument)) if (users.length === 0) faults.push(`field ${field} is used by no indicator`);
	for (const field of fields) {
		if (field.type !== 'set' && field.min > field.max) faults.push(`field ${field.code}: ${field.min} is more than ${field.max}`);
		need(`field ${field.code}`, 'word', field.words, new Set(instrument.words));
	}
	for (const setting of settings)
		if (setting.type === 'int' && setting.lowers) need(`setting ${setting.code}`, 'field', [setting.lowers], fieldCodes);
	for (const { code, indicator, left, right } of rules) {
		need(`rule ${code}`, 'indicator', [indicator], indicatorCodes);
		need(`rule ${code}`, 'field', [...left, ...right], fieldCodes);
	}
	for (const check of checks) {
		const who = `check ${check.code}`;
		need(who, 'indicator', [check.indicator], indicatorCodes);
		if (check.kind === 'above') need(who, 'field', [check.left, check.right], fieldCodes);
		if (check.kind === 'reason') {
			const allowed = indicators.find(({ code }) => code === check.indicator)?.reasons ?? [];
			need(who, 'reason', [check.reason], new Set(allowed));
		}
	}
	if (new Set(instrument.trust.map(({ level }) => level)).size !== 4) faults.push('trust names a level twice');
	if (instrument.scoring.bands.some(({ from }, i, all) => i > 0 && from <= all[i - 1]!.from))
		faults.push('the bands are not in rising order');
	for (const { code, family } of themes) need(`theme ${code}`, 'axis', [family], axisCodes);
	for (const { code, about, when } of recommendations) {
		if (when === 'share') need(`recommendation ${code}`, 'axis', [about ?? ''], axisCodes);
		if (when === 'first' || when === 'second') need(`recommendation ${code}`, 'indicator', [about ?? ''], indicatorCodes);
	}
	for (const code of indicatorCodes)
		for (const when of ['first', 'second'])
			if (!recommendations.some((each) => each.about === code && each.when === when))
				faults.push(`indicator ${code} has no ${when} recommendation`);
	for (const { kind, ...row } of instrument.mapping?.fields ?? [])
		if ('to' in row) need(`mapping (${kind})`, 'field', [row.to].flat(), fieldCodes);
	return faults;
}

/** A formula or coverage that divides codes, or counts a number as a set. */
function kindFaults(instrument: CountedInstrument, code: string): string[] {
	const indicator = instrument.indicators.find((each) => each.code === code)!;
	const sets = indicator.formula.kind === 'variety' ? [indicator.formula.set] : [];
	return fieldsOf(indicator).flatMap((name) => {
		const field = instrument.fields.find((each) => each.code === name);
		if (!field || (field.type === 'set') === sets.includes(name)) return [];
		return [
			`indicator ${code} uses the field ${name} as ${field.type === 'set' ? 'a number, but it is a set' : 'a set, but it is a number'}`,
		];
	});
}

/** Themes its recommendations name; all of them must be known to some instrument, they are one vocabulary. */
export function themesNamed({ recommendations }: CountedInstrument): { item: string; theme: string }[] {
	return recommendations.flatMap(({ code, mainTheme, relatedTheme }) =>
		[mainTheme, relatedTheme].flatMap((theme) => (theme ? [{ item: `recommendation ${code}`, theme }] : [])),
	);
}

/** Every text key an edition needs in each language. */
export function textKeysOf(instrument: CountedInstrument): string[] {
	const { axes, indicators, fields, breakdowns, settings } = instrument;
	const keys = (prefix: string, names: readonly string[]) => names.map((name) => `su.${prefix}${name}`);
	const reasons = new Set([...indicators.flatMap((each) => each.reasons), linkedReason, heldReason]);
	return [
		...keys('', ['name', 'subtitle', 'source', 'caution', 'time']),
		...axes.flatMap(({ code }) => keys(`${code}.`, ['name', 'title'])),
		...indicators.flatMap(({ code }) => keys(`${code}.`, ['name', 'tells', 'counts', 'base', 'when', 'why', 'source'])),
		...keys(
			'unit.',
			instrument.units.map(({ code }) => code),
		),
		...keys('counted.', [...new Set(fields.map(({ unit }) => unit))]),
		...fields.flatMap(({ code }) => keys(`field.${code}.`, ['label', 'help'])),
		...fields.flatMap((field) => (field.type === 'set' ? keys(`field.${field.code}.`, field.codes) : [])),
		...keys('reason.', [...reasons]),
		...breakdowns.flatMap(({ code, codes }) => [`su.breakdown.${code}`, ...keys(`breakdown.${code}.`, codes)]),
		...settings.flatMap((setting) => [
			...keys(`setting.${setting.code}.`, ['label', 'help']),
			...(setting.type === 'choice' ? keys(`setting.${setting.code}.`, setting.codes) : []),
		]),
		...instrument.rules.flatMap(({ code, explained }) => (explained ? [`su.rule.${code}`] : [])),
		...keys(
			'check.',
			instrument.checks.map(({ code }) => code),
		),
		...keys('error.', errorTexts),
		...keys('warning.', warningTexts),
		...keys('csv.', csvTexts),
		...instrument.trust.flatMap(({ level }) => keys(`trust.${level}.`, ['name', 'meaning', 'evidence'])),
		...keys('trust.', ['missing', 'privacy']),
		...keys('supported.', ['well', 'partly', 'weak']),
		...keys('status.', ['scored', 'scored_low_n', 'small', 'no_data', 'na', 'missing']),
		...keys('axis.', ['not_scored']),
		...keys('overall.', ['incomplete', 'too_few_axes', 'some_axes']),
		...keys(
			'band.',
			instrument.scoring.bands.map(({ code }) => code),
		),
		...keys('feedback.', ['axis', 'band', 'unclear', 'recalculated', 'withoutCentre']),
		...instrument.recommendations.map(({ code }) => `su.${code}.text`),
		...instrument.themes.flatMap(({ code }) => keys(`theme.${code}.`, ['name', 'meaning'])),
		...instrument.panels.flatMap((code) => keys(`panel.${code}.`, ['name', 'text'])),
		...instrument.words.flatMap((code) => keys(`word.${code}.`, ['name', 'meaning'])),
	];
}

const errorTexts = [
	'E_REQUIRED',
	...['int', 'decimal', 'set', 'object', 'list', 'text', 'unique'].map((kind) => `E_TYPE.${kind}`),
	'E_RANGE',
	'E_TRUST_MISSING',
	'E_UNKNOWN_FIELD',
	'E_NA_NOT_ALLOWED',
	'E_NA_REASON',
	'E_NA_LINK',
	'E_NA_WITH_DATA',
	'E_NUM_GT_DEN',
	'E_SUM',
	'E_BREAKDOWN',
	'E_SETTINGS_DIFFER',
	'E_COHORT_NOT_READY',
	'E_UNCONFIRMED',
	'E_NOTE_REQUIRED',
	'E_TRANSITION',
	'E_ROLE',
	'E_LOCKED',
	'E_DUP_RETURN',
	'E_STALE',
];

const warningTexts = [
	'W_YOY',
	'W_YOY_VALUE',
	'W_COVERAGE',
	'W_PERFECT',
	'W_NULL',
	'W_ZERO_BASE',
	'W_COHORT_CHANGED',
	'W_COHORT_SIZE',
	'W_TRUST_DOWN',
	'W_NA_CHANGED',
	'W_NO_LIST',
];

const csvTexts = [
	'line',
	'E_CSV_TOO_LARGE',
	'E_CSV_ENCODING',
	'E_CSV_EMPTY',
	'E_CSV_HEADER',
	'E_CSV_COLUMNS',
	'E_CSV_QUOTES',
	'E_CSV_EDITION',
	'E_CSV_UNIT',
	'E_CSV_YEAR',
	'E_CSV_DUPLICATE',
	'E_CSV_FORMULA',
	'E_CSV_NUMBER',
	'E_CSV_COMMENT',
	'E_CSV_MORE',
];
