import { z } from '#platform/api/index.ts';
import type { ScoreOutput } from './go-international/score-file.ts';
import { textsOf, type Edition } from './instruments.ts';
import { bands, notApplicableReasons, type AnswerValue } from './model.ts';
import type { OwnQuickCheck, QuickCheckResult, QuickCheckState } from './quick-check/queries.ts';

/** What of this room leaves through the API. */

export const levelValue = z.int().min(1).max(4).meta({ description: 'A level', example: 3 });
export const importanceValue = z.int().min(1).max(3).meta({ description: '1 low, 2 medium, 3 high', example: 3 });
export const answerValue = z
	.union([levelValue, z.enum(['NA', 'DK'])], { error: 'has to be 1, 2, 3, 4, "NA" or "DK"' })
	.meta({ description: 'A level from 1 to 4, NA (“does not apply to us”) or DK (“I do not know”)', example: 3 });

const bandCode = z.enum(bands).meta({ description: 'The level nearest to the maturity' });
const maturity = z.number().meta({ description: 'Weighted mean of levels, 1 to 4, unrounded' });
const index = z.number().meta({ description: 'The maturity on a scale of 0 to 100, unrounded' });
const textLocale = z.string().meta({ description: 'Language of the instrument’s texts: the one asked for, or English' });

export const editionSummaryView = z
	.object({
		edition: z.string(),
		current: z.boolean().meta({ description: 'New runs use this edition' }),
		frozen: z.boolean().meta({ description: 'Published: its structure never changes again' }),
		locales: z.array(z.string()).meta({ description: 'Languages its texts exist in' }),
		sections: z.int(),
		items: z.int(),
	})
	.openapi('EditionSummary', {
		example: { edition: 'GI-1.0', current: true, frozen: true, locales: ['de', 'en', 'fr'], sections: 9, items: 40 },
	});

export function showEditionSummary(
	{ instrument, locales }: Edition<'go-international'>,
	current: boolean,
): z.input<typeof editionSummaryView> {
	return {
		edition: instrument.edition,
		current,
		frozen: instrument.frozen,
		locales: [...locales],
		sections: instrument.sections.length,
		items: instrument.items.length,
	};
}

const coded = z.object({ code: z.string(), name: z.string() });

export const editionView = z
	.object({
		edition: z.string(),
		frozen: z.boolean(),
		textLocale,
		name: z.string(),
		subtitle: z.string(),
		source: z.string().meta({ description: 'Where the questions come from' }),
		levels: z.array(z.object({ level: levelValue, name: z.string() })),
		bands: z.array(z.object({ code: bandCode, name: z.string(), headline: z.string(), text: z.string() })),
		sections: z.array(
			z.object({
				code: z.string(),
				name: z.string(),
				question: z.string(),
				weight: z.int().meta({ description: 'In the overall result; all sections make 100' }),
			}),
		),
		items: z.array(
			z.object({
				code: z.string(),
				section: z.string(),
				weight: z.int().meta({ description: 'In its section' }),
				headline: z.boolean().meta({ description: 'Part of the quick check' }),
				notApplicableAllowed: z.boolean(),
				theme: z.string(),
				title: z.string(),
				question: z.string(),
				levels: z.array(z.object({ level: levelValue, text: z.string() })).meta({ description: 'The four situations to choose from' }),
				evidence: z.string().meta({ description: 'What could show it' }),
			}),
		),
		notApplicable: z.object({ hint: z.string(), reasons: z.array(z.object({ code: z.enum(notApplicableReasons), text: z.string() })) }),
		themes: z.array(coded.extend({ meaning: z.string(), family: z.string() })),
		recommendations: z.array(
			z.object({
				code: z.string(),
				section: z.string(),
				band: bandCode,
				mainTheme: z.string(),
				relatedTheme: z.string(),
				effort: z.enum(['S', 'M', 'L']),
				text: z.string(),
			}),
		),
		readiness: z
			.array(coded.extend({ items: z.array(z.string()) }))
			.meta({ description: 'Parts of the extra view for Erasmus accreditation' }),
	})
	.openapi('Edition');

export function showEdition(edition: Edition<'go-international'>, locale: string): z.input<typeof editionView> {
	const { instrument } = edition;
	const text = textsOf(edition, locale);
	return {
		edition: instrument.edition,
		frozen: instrument.frozen,
		textLocale: edition.locales.includes(locale) ? locale : 'en',
		name: text('gi.name'),
		subtitle: text('gi.subtitle'),
		source: text('gi.source'),
		levels: instrument.levels.map((level) => ({ level, name: text(`gi.level.${level}.name`) })),
		bands: bands.map((code) => ({
			code,
			name: text(`gi.band.${code}.name`),
			headline: text(`gi.band.${code}.headline`),
			text: text(`gi.band.${code}.text`),
		})),
		sections: instrument.sections.map(({ code, weight }) => ({
			code,
			name: text(`gi.${code}.name`),
			question: text(`gi.${code}.question`),
			weight,
		})),
		items: instrument.items.map(({ code, section, weight, headline, notApplicableAllowed, theme }) => ({
			code,
			section,
			weight,
			headline,
			notApplicableAllowed,
			theme,
			title: text(`gi.${code}.title`),
			question: text(`gi.${code}.q`),
			levels: instrument.levels.map((level) => ({ level, text: text(`gi.${code}.l${level}`) })),
			evidence: text(`gi.${code}.ev`),
		})),
		notApplicable: {
			hint: text('gi.na.hint'),
			reasons: instrument.notApplicableReasons.map((code) => ({ code, text: text(`gi.na.${code}`) })),
		},
		themes: instrument.themes.map(({ code, family }) => ({
			code,
			name: text(`gi.theme.${code}.name`),
			meaning: text(`gi.theme.${code}.meaning`),
			family,
		})),
		recommendations: instrument.recommendations.map(({ code, section, band, mainTheme, relatedTheme, effort }) => ({
			code,
			section,
			band,
			mainTheme,
			relatedTheme,
			effort,
			text: text(`gi.${code}.text`),
		})),
		readiness: instrument.readiness.map(({ code, items }) => ({ code, name: text(`gi.readiness.${code}.name`), items })),
	};
}

const sectionScore = z.union([
	z.object({ maturity, index, band: bandCode, coverage: z.number() }),
	z.object({
		maturity: z.null(),
		index: z.null(),
		band: z.null(),
		coverage: z.number().nullable(),
		reason: z.enum(['not-applicable', 'not-enough-answers']),
	}),
]);
const scored = z.object({
	maturity: maturity.nullable(),
	index: index.nullable(),
	band: bandCode.nullable(),
	provisional: z.boolean().meta({ description: 'A section is missing answers' }),
	balance: z.number().nullable().meta({ description: 'Highest minus lowest maturity of a section' }),
	cap: z.boolean().meta({ description: 'A section at “starting” keeps the band down' }),
	sections: z.record(z.string(), sectionScore),
});

export const scoreView = scored
	.extend({
		evidenceView: scored.nullable().meta({ description: 'The same, counting only what can be shown; null without evidence' }),
		priorities: z.array(z.object({ item: z.string(), priority: z.number() })),
		readiness: z.record(
			z.string(),
			z.object({
				mean: z.number().nullable(),
				verdict: z.enum(['solid-base', 'some-work', 'start-here', 'cannot-say']),
				todo: z.array(z.string()),
			}),
		),
	})
	.openapi('Score', { description: 'Everything a full run yields, as `venhans score` prints it.' });

/** The command line and the API say the same, word for word. */
export const showScore = (score: ScoreOutput): z.input<typeof scoreView> => score;

export const startedQuickCheckView = z
	.object({
		id: z.uuid(),
		secret: z.string().meta({ description: 'Makes the quick check yours: send it in the header Quick-Check-Secret. It is told only here' }),
		edition: z.string(),
		days: z.int().meta({ description: 'So many days it is kept unless it is claimed' }),
	})
	.openapi('StartedQuickCheck', {
		example: { id: '01930000-9c1d-7b2e-8f3a-4b5c6d7e8f90', secret: 'q0Jv…', edition: 'GI-1.0', days: 30 },
	});

const storedAnswer = z.object({
	value: answerValue,
	reason: z.enum(notApplicableReasons).nullable(),
	reasonText: z.string().nullable(),
	answeredAt: z.iso.datetime(),
});

export const quickCheckView = z
	.object({
		id: z.uuid(),
		edition: z.string(),
		status: z.enum(['open', 'finished']),
		claimed: z.boolean().meta({ description: 'It belongs to an account' }),
		changedAt: z.iso.datetime(),
		textLocale,
		answered: z.int(),
		questions: z.array(
			z.object({
				item: z.string(),
				section: z.string(),
				sectionName: z.string(),
				title: z.string(),
				question: z.string(),
				levels: z.array(z.object({ level: levelValue, text: z.string() })),
				evidence: z.string(),
				notApplicableAllowed: z.boolean(),
				answer: storedAnswer.nullable(),
			}),
		),
		notApplicable: z.object({ hint: z.string(), reasons: z.array(z.object({ code: z.string(), text: z.string() })) }),
	})
	.openapi('QuickCheck');

const valueOf = (stored: string) => (/^[1-4]$/.test(stored) ? Number(stored) : stored) as AnswerValue;

export function showQuickCheck(state: QuickCheckState): z.input<typeof quickCheckView> {
	return {
		id: state.runId,
		edition: state.edition,
		status: state.status as 'open' | 'finished',
		claimed: state.claimed,
		changedAt: state.changedAt.toISOString(),
		textLocale: state.textLocale,
		answered: state.answered,
		questions: state.questions.map(({ answer, ...question }) => ({
			...question,
			answer: answer && {
				value: valueOf(answer.value),
				reason: answer.reason as z.input<typeof storedAnswer>['reason'],
				reasonText: answer.reasonText,
				answeredAt: answer.answeredAt.toISOString(),
			},
		})),
		notApplicable: state.notApplicable,
	};
}

export const savedAnswerView = z.object({ item: z.string(), savedAt: z.iso.datetime() }).openapi('SavedAnswer', {
	example: { item: 'ENV-1', savedAt: '2026-11-24T10:15:00.000Z' },
});

export const quickCheckResultView = z
	.object({
		id: z.uuid(),
		edition: z.string(),
		madeAt: z.iso.datetime(),
		claimed: z.boolean(),
		textLocale,
		maturity: maturity.nullable().meta({ description: 'First impression, 1 to 4, unrounded; null when too few questions have a level' }),
		index: index.nullable(),
		band: z.object({ code: bandCode, name: z.string(), headline: z.string(), text: z.string() }).nullable(),
		profile: z.array(
			z.object({
				item: z.string(),
				section: z.string(),
				sectionName: z.string(),
				title: z.string(),
				level: levelValue.nullable(),
				state: z.enum(['level', 'NA', 'DK', 'unanswered']),
				levelName: z.string().nullable(),
				chosen: z.string().nullable(),
			}),
		),
		strengths: z.array(z.object({ item: z.string(), section: z.string(), title: z.string(), level: levelValue, text: z.string() })),
		nextSteps: z.array(
			z.object({
				item: z.string(),
				section: z.string(),
				title: z.string(),
				level: levelValue,
				now: z.string(),
				then: z.string(),
				recommendations: z.array(z.object({ code: z.string(), effort: z.enum(['S', 'M', 'L']), text: z.string() })),
			}),
		),
		counts: z.object({ levels: z.int(), notApplicable: z.int(), unknown: z.int(), unanswered: z.int(), all: z.int() }),
		made: z
			.array(z.object({ item: z.string(), weight: z.int(), level: levelValue }))
			.meta({ description: 'What the figure was made from: the maturity is Σ weight × level ÷ Σ weight' }),
		source: z.string(),
	})
	.openapi('QuickCheckResult');

export function showQuickCheckResult(result: QuickCheckResult): z.input<typeof quickCheckResultView> {
	return {
		id: result.runId,
		edition: result.edition,
		madeAt: result.madeAt.toISOString(),
		claimed: result.claimed,
		textLocale: result.textLocale,
		maturity: result.maturity,
		index: result.index,
		band: result.band,
		profile: result.profile,
		strengths: result.strengths,
		nextSteps: result.nextSteps,
		counts: result.counts,
		made: result.made,
		source: result.source,
	};
}

export const ownQuickCheckView = z
	.object({
		id: z.uuid(),
		status: z.enum(['open', 'finished']),
		createdAt: z.iso.datetime(),
		finishedAt: z.iso.datetime().nullable(),
		index: index.nullable(),
	})
	.openapi('OwnQuickCheck');

export function showOwnQuickCheck(own: OwnQuickCheck): z.input<typeof ownQuickCheckView> {
	return {
		id: own.runId,
		status: own.status as 'open' | 'finished',
		createdAt: own.createdAt.toISOString(),
		finishedAt: own.finishedAt?.toISOString() ?? null,
		index: own.index,
	};
}

export const claimView = z.object({ id: z.uuid(), email: z.email() }).openapi('Claim', {
	description: 'The quick check a mailed link belongs to, and the address the link was sent to.',
});
export const claimedView = z.object({ id: z.uuid() }).openapi('ClaimedQuickCheck');
