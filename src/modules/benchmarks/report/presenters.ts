import { plannedView } from '../plan/presenters.ts';
import { z } from '#platform/api/index.ts';
import { bands } from '../model.ts';
import { offerKinds } from '../go-international/matching.ts';
import { answerers } from '../go-international/profile.ts';
import { comparisonView } from '../comparison/presenters.ts';
import { spreadView } from '../group/presenters.ts';
import { answerValue, importanceValue, levelValue } from '../presenters.ts';
import type { machineReadable } from './export.ts';
import { reportParts, type ReportPart } from './model.ts';
import type { ShareLink } from './links.ts';

/** What of reports and their links leaves through the API. */

const moment = z.iso.datetime();
const level = z.number().meta({ description: 'A level, 1 to 4' });
const evidence = z.enum(['documented', 'partial', 'none']).nullable();
const named = { item: z.string(), section: z.string(), sectionName: z.string(), title: z.string() };
const bandName = z.object({ code: z.enum(bands), name: z.string() }).nullable();
const made = z
	.array(z.object({ section: z.string(), name: z.string(), weight: z.number(), maturity: z.number() }))
	.meta({ description: 'Σ weight × maturity / Σ weight is the maturity of the whole' });
const verdict = z.enum(['better', 'no-clear-change', 'lower']);

const recommendation = z.object({
	code: z.string(),
	text: z.string(),
	effort: z.enum(['S', 'M', 'L']).meta({ description: 'Up to one month, up to six, longer' }),
	theme: z.string(),
	themeName: z.string(),
	relatedTheme: z.string(),
	offers: z
		.array(
			z.object({
				kind: z.enum(offerKinds),
				id: z.string(),
				title: z.string(),
				titleLocale: z.string(),
				path: z.string().meta({ description: 'Address of its page behind the language' }),
				reasons: z.array(z.enum(['theme', 'related', 'family', 'language', 'sector', 'band', 'fresh'])),
			}),
		)
		.meta({ description: 'What the network has for it, one of each kind at most' }),
});

export const reportView = z
	.object({
		format: z.string(),
		formatVersion: z.int(),
		runId: z.uuid(),
		locale: z.string(),
		textLocale: z.string().meta({ description: 'Language of the instrument’s texts: the one asked for, or English' }),
		instrument: z.string(),
		name: z.string(),
		edition: z.string(),
		mode: z.enum(['full', 'group']),
		provider: z.object({ id: z.uuid(), name: z.string(), locale: z.string() }),
		startedAt: moment,
		finishedAt: moment,
		people: z.int().meta({ description: 'How many people gave the answers that stand' }),
		answeredBy: z.enum(answerers).nullable().meta({ description: 'The role of whoever answered a full check, where it was said' }),
		profile: z.record(z.string(), z.unknown()),
		overall: z.object({
			maturity: z.number().nullable().meta({ description: '1 to 4, unrounded; null with too few answers' }),
			index: z.number().nullable().meta({ description: '0 to 100, unrounded' }),
			band: z.object({ code: z.enum(bands), name: z.string(), headline: z.string(), text: z.string() }).nullable(),
			provisional: z.boolean(),
			balance: z.object({ value: z.number(), verdict: z.enum(['balanced', 'some-difference', 'strong-imbalance']) }).nullable(),
			messages: z.array(z.object({ kind: z.enum(['imbalance', 'unknown', 'proof', 'cap']), text: z.string() })),
			withProof: z.object({ maturity: z.number(), index: z.number() }).nullable(),
			made,
			counts: z.object({ levels: z.int(), notApplicable: z.int(), unknown: z.int(), unanswered: z.int(), all: z.int() }),
			inputsHash: z.string().meta({ description: 'SHA-256 of everything the result was made of' }),
		}),
		levelNames: z.array(z.string()),
		sections: z.array(
			z.object({
				code: z.string(),
				name: z.string(),
				question: z.string(),
				weight: z.number(),
				importance: importanceValue,
				maturity: z.number().nullable(),
				index: z.number().nullable(),
				band: bandName,
				coverage: z.number().nullable(),
				reason: z.enum(['not-applicable', 'not-enough-answers']).nullable(),
				made: z.object({ numerator: z.number(), denominator: z.number() }).nullable(),
				withProof: z.number().nullable(),
				sentence: z.string().nullable(),
				progress: z
					.object({
						difference: z.number().nullable(),
						verdict: z.enum(['better', 'no-clear-change', 'lower', 'cannot-say']),
						items: z.int(),
					})
					.nullable(),
				before: z.number().nullable(),
				items: z.array(
					z.object({
						item: z.string(),
						section: z.string(),
						title: z.string(),
						question: z.string(),
						weight: z.number(),
						value: answerValue.nullable(),
						chosen: z.string().nullable(),
						next: z.string().nullable(),
						reason: z.string().nullable(),
						evidence,
						examples: z.string(),
						proof: z.array(z.object({ id: z.uuid(), kind: z.enum(['file', 'link']), title: z.string(), url: z.string().nullable() })),
						note: z.string().nullable(),
						why: z.string().nullable().meta({ description: 'Why a group chose this level' }),
						before: answerValue.nullable(),
						target: levelValue.nullable(),
					}),
				),
				recommendations: z.array(recommendation),
			}),
		),
		strengths: z.array(z.object({ ...named, level, text: z.string() })),
		priorities: z
			.array(
				z.object({
					...named,
					level,
					target: level,
					priority: z.number().meta({ description: 'Importance × weight × distance' }),
					importance: importanceValue,
					weight: z.number(),
					chosen: z.string(),
					next: z.string(),
					reasons: z.array(z.enum(['importance', 'key-item', 'beginning', 'fell', 'far-from-target'])),
					recommendations: z.array(recommendation),
					focus: z.boolean(),
				}),
			)
			.meta({ description: 'Most urgent first' }),
		findOut: z.array(z.object({ ...named, question: z.string(), state: z.enum(['DK', 'unanswered']) })),
		proveIt: z.array(z.object({ ...named, level, evidence, examples: z.string() })),
		numbers: z
			.object({ values: z.record(z.string(), z.unknown()), shares: z.record(z.string(), z.unknown()) })
			.nullable()
			.meta({ description: 'What the provider counted, and shares of it' }),
		readiness: z.array(
			z.object({
				code: z.string(),
				name: z.string(),
				mean: z.number().nullable(),
				verdict: z.enum(['solid-base', 'some-work', 'start-here', 'cannot-say']),
				verdictName: z.string(),
				todo: z.array(z.object({ item: z.string(), title: z.string() })),
			}),
		),
		readinessCaution: z.string(),
		progress: z
			.object({
				runId: z.uuid(),
				finishedAt: moment,
				overall: z.object({ before: z.number(), now: z.number(), points: z.number(), verdict }).nullable(),
				better: z.array(z.string()),
				lower: z.array(z.string()),
				same: z.array(z.string()),
			})
			.nullable()
			.meta({ description: 'Against the run before' }),
		trend: z
			.object({
				runs: z.array(
					z.object({
						runId: z.uuid(),
						mode: z.enum(['full', 'group']),
						edition: z.string(),
						finishedAt: moment,
						maturity: z.number().nullable(),
						index: z.number().nullable(),
						band: bandName,
						provisional: z.boolean(),
						made,
						sections: z.record(z.string(), z.number().nullable()),
						step: z
							.object({ items: z.int(), before: z.number(), now: z.number(), points: z.number(), verdict })
							.nullable()
							.meta({ description: 'Against the run before, on the questions with a level in both' }),
					}),
				),
				moved: z.array(z.object({ ...named, before: level, now: level })),
			})
			.nullable()
			.meta({ description: 'Over all runs up to this one, oldest first' }),
		plan: plannedView,
		spread: spreadView
			.omit({ widest: true, reasons: true, moved: true, parked: true })
			.extend({
				widest: z.array(
					z.object({
						item: z.string(),
						title: z.string(),
						range: z.int(),
						first: z.int().nullable(),
						agreed: answerValue,
						reason: z.string().nullable(),
					}),
				),
				moved: z.array(z.object({ item: z.string(), title: z.string(), first: z.int(), agreed: z.int() })),
				parked: z.array(z.object({ item: z.string(), title: z.string(), with: z.string().nullable(), until: z.iso.date() })),
			})
			.nullable()
			.meta({ description: 'What a group saw differently; null for a check of one voice' }),
		comparisonCaution: z.string(),
		source: z.string(),
	})
	.openapi('Report', { description: 'Everything the page and the PDF say. Numbers are unrounded.' });

type Shown = z.input<typeof reportView>;

export function showReport({ format, formatVersion, ...report }: ReturnType<typeof machineReadable>): Shown {
	const known = (values: object) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
	return {
		format,
		formatVersion,
		...report,
		profile: known(report.profile),
		numbers: report.numbers && { values: known(report.numbers.values), shares: known(report.numbers.shares) },
	};
}

export const shareLinkView = z
	.object({
		id: z.uuid(),
		label: z.string().meta({ description: 'For whom; only those who share see it' }),
		parts: z.array(z.enum(reportParts)),
		endsAt: moment,
		createdAt: moment,
		opened: z.int().meta({ description: 'How often it was opened' }),
		lastOpenedAt: moment.nullable(),
	})
	.openapi('ShareLink');

export const showShareLink = ({ endsAt, createdAt, lastOpenedAt, ...link }: ShareLink<ReportPart>): z.input<typeof shareLinkView> => ({
	...link,
	endsAt: endsAt.toISOString(),
	createdAt: createdAt.toISOString(),
	lastOpenedAt: lastOpenedAt?.toISOString() ?? null,
});

export const madeLinkView = z
	.object({
		id: z.uuid(),
		secret: z.string().meta({ description: 'Told once and stored nowhere; whoever has it may look' }),
		address: z.string().meta({ description: 'The page the link opens' }),
		endsAt: moment,
	})
	.openapi('MadeShareLink');

export const sharedReportView = z
	.object({ parts: z.array(z.enum(reportParts)), endsAt: moment, report: reportView, comparison: comparisonView.nullable() })
	.openapi('SharedReport');
