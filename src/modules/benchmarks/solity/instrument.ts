import { z } from 'zod';

/**
 * The data of one edition of an instrument that works on counted numbers, as experts write it in instruments/.
 * Words (specification of SOLITY, section 3): axis, five of them; indicator, a value made from raw fields and scored
 * 0 to 100; field, one number (or set of codes) a unit counts for a training year; base, the denominator; coverage, the
 * share of people whose situation is known; return, all data of one unit for one year.
 */

const axisCode = z.string().regex(/^A\d$/, 'must be a code such as A1');
const indicatorCode = z.string().regex(/^SU-\d\.\d$/, 'must be a code such as SU-1.4');
const fieldCode = z.string().regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, 'must be a code such as out_emp');
const reasonCode = z.string().regex(/^[A-Z0-9]+(_[A-Z0-9]+)*$/, 'must be a code such as NO_PREQUAL');
const word = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');
const listed = z.string().regex(/^[A-Za-z0-9]+([_-][A-Za-z0-9]+)*$/, 'must be letters and digits joined by _ or -');
const origin = z.enum(['published', 'own']);

const part = z.strictObject({ count: fieldCode, base: fieldCode });

/**
 * How a value is made (section 6). Codes are fields:
 * share, 100 × count / (base − less); equality, the completion rate of a group divided by that of all others;
 * gap, the distance between two shares; variety, 100 × different codes / of; quotient, count / base.
 */
const formula = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('share'), count: fieldCode, base: fieldCode, less: fieldCode.optional() }),
	z.strictObject({ kind: z.literal('equality'), group: part, all: part }),
	z.strictObject({ kind: z.literal('gap'), one: part, other: part }),
	z.strictObject({ kind: z.literal('variety'), set: fieldCode, of: z.int().positive() }),
	z.strictObject({ kind: z.literal('quotient'), count: fieldCode, base: fieldCode }),
]);

const indicator = z.strictObject({
	code: indicatorCode,
	axis: axisCode,
	weight: z.int().positive(),
	unit: word,
	better: z.enum(['higher', 'lower']),
	/** The value that gives 0 points … */
	zero: z.number(),
	/** … and the one that gives 100. */
	full: z.number(),
	formula,
	/** Product of known / of. */
	coverage: z.array(z.strictObject({ known: fieldCode, of: fieldCode })).default([]),
	/** No score below the first, "low numbers" below the second; absent where there is no limit. */
	limits: z.strictObject({ smallBelow: z.int().positive(), lowBelow: z.int().positive() }).optional(),
	/** Why it may be "not applicable"; empty where it always applies. */
	reasons: z.array(reasonCode),
	/** Must be "not applicable" when this one is. */
	linked: indicatorCode.optional(),
	/** The setting that names the official list its fields were counted by. */
	list: fieldCode.optional(),
	breakdowns: z.array(fieldCode),
	/** EQAVET indicators it belongs to. */
	eqavet: z.array(z.int().min(1).max(10)),
	origin,
});

const number = { min: z.number(), max: z.number(), join: z.literal('sum') };
const about = { code: fieldCode, unit: word, words: z.array(word) };
const field = z.discriminatedUnion('type', [
	z.strictObject({ ...about, ...number, type: z.literal('int') }),
	z.strictObject({ ...about, ...number, type: z.literal('decimal') }),
	z.strictObject({ ...about, type: z.literal('set'), codes: z.array(listed).min(1), join: z.literal('union') }),
]);

/** Special checks that end in a warning: one field above so many percent of another, a value outside limits, a reason chosen. */
const checkOf = { code: word, indicator: indicatorCode, warning: z.enum(['W_PLAN', 'W_CHECK']) };
const check = z.discriminatedUnion('kind', [
	z.strictObject({ ...checkOf, kind: z.literal('above'), left: fieldCode, percent: z.int().positive(), right: fieldCode }),
	z.strictObject({ ...checkOf, kind: z.literal('outside'), low: z.number(), high: z.number() }),
	z.strictObject({ ...checkOf, kind: z.literal('reason'), reason: reasonCode }),
]);

const setting = z.discriminatedUnion('type', [
	z.strictObject({ code: fieldCode, type: z.literal('choice'), codes: z.array(listed).min(1) }),
	/** `lowers` names the field it is taken off when centres are summed. */
	z.strictObject({ code: fieldCode, type: z.literal('int'), min: z.number(), max: z.number(), lowers: fieldCode.optional() }),
	z.strictObject({ code: fieldCode, type: z.literal('decimal'), min: z.number(), max: z.number() }),
	z.strictObject({ code: fieldCode, type: z.literal('list') }),
]);

const recommendation = z.strictObject({
	code: z.string().regex(/^(SU-\d\.\d-[ab]|A\d-share|T\d)$/, 'must be a code such as SU-1.4-a, A1-share or T1'),
	/** The indicator or axis it belongs to; absent for the texts on data. */
	about: z.union([indicatorCode, axisCode]).optional(),
	when: z.enum(['first', 'second', 'share', 'trust', 'coverage']),
	mainTheme: word,
	relatedTheme: word.optional(),
	effort: z.enum(['S', 'M', 'L']),
});

/** How the fields of the edition before became those of this one (section 10.6); a field named nowhere is the same. */
const mapping = z.strictObject({
	from: z.string(),
	fields: z.array(
		z.discriminatedUnion('kind', [
			z.strictObject({ kind: z.literal('renamed'), from: fieldCode, to: fieldCode }),
			z.strictObject({ kind: z.literal('split'), from: fieldCode, to: z.array(fieldCode).min(2) }),
			z.strictObject({ kind: z.literal('new'), to: fieldCode }),
			z.strictObject({ kind: z.literal('dropped'), from: fieldCode }),
		]),
	),
});

export const countedInstrumentSchema = z.strictObject({
	$schema: z.string().optional(),
	instrument: z.literal('solity'),
	edition: z.string().regex(/^[A-Z]+-\d+\.\d+$/, 'must look like SU-1.0'),
	frozen: z.boolean(),
	axes: z.array(z.strictObject({ code: axisCode, weight: z.int().positive(), origin })).min(1),
	indicators: z.array(indicator).min(1),
	/** Units of values: decimals shown; a rate can be suspiciously perfect; a jump against last year asks for a word. */
	units: z.array(
		z.strictObject({
			code: word,
			decimals: z.int().min(0).max(3),
			rate: z.boolean(),
			jump: z.union([z.strictObject({ by: z.number().positive() }), z.strictObject({ percent: z.number().positive() })]),
		}),
	),
	fields: z.array(field).min(1),
	/** The sum on the left must not be greater than the sum on the right. */
	rules: z.array(
		z.strictObject({
			code: z.string().regex(/^C\d\d$/, 'must be a code such as C01'),
			indicator: indicatorCode,
			left: z.array(fieldCode).min(1),
			right: z.array(fieldCode).min(1),
			explained: z.boolean().optional(),
		}),
	),
	checks: z.array(check),
	/** Ways to split a number; `adds` is false where a person can be in several parts. */
	breakdowns: z.array(z.strictObject({ code: fieldCode, codes: z.array(listed).min(1), adds: z.boolean() })),
	settings: z.array(setting),
	/** Trust levels with the half width, in score points, they give the confidence band. */
	trust: z.array(z.strictObject({ level: z.int().min(1).max(4), points: z.number().nonnegative() })).length(4),
	scoring: z.strictObject({
		z: z.number().positive(),
		/** Weight that must be scored for an axis to have a score, and axes for the whole to have one. */
		axisWeight: z.number().positive(),
		axes: z.int().positive(),
		/** From this trust level a number counts as well supported. */
		supportedFrom: z.int().min(1).max(4),
		/** Bands by the shown score. */
		bands: z.array(z.strictObject({ code: word, from: z.number() })).min(1),
		/** A part of a breakdown is shown from this base. */
		breakdownBase: z.int().positive(),
		/** Percent of a field's sum from which a centre's trust counts for the provider's. */
		centreShare: z.number().positive(),
	}),
	/** When a number asks for a second look, or stays out of comparisons. */
	hints: z.strictObject({
		change: z.strictObject({ percent: z.number().positive(), count: z.number().positive() }),
		coverage: z.number().positive(),
		comparisonCoverage: z.number().positive(),
		comparisonTrust: z.int().min(1).max(4),
		extremeBase: z.int().positive(),
	}),
	/** Which recommendation a score asks for. */
	advice: z.strictObject({
		firstBelow: z.number(),
		secondBelow: z.number(),
		shareFrom: z.number(),
		trustBelow: z.int(),
		coverageBelow: z.number(),
	}),
	recommendations: z.array(recommendation),
	themes: z.array(z.strictObject({ code: word, family: axisCode })).min(1),
	panels: z.array(word),
	/** The glossary: terms with a meaning. */
	words: z.array(word),
	mapping: mapping.optional(),
});

export type CountedInstrument = z.infer<typeof countedInstrumentSchema>;
export type Axis = CountedInstrument['axes'][number];
export type Indicator = CountedInstrument['indicators'][number];
export type Field = CountedInstrument['fields'][number];
export type NumberField = Exclude<Field, { type: 'set' }>;
export type Rule = CountedInstrument['rules'][number];
export type Recommendation = CountedInstrument['recommendations'][number];
export type Dimension = CountedInstrument['breakdowns'][number];
export type TrustLevel = 1 | 2 | 3 | 4;

/** Reason of an indicator that depends on another one which does not apply; allowed only then. */
export const linkedReason = 'LINKED';
/** Reason of a centre whose provider holds the data. */
export const heldReason = 'HELD_BY_PROVIDER';

/** The field that says how large a unit is. */
export const participants = 'part_total';

/** Every field an indicator uses: those of its formula, then those of its coverage, each once. */
export function fieldsOf({ formula, coverage }: Indicator): string[] {
	return [...new Set([...formulaFields(formula), ...coverage.flatMap(({ known, of }) => [known, of])])];
}

function formulaFields(formula: Indicator['formula']): string[] {
	switch (formula.kind) {
		case 'share':
			return formula.less === undefined ? [formula.count, formula.base] : [formula.count, formula.base, formula.less];
		case 'quotient':
			return [formula.count, formula.base];
		case 'equality':
			return [formula.group.count, formula.group.base, formula.all.count, formula.all.base];
		case 'gap':
			return [formula.one.count, formula.one.base, formula.other.count, formula.other.base];
		case 'variety':
			return [formula.set];
	}
}

const usersKept = new WeakMap<CountedInstrument, ReadonlyMap<string, readonly Indicator[]>>();

/** Field → the indicators that use it, in the instrument's order. Worked out once an instrument. */
export function indicatorsByField(instrument: CountedInstrument): ReadonlyMap<string, readonly Indicator[]> {
	const kept = usersKept.get(instrument);
	if (kept) return kept;
	const found = new Map<string, Indicator[]>(instrument.fields.map(({ code }) => [code, []]));
	for (const indicator of instrument.indicators) for (const field of fieldsOf(indicator)) found.get(field)?.push(indicator);
	usersKept.set(instrument, found);
	return found;
}

/** The indicators of an axis, in the instrument's order. */
export function indicatorsOf(instrument: CountedInstrument, axis: string): Indicator[] {
	return instrument.indicators.filter((indicator) => indicator.axis === axis);
}
