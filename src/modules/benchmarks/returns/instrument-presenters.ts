import { z } from '#platform/api/index.ts';
import { textsOf, type Edition } from '../instruments.ts';
import { coverageText } from '../solity/coverage.ts';
import { formulaText } from '../solity/formula.ts';
import { fieldsOf } from '../solity/instrument.ts';
import { unitWords } from '../solity/report/describe.ts';
import { meaningsOf } from '../solity/word-meanings.ts';
import { scoredFigures } from './presenters.ts';

/** What of the instrument of counted numbers leaves through the API: its editions, and the figures of a return that is sent. */

export const countedEditionSummaryView = z
	.object({
		edition: z.string(),
		current: z.boolean().meta({ description: 'New returns use this edition' }),
		frozen: z.boolean().meta({ description: 'Published: its structure never changes again' }),
		locales: z.array(z.string()).meta({ description: 'Languages its texts exist in' }),
		axes: z.int(),
		indicators: z.int(),
		fields: z.int(),
	})
	.openapi('SolityEditionSummary', {
		example: { edition: 'SU-1.0', current: true, frozen: true, locales: ['de', 'en', 'fr'], axes: 5, indicators: 28, fields: 60 },
	});

export function showCountedEditionSummary(
	{ instrument, locales }: Edition<'solity'>,
	current: boolean,
): z.input<typeof countedEditionSummaryView> {
	const { edition, frozen, axes, indicators, fields } = instrument;
	return {
		edition,
		current,
		frozen,
		locales: [...locales],
		axes: axes.length,
		indicators: indicators.length,
		fields: fields.length,
	};
}

const named = z.object({ code: z.string(), name: z.string() });
const rule = z.object({ code: z.string(), indicator: z.string(), left: z.array(z.string()), right: z.array(z.string()) });

export const countedEditionView = z
	.object({
		edition: z.string(),
		frozen: z.boolean(),
		textLocale: z.string().meta({ description: 'Language of the texts: the one asked for, or English' }),
		name: z.string(),
		subtitle: z.string(),
		source: z.string(),
		axes: z.array(named.extend({ title: z.string(), weight: z.int().meta({ description: 'In the overall score; all axes make 100' }) })),
		indicators: z.array(
			named.extend({
				axis: z.string(),
				weight: z.int().meta({ description: 'In its axis' }),
				unit: z.string().meta({ description: 'Empty for a ratio' }),
				better: z.enum(['higher', 'lower']),
				zero: z.number().meta({ description: 'The value that gives 0 points' }),
				full: z.number().meta({ description: 'The value that gives 100 points' }),
				formula: z.string().meta({ example: '100 × out_emp / (out_known − out_edu)' }),
				coverage: z.string().nullable(),
				fields: z.array(z.string()),
				reasons: z.array(z.object({ code: z.string(), text: z.string() })).meta({ description: 'Why it may be "not applicable"' }),
				linked: z.string().nullable().meta({ description: 'Must be "not applicable" when this one is' }),
				limits: z
					.object({ smallBelow: z.int(), lowBelow: z.int() })
					.nullable()
					.meta({ description: 'No score below the first, low numbers below the second' }),
				breakdowns: z.array(z.string()),
				eqavet: z.array(z.int()),
				tells: z.string(),
				counts: z.string(),
				base: z.string(),
				when: z.string(),
				why: z.string().meta({ description: 'Why these points' }),
				source: z.string().meta({ description: 'Where the numbers usually stand' }),
			}),
		),
		fields: z.array(
			z.object({
				code: z.string(),
				type: z.enum(['int', 'decimal', 'set']),
				min: z.number().nullable(),
				max: z.number().nullable(),
				codes: z.array(named).meta({ description: 'Of a set' }),
				join: z.enum(['sum', 'union']).meta({ description: 'How centres are put together' }),
				label: z.string(),
				help: z.string(),
				words: z.array(z.object({ name: z.string(), meaning: z.string(), list: z.array(z.string()) })),
			}),
		),
		rules: z.array(rule).meta({ description: 'The sum on the left must not be greater than the sum on the right' }),
		breakdowns: z.array(named.extend({ adds: z.boolean(), codes: z.array(named) })),
		trust: z.array(z.object({ level: z.int(), name: z.string(), meaning: z.string(), evidence: z.string(), points: z.number() })),
		bands: z.array(named.extend({ from: z.number() })),
		recommendations: z.array(
			z.object({
				code: z.string(),
				about: z.string().nullable(),
				when: z.enum(['first', 'second', 'share', 'trust', 'coverage']),
				mainTheme: z.string(),
				relatedTheme: z.string().nullable(),
				effort: z.enum(['S', 'M', 'L']),
				text: z.string().meta({ description: 'T1 and T2 have places in braces' }),
			}),
		),
	})
	.openapi('SolityEdition');

export function showCountedEdition(edition: Edition<'solity'>, locale: string): z.input<typeof countedEditionView> {
	const { instrument } = edition;
	const text = textsOf(edition, locale);
	const said = (prefix: string, codes: readonly string[]) => codes.map((code) => ({ code, name: text(`su.${prefix}${code}`) }));
	return {
		edition: instrument.edition,
		frozen: instrument.frozen,
		textLocale: edition.locales.includes(locale) ? locale : 'en',
		name: text('su.name'),
		subtitle: text('su.subtitle'),
		source: text('su.source'),
		axes: instrument.axes.map(({ code, weight }) => ({ code, name: text(`su.${code}.name`), title: text(`su.${code}.title`), weight })),
		indicators: instrument.indicators.map((indicator) => {
			const { code, axis, weight, unit, better, zero, full, reasons, linked, limits, breakdowns, eqavet } = indicator;
			const word = (part: string) => text(`su.${code}.${part}`);
			return {
				code,
				name: word('name'),
				axis,
				weight,
				unit: unitWords(text, unit),
				better,
				zero,
				full,
				formula: formulaText(indicator.formula),
				coverage: indicator.coverage.length > 0 ? coverageText(indicator) : null,
				fields: fieldsOf(indicator),
				reasons: reasons.map((reason) => ({ code: reason, text: text(`su.reason.${reason}`) })),
				linked: linked ?? null,
				limits: limits ?? null,
				breakdowns,
				eqavet,
				tells: word('tells'),
				counts: word('counts'),
				base: word('base'),
				when: word('when'),
				why: word('why'),
				source: word('source'),
			};
		}),
		fields: instrument.fields.map((field) => ({
			code: field.code,
			type: field.type,
			min: field.type === 'set' ? null : field.min,
			max: field.type === 'set' ? null : field.max,
			codes: field.type === 'set' ? said(`field.${field.code}.`, field.codes) : [],
			join: field.join,
			label: text(`su.field.${field.code}.label`),
			help: text(`su.field.${field.code}.help`),
			words: meaningsOf(instrument, [field.code], text),
		})),
		rules: instrument.rules.map(({ code, indicator, left, right }) => ({ code, indicator, left, right })),
		breakdowns: instrument.breakdowns.map(({ code, codes, adds }) => ({
			code,
			name: text(`su.breakdown.${code}`),
			adds,
			codes: said(`breakdown.${code}.`, codes),
		})),
		trust: instrument.trust.map(({ level, points }) => ({
			level,
			name: text(`su.trust.${level}.name`),
			meaning: text(`su.trust.${level}.meaning`),
			evidence: text(`su.trust.${level}.evidence`),
			points,
		})),
		bands: instrument.scoring.bands.map(({ code, from }) => ({ code, name: text(`su.band.${code}`), from })),
		recommendations: instrument.recommendations.map(({ code, about, when, mainTheme, relatedTheme, effort }) => ({
			code,
			about: about ?? null,
			when,
			mainTheme,
			relatedTheme: relatedTheme ?? null,
			effort,
			// Braces stay: what stands in them belongs to a result.
			text: text(`su.${code}.text`, { fields: '{fields}', indicator: '{indicator}', coverage: '{coverage}' }),
		})),
	};
}

export const countedScoreView = z
	.object({
		...scoredFigures,
		warnings: z.array(z.object({ code: z.string(), indicator: z.string().nullable(), field: z.string().optional() })),
		errors: z.array(z.string()).max(0).meta({ description: 'Always empty: what has errors is refused with all of them' }),
	})
	.openapi('SolityScore', { description: 'Everything a return yields, unrounded; the same as `venhans score solity`.' });
