import { z } from 'zod';

/**
 * Words of this room (glossary of the Go International specification, section 3):
 * level 1 Starting to 4 Leading; maturity M, the weighted mean of levels, 1 to 4; index, M on 0 to 100;
 * band, the level nearest to M; run, one assessment by one provider at one time; NA, "does not apply to us";
 * DK, "I do not know"; coverage, the share of applicable weight that has a level.
 */

export const bands = ['starting', 'developing', 'established', 'leading'] as const;
export type Band = (typeof bands)[number];

export type Level = 1 | 2 | 3 | 4;
export type AnswerValue = Level | 'NA' | 'DK';
export type Evidence = 'documented' | 'partial' | 'none';
/** Importance of a section in the next two years: 1 low, 2 medium, 3 high. */
export type Importance = 1 | 2 | 3;

export const notApplicableReasons = ['no-own-learners', 'not-allowed', 'not-our-mission', 'other'] as const;

const code = z.string().regex(/^[A-Z]+(-[A-Z]?\d+)?$/, 'must be a code such as ENV, ENV-1 or ENV-S1');
const themeCode = z.string().regex(/^[a-z]+(-[a-z]+)*$/, 'must be lower-case words joined by hyphens');
const sectionSchema = z.strictObject({ code, weight: z.int().positive(), anchor: z.string().min(1) });
const itemSchema = z.strictObject({
	code,
	section: code,
	weight: z.union([z.literal(1), z.literal(2)]),
	notApplicableAllowed: z.boolean(),
	headline: z.boolean(),
	theme: themeCode,
	anchor: z.string().min(1),
});
const recommendationSchema = z.strictObject({
	code,
	section: code,
	band: z.enum(bands),
	mainTheme: themeCode,
	relatedTheme: themeCode,
	effort: z.enum(['S', 'M', 'L']),
});

/** The data of one edition of an instrument that is answered by levels, as experts write it in instruments/. */
export const levelInstrumentSchema = z.strictObject({
	$schema: z.string().optional(),
	instrument: z.literal('go-international'),
	edition: z.string().regex(/^[A-Z]+-\d+\.\d+$/, 'must look like GI-1.0'),
	frozen: z.boolean(),
	levels: z.tuple([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
	sections: z.array(sectionSchema).min(1),
	items: z.array(itemSchema).min(1),
	notApplicableReasons: z.array(z.enum(notApplicableReasons)).min(1),
	readiness: z.array(z.strictObject({ code: themeCode, items: z.array(code).min(1) })),
	themes: z.array(z.strictObject({ code: themeCode, family: code })).min(1),
	recommendations: z.array(recommendationSchema),
});

export type LevelInstrument = z.infer<typeof levelInstrumentSchema>;
export type Section = LevelInstrument['sections'][number];
export type Item = LevelInstrument['items'][number];
export type Recommendation = LevelInstrument['recommendations'][number];
