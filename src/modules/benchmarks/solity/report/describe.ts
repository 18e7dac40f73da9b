import type { Edition } from '../../instruments.ts';
import type { ReportAction } from '../../report/model.ts';
import { textsOf } from '../../instruments.ts';
import { bandGains } from '../band-gains.ts';
import { breakdownOf } from '../breakdowns.ts';
import type { Centre, OwnPart } from '../centres.ts';
import { halfBand } from '../confidence.ts';
import { coverageText } from '../coverage.ts';
import { recalculated } from '../editions.ts';
import { formulaText, measure } from '../formula.ts';
import { fieldsOf, indicatorsOf, participants, type CountedInstrument, type Field, type Indicator } from '../instrument.ts';
import { adviceFor, highlights, sharingFor } from '../recommendations.ts';
import type { FieldValue, ReturnData } from '../return-data.ts';
import { bandOf, shown } from '../rounding.ts';
import { isScored, type Result } from '../scoring.ts';
import type { State } from '../states.ts';
import { changeOf, trend, type TrendYear } from '../trend.ts';
import { supportedVerdict } from '../trust.ts';
import type {
	Report,
	ReportAdvice,
	ReportAxis,
	ReportBand,
	ReportCentre,
	ReportChange,
	ReportIndicator,
	ReportLink,
	ReportNumber,
	Scored,
} from './model.ts';
import type { ReportPanels } from './panels.ts';
import { sameCentres } from './same-centres.ts';
import { smallNumbers } from './small-numbers.ts';

/** A year of the unit with what its sum was made from. */
export type ReportYear = TrendYear & { parts?: readonly Centre[]; own?: OwnPart };

export type ReportSource = {
	edition: Edition<'solity'>;
	/** All editions, oldest first. */
	editions: readonly CountedInstrument[];
	locale: string;
	row: { id: string; year: number; state: State; revision: number; submittedAt: Date | null; lockedAt: Date | null };
	provider: { id: string; name: string; locale: string };
	unit: { id: string; name: string; locale: string; kind: 'provider' | 'centre' };
	data: ReturnData;
	result: Result;
	/** Field or indicator → comment. */
	comments: ReadonlyMap<string, string>;
	/** Field → files and links that show it; null where the reader is not told. */
	evidence: ReadonlyMap<string, number> | null;
	/** Fields that somebody documented or verified and attached nothing for. */
	unproven: ReadonlySet<string>;
	centres: readonly {
		id: string;
		name: string;
		leftOut: string | null;
		about: number | null;
		data: ReturnData | null;
		result: Result | null;
	}[];
	/** Earlier years of the same unit, in any order. */
	earlier: readonly ReportYear[];
	/** What this year's sum was made from; for a unit without centres absent. */
	parts?: readonly Centre[];
	own?: OwnPart;
	panels: ReportPanels;
	/** Null for readers who may not see the plan. */
	plan: ReportAction[] | null;
	/** An editor of the return, who typed the small numbers and sees them. */
	seesSmall: boolean;
	engine: string;
	inputsHash: string;
};

/** Puts a return and its result into words: everything the page, the PDF and the files show. Pure apart from reading texts. */
export function describeReport(source: ReportSource): Report {
	const { edition, locale, row, data, result } = source;
	const { instrument } = edition;
	const text = textsOf(edition, locale);
	const words = {
		text,
		name: (code: string) => text(`su.${code}.name`),
		field: (code: string) => text(`su.field.${code}.label`),
		band: (score: number | null): ReportBand | null => {
			if (score === null) return null;
			const code = bandOf(instrument, score);
			return { code, name: text(`su.band.${code}`) };
		},
		score: new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
		exact: new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }),
	};
	const hidden = source.seesSmall ? { fields: new Set<string>(), indicators: new Set<string>() } : smallNumbers(instrument, data, result);
	const before = yearBefore(source);
	const context: Context = { source, words, hidden, before };
	const axes = instrument.axes.map(({ code }) => describeAxis(context, code));
	const { overall } = result;
	const axisNames = new Map(axes.map(({ code, name }) => [code, name]));
	const indicators = axes.flatMap((axis) => axis.indicators);
	const links = (codes: readonly string[]): ReportLink[] =>
		codes.map((code) => {
			const { axis, name, score } = indicators.find((each) => each.code === code)!;
			return { indicator: code, axis, name, axisName: axisNames.get(axis)!, score: score! };
		});
	const { strongest, weakest } = highlights(instrument, result);
	const supported = supportedOf(instrument, result);
	const years: ReportYear[] = [
		...source.earlier,
		{
			year: row.year,
			instrument,
			data,
			result,
			centres: (source.parts ?? []).map(({ id }) => id),
			parts: source.parts,
			own: source.own,
		},
	];
	return {
		returnId: row.id,
		locale,
		textLocale: edition.locales.includes(locale) ? locale : 'en',
		instrument: 'solity',
		name: text('su.name'),
		edition: instrument.edition,
		provider: source.provider,
		unit: source.unit,
		year: row.year,
		yearName: yearName(row.year, data),
		state: row.state,
		revision: row.revision,
		submittedAt: row.submittedAt,
		lockedAt: row.lockedAt,
		draft: row.state === 'draft' || row.state === 'reopened',
		participants: numberOf(data, participants),
		cohort:
			typeof data.settings.get('cohort_basis') === 'string' ? text(`su.setting.cohort_basis.${data.settings.get('cohort_basis')}`) : null,
		overall: {
			...(overall.score === null ? { score: null, low: null, high: null } : scoredOf(overall)),
			band: words.band(overall.score),
			note:
				overall.score === null
					? text(`su.overall.${overall.reason}`, { needed: instrument.scoring.axes })
					: overall.axes < instrument.axes.length
						? text('su.overall.some_axes', { count: overall.axes, all: instrument.axes.length })
						: null,
			axes: overall.score === null ? axes.filter(({ score }) => score !== null).length : overall.axes,
			ofAxes: instrument.axes.length,
			made: axes.flatMap(({ code, name, weight, score }) => (score === null ? [] : [{ axis: code, name, weight, score }])),
			supported,
			supportedName: supported === null ? null : text(`su.supported.${supportedVerdict(supported)}`),
			before: before && withYear(changeSince(before.result.overall, overall), before.name),
		},
		bands: instrument.scoring.bands.map(({ code, from }) => ({ code, name: text(`su.band.${code}`), from })),
		axes,
		strongest: links(strongest),
		weakest: links(weakest),
		changes: [...axes, ...indicators].flatMap(({ code, name, before }) =>
			before && before.verdict !== 'no-clear-change' ? [{ code, name, difference: before.difference, verdict: before.verdict }] : [],
		),
		beforeYear: before?.name ?? null,
		trend: trendOf(years, source.editions),
		sameCentres: sameCentres(years)?.map(({ year, score, data }) => ({ year: yearName(year, data), score })) ?? null,
		centres: source.centres.map((centre) => describeCentre(context, centre)).toSorted((a, b) => a.name.localeCompare(b.name, locale)),
		trust: describeTrust(context),
		gaps: indicators
			.filter(({ status }) => !isScored(status))
			.map(({ code, name, axis, status, statusName, reason }) => ({
				indicator: code,
				name,
				axisName: axisNames.get(axis)!,
				status,
				statusName,
				reason,
			})),
		advice: adviceOf(context, indicators),
		sharing: sharingFor(instrument, result).map(({ code, about }) => ({
			axis: about!,
			axisName: axisNames.get(about!)!,
			code,
			text: text(`su.${code}.text`),
		})),
		panels: source.panels,
		plan: source.plan,
		numbers: instrument.fields.flatMap((field) =>
			data.values.has(field.code) || data.trust.has(field.code) ? [describeNumber(context, field)] : [],
		),
		withData: true,
		caution: text('su.caution'),
		source: text('su.source'),
		engine: source.engine,
		inputsHash: source.inputsHash,
	};
}

type Words = {
	text: (key: string, values?: Record<string, unknown>) => string;
	name: (code: string) => string;
	field: (code: string) => string;
	band: (score: number | null) => ReportBand | null;
	score: Intl.NumberFormat;
	exact: Intl.NumberFormat;
};
type Context = {
	source: ReportSource;
	words: Words;
	hidden: ReturnType<typeof smallNumbers>;
	before: { result: Result; name: string } | null;
};

/** "2025", or "2025/26" for a training year that does not begin in January. */
export function yearName(year: number, { settings }: ReturnData): string {
	const start = settings.get('year_start_month');
	return typeof start !== 'number' || start === 1 ? String(year) : `${year}/${String((year + 1) % 100).padStart(2, '0')}`;
}

/** The latest year before this one, in this edition: recalculated where it was made with an older one. */
function yearBefore({ row, earlier, edition, editions }: ReportSource): Context['before'] {
	const latest = earlier.filter(({ year }) => year < row.year).toSorted((a, b) => b.year - a.year)[0];
	if (!latest) return null;
	const name = yearName(latest.year, latest.data);
	if (latest.instrument.edition === edition.instrument.edition) return { result: latest.result, name };
	const [from, to] = [latest.instrument.edition, edition.instrument.edition].map((code) =>
		editions.findIndex((each) => each.edition === code),
	);
	const again = from! >= 0 && from! < to! ? recalculated(editions.slice(from, to! + 1), latest.data) : null;
	return again && { result: again, name };
}

const scoredOf = ({ score, low, high }: Scored): Scored => ({ score, low, high });

function changeSince(
	before: Partial<Scored> & { score: number | null },
	now: Partial<Scored> & { score: number | null },
): ReportChange | null {
	const change = changeOf(before, now);
	return change && { score: before.score, low: before.low ?? null, high: before.high ?? null, ...change };
}

const withYear = (change: ReportChange | null, year: string) => change && { ...change, year };

function numberOf({ values }: ReturnData, field: string): number | null {
	const value = values.get(field);
	return typeof value === 'number' ? value : null;
}

/** The share of the weight of scored axes that stands on numbers with trust 3 or 4. */
function supportedOf({ axes }: CountedInstrument, result: Result): number | null {
	const known = axes.flatMap(({ code, weight }) => {
		const { status, supported } = result.axes[code]!;
		return status === 'scored' && supported !== null ? [{ weight, supported }] : [];
	});
	const weight = known.reduce((sum, each) => sum + each.weight, 0);
	return weight === 0 ? null : known.reduce((sum, each) => sum + each.weight * each.supported, 0) / weight;
}

function describeAxis(context: Context, code: string): ReportAxis {
	const { source, words, before } = context;
	const { instrument } = source.edition;
	const axis = source.result.axes[code]!;
	const name = words.name(code);
	const indicators = indicatorsOf(instrument, code).map((indicator) => describeIndicator(context, indicator));
	const { strongest, weakest } = highlights(instrument, source.result, { count: 1, within: code });
	const round = (score: number) => words.score.format(shown(score));
	return {
		code,
		name,
		title: words.text(`su.${code}.title`),
		weight: instrument.axes.find((each) => each.code === code)!.weight,
		...scoredOf(axis),
		status: axis.status,
		band: words.band(axis.score),
		scoredWeight: axis.scoredWeight,
		supported: axis.supported,
		supportedName: axis.supported === null ? null : words.text(`su.supported.${supportedVerdict(axis.supported)}`),
		sentence:
			axis.score === null || axis.low === null || axis.high === null
				? words.text('su.axis.not_scored')
				: words
						.text('su.feedback.axis', {
							axis: name,
							score: round(axis.score),
							band: words.band(axis.score)!.name,
							low: round(axis.low),
							high: round(axis.high),
							strongest: words.name(strongest[0]!),
							weakest: words.name(weakest[0]!),
						})
						.replaceAll('**', ''),
		before: before && changeSince(before.result.axes[code] ?? { score: null }, axis),
		made: indicators.flatMap(({ code, weight, score }) => (score === null ? [] : [{ indicator: code, weight, score }])),
		indicators,
	};
}

function describeIndicator({ source, words, hidden, before }: Context, indicator: Indicator): ReportIndicator {
	const { data, edition, comments } = source;
	const { instrument } = edition;
	const { code, unit } = indicator;
	const found = source.result.indicators[code]!;
	const old = before?.result.indicators[code];
	const isHidden = hidden.indicators.has(code);
	const measured = measure(indicator.formula, (field) => data.values.get(field));
	const half =
		found.trust !== null && measured && isScored(found.status)
			? halfBand(instrument, indicator, measured, found.coverage, found.trust)
			: null;
	const fields = fieldsOf(indicator);
	const knows = !isHidden && fields.every((field) => data.values.has(field) && !hidden.fields.has(field));
	const write = (field: string) => {
		const value = data.values.get(field);
		return Array.isArray(value) ? String(value.length) : words.exact.format(value as number);
	};
	const reason = data.notApplicable.get(code);
	const change = old && changeSince(old, found);
	return {
		code,
		axis: indicator.axis,
		name: words.name(code),
		weight: indicator.weight,
		...scoredOf(found),
		status: found.status,
		statusName: words.text(`su.status.${found.status}`),
		value: isHidden ? null : found.value,
		decimals: instrument.units.find((each) => each.code === unit)!.decimals,
		unit: unitWords(words.text, unit),
		base: isHidden ? null : found.base,
		hidden: isHidden,
		coverage: found.coverage,
		trust: found.trust,
		trustName: found.trust && words.text(`su.trust.${found.trust}.name`),
		reason: reason ? words.text(`su.reason.${reason}`) : null,
		comment: comments.get(code) ?? null,
		before: change ? { ...change, value: old.value } : null,
		words: {
			tells: words.text(`su.${code}.tells`),
			counts: words.text(`su.${code}.counts`),
			base: words.text(`su.${code}.base`),
			when: words.text(`su.${code}.when`),
			why: words.text(`su.${code}.why`),
			source: words.text(`su.${code}.source`),
		},
		zero: indicator.zero,
		full: indicator.full,
		better: indicator.better,
		limits: indicator.limits ?? null,
		eqavet: indicator.eqavet,
		origin: indicator.origin,
		made: {
			formula: formulaText(indicator.formula),
			filled: knows && found.value !== null ? `${formulaText(indicator.formula, write)} = ${words.exact.format(found.value)}` : null,
			coverage: indicator.coverage.length ? coverageText(indicator) : null,
			coverageFilled: knows && found.coverage !== null ? `${coverageText(indicator, write)} = ${words.exact.format(found.coverage)}` : null,
			half: half && { sampling: half.sampling, declared: half.declared, both: half.half },
		},
		fields,
		breakdowns: indicator.breakdowns.flatMap((dimension) => {
			const parts = breakdownOf(instrument, data.values, indicator, dimension);
			return parts.length === 0
				? []
				: [
						{
							code: dimension,
							name: words.text(`su.breakdown.${dimension}`),
							parts: parts.map(({ code, value, base, hidden }) => ({
								code,
								name: words.text(`su.breakdown.${dimension}.${code}`),
								value: hidden ? null : value,
								base: hidden ? null : base,
								hidden,
							})),
						},
					];
		}),
	};
}

function describeNumber({ source, words, hidden }: Context, field: Field): ReportNumber {
	const { code } = field;
	const isHidden = hidden.fields.has(code);
	const value: FieldValue | null = isHidden ? null : (source.data.values.get(code) ?? null);
	const trust = source.data.trust.get(code) ?? null;
	return {
		field: code,
		label: words.field(code),
		unit: words.text(`su.counted.${field.unit}`),
		value,
		choices: Array.isArray(value) ? value.map((each: string) => words.text(`su.field.${code}.${each}`)) : [],
		hidden: isHidden,
		trust,
		trustName: trust && words.text(`su.trust.${trust}.name`),
		evidence: source.evidence && (source.evidence.get(code) ?? 0),
		comment: source.comments.get(code) ?? null,
	};
}

function trendOf(years: readonly ReportYear[], editions: readonly CountedInstrument[]): Report['trend'] {
	const byYear = new Map(years.map((year) => [year.year, year]));
	return trend(years, editions).map(({ year, edition, overall, recalculated: again, marks }) => {
		const { data, result } = byYear.get(year)!;
		return {
			year: yearName(year, data),
			edition,
			...(overall.score === null ? { score: null, low: null, high: null } : scoredOf(overall)),
			again: again?.score ?? null,
			marks,
			axes: Object.fromEntries(Object.entries(result.axes).map(([code, { score }]) => [code, score])),
		};
	});
}

function describeCentre({ source, words, hidden }: Context, centre: ReportSource['centres'][number]): ReportCentre {
	const overall = centre.result?.overall;
	const people = centre.data && numberOf(centre.data, participants);
	const small = people !== null && people > 0 && people < 5 && !source.seesSmall;
	return {
		id: centre.id,
		name: centre.name,
		leftOut: centre.leftOut,
		about: centre.about,
		participants: small || hidden.fields.has(participants) ? null : people,
		overall: overall && overall.score !== null ? scoredOf(overall) : { score: null, low: null, high: null },
		axes: source.edition.instrument.axes.map(({ code }) => ({
			code,
			name: words.name(code),
			...(centre.result ? scoredOf(centre.result.axes[code]!) : { score: null, low: null, high: null }),
		})),
	};
}

function describeTrust({ source, words }: Context): Report['trust'] {
	const { data, result, evidence, unproven } = source;
	const { instrument } = source.edition;
	const labels = (codes: readonly { code: string }[]) => codes.map(({ code }) => words.field(code));
	return {
		levels: instrument.trust
			.toSorted((a, b) => b.level - a.level)
			.map(({ level, points }) => ({
				level: level as 1 | 2 | 3 | 4,
				name: words.text(`su.trust.${level}.name`),
				meaning: words.text(`su.trust.${level}.meaning`),
				points,
				fields: labels(instrument.fields.filter(({ code }) => data.trust.get(code) === level)),
			})),
		unproven: evidence && labels(instrument.fields.filter(({ code }) => unproven.has(code))),
		coverage: instrument.indicators
			.flatMap(({ code }) => {
				const { coverage } = result.indicators[code]!;
				return coverage === null ? [] : [{ indicator: code, name: words.name(code), coverage }];
			})
			.toSorted((a, b) => a.coverage - b.coverage),
		gains: bandGains(instrument, data).map(({ field, from, to, points }) => ({ label: words.field(field), from, to, points })),
	};
}

function adviceOf({ source, words }: Context, indicators: readonly ReportIndicator[]): ReportAdvice[] {
	const { instrument } = source.edition;
	return adviceFor(instrument, source.data, source.result).map(
		({ recommendation, indicator: code, priority, raiseTrust, raiseAnswers }) => {
			const indicator = indicators.find((each) => each.code === code)!;
			const axis = instrument.axes.find((each) => each.code === indicator.axis)!;
			const score = indicator.score!;
			const target = instrument.scoring.bands.find(({ from }) => from > shown(score));
			return {
				code: recommendation.code,
				indicator: code,
				name: indicator.name,
				axisName: words.name(axis.code),
				text: words.text(`su.${recommendation.code}.text`),
				effort: recommendation.effort,
				theme: recommendation.mainTheme,
				score,
				priority,
				made: { axisWeight: axis.weight, weight: indicator.weight, score, to: instrument.advice.secondBelow },
				first: [
					...(raiseTrust
						? [
								words.text(`su.${raiseTrust.recommendation.code}.text`, {
									fields: new Intl.ListFormat(source.locale).format(raiseTrust.fields.map(words.field)),
								}),
							]
						: []),
					...(raiseAnswers
						? [
								words.text(`su.${raiseAnswers.recommendation.code}.text`, {
									indicator: indicator.name,
									coverage: words.score.format(shown(raiseAnswers.coverage * 100)),
								}),
							]
						: []),
				],
				value: source.result.indicators[code]!.value!,
				next: target
					? {
							value: indicator.zero + (target.from / 100) * (indicator.full - indicator.zero),
							band: words.text(`su.band.${target.code}`),
						}
					: null,
				unit: indicator.unit,
				decimals: indicator.decimals,
			};
		},
	);
}

/** What a value is measured in; nothing for a ratio, which is a bare number. */
export function unitWords(text: (key: string) => string, unit: string): string {
	return unit === 'ratio' ? '' : text(`su.unit.${unit}`);
}
