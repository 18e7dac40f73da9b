import { z } from '#platform/api/index.ts';
import type { machineReadable } from '../solity/report/export.ts';
import { returnComparisonView } from '../comparison/presenters.ts';
import { reportParts } from '../solity/report/model.ts';
import type { ShareLink } from '../report/links.ts';
import { plannedView } from '../plan/presenters.ts';
import type { PublicCard } from './cards.ts';
import { contextContent, moneyContent, storiesContent } from './panels.ts';
import type { ReportPart } from '../solity/report/model.ts';

/** What of reports of returns, their links and cards leaves through the API. */

const moment = z.iso.datetime();
const figure = z.number().nullable();
const scored = { score: figure, low: figure, high: figure };
const band = z.object({ code: z.string(), name: z.string() }).nullable();
const status = z.enum(['scored', 'scored_low_n', 'small', 'no_data', 'na', 'missing']);
const trust = z.int().min(1).max(4).nullable();
const verdict = z.enum(['better', 'lower', 'no-clear-change']).meta({ description: 'Only bands with no value in common make a change' });
const change = z.object({ ...scored, difference: z.number(), verdict });
const link = z.object({ indicator: z.string(), axis: z.string(), name: z.string(), axisName: z.string(), score: z.number() });

const number = z.object({
	field: z.string(),
	label: z.string(),
	unit: z.string(),
	value: z.union([z.number(), z.array(z.string())]).nullable(),
	choices: z.array(z.string()),
	hidden: z.boolean().meta({ description: 'Too small a total to be shown to you' }),
	trust,
	trustName: z.string().nullable(),
	evidence: z.int().nullable(),
	comment: z.string().nullable(),
});

const indicator = z.object({
	code: z.string(),
	axis: z.string(),
	name: z.string(),
	weight: z.int(),
	...scored,
	status,
	statusName: z.string(),
	value: figure,
	decimals: z.int(),
	unit: z.string(),
	base: figure,
	hidden: z.boolean().meta({ description: 'Value and base are for editors only' }),
	coverage: figure,
	trust,
	trustName: z.string().nullable(),
	reason: z.string().nullable(),
	comment: z.string().nullable(),
	before: change.extend({ value: figure.optional() }).nullable(),
	words: z.object({ tells: z.string(), counts: z.string(), base: z.string(), when: z.string(), why: z.string(), source: z.string() }),
	zero: z.number(),
	full: z.number(),
	better: z.enum(['higher', 'lower']),
	limits: z.object({ smallBelow: z.int(), lowBelow: z.int() }).nullable(),
	eqavet: z.array(z.int()),
	origin: z.enum(['published', 'own']),
	made: z.object({
		formula: z.string(),
		filled: z.string().nullable().meta({ description: 'With the numbers put in; null where they are not shown' }),
		coverage: z.string().nullable(),
		coverageFilled: z.string().nullable(),
		half: z.object({ sampling: z.number(), declared: z.number(), both: z.number() }).nullable(),
	}),
	fields: z.array(z.string()),
	breakdowns: z.array(
		z.object({
			code: z.string(),
			name: z.string(),
			parts: z.array(z.object({ code: z.string(), name: z.string(), value: figure, base: figure, hidden: z.boolean() })),
		}),
	),
});

const euro = { low: z.number(), value: z.number(), high: z.number() };
const shownPanelsView = z
	.object({
		context: contextContent.nullable(),
		stories: storiesContent,
		money: moneyContent
			.extend({
				outcomes: z.array(moneyContent.shape.outcomes.element.extend(euro)),
				...euro,
				perEuro: z.object(euro).nullable(),
			})
			.nullable()
			.meta({ description: 'Euro, with both guesses 30 % higher, as given, and 30 % lower; not comparable between providers' }),
	})
	.meta({ description: 'Optional panels the provider shows; none of them is scored' });

const axis = z.object({
	code: z.string(),
	name: z.string(),
	title: z.string(),
	weight: z.int(),
	...scored,
	status: z.enum(['scored', 'not_scored']),
	band,
	scoredWeight: z.number(),
	supported: figure,
	supportedName: z.string().nullable(),
	sentence: z.string(),
	before: change.nullable(),
	made: z.array(z.object({ indicator: z.string(), weight: z.int(), score: z.number() })),
	indicators: z.array(indicator),
});

const place = z.object({ id: z.uuid(), name: z.string(), locale: z.string() });

const reportShape = z.object({
	format: z.literal('venhans.solity.report'),
	formatVersion: z.literal(1),
	returnId: z.uuid(),
	locale: z.string(),
	textLocale: z.string(),
	instrument: z.literal('solity'),
	name: z.string(),
	edition: z.string(),
	provider: place,
	unit: place.extend({ kind: z.enum(['provider', 'centre']) }),
	year: z.int(),
	yearName: z.string(),
	state: z.enum(['draft', 'submitted', 'locked', 'reopened']),
	revision: z.int(),
	submittedAt: moment.nullable(),
	lockedAt: moment.nullable(),
	draft: z.boolean(),
	participants: figure,
	cohort: z.string().nullable(),
	overall: z.object({
		...scored,
		band,
		note: z.string().nullable(),
		axes: z.int(),
		ofAxes: z.int(),
		made: z.array(z.object({ axis: z.string(), name: z.string(), weight: z.int(), score: z.number() })),
		supported: figure,
		supportedName: z.string().nullable(),
		before: change.extend({ year: z.string() }).nullable(),
	}),
	bands: z.array(z.object({ code: z.string(), name: z.string(), from: z.number() })),
	axes: z.array(axis),
	strongest: z.array(link),
	weakest: z.array(link),
	changes: z.array(z.object({ code: z.string(), name: z.string(), difference: z.number(), verdict: z.enum(['better', 'lower']) })),
	beforeYear: z.string().nullable(),
	trend: z.array(
		z.object({
			year: z.string(),
			edition: z.string(),
			...scored,
			again: figure.meta({ description: 'Made again with the newest edition' }),
			marks: z.array(z.enum(['new-edition', 'cohort-changed', 'centres-added', 'centres-closed'])),
			axes: z.record(z.string(), figure),
		}),
	),
	sameCentres: z.array(z.object({ year: z.string(), score: figure })).nullable(),
	centres: z.array(
		z.object({
			id: z.string(),
			name: z.string(),
			leftOut: z.string().nullable(),
			about: figure,
			participants: figure,
			overall: z.object(scored),
			axes: z.array(z.object({ code: z.string(), name: z.string(), ...scored })),
		}),
	),
	trust: z.object({
		levels: z.array(z.object({ level: z.int(), name: z.string(), meaning: z.string(), points: z.number(), fields: z.array(z.string()) })),
		unproven: z.array(z.string()).nullable(),
		coverage: z.array(z.object({ indicator: z.string(), name: z.string(), coverage: z.number() })),
		gains: z.array(z.object({ label: z.string(), from: z.int(), to: z.int(), points: z.number() })),
	}),
	gaps: z.array(
		z.object({
			indicator: z.string(),
			name: z.string(),
			axisName: z.string(),
			status,
			statusName: z.string(),
			reason: z.string().nullable(),
		}),
	),
	advice: z.array(
		z.object({
			code: z.string(),
			indicator: z.string(),
			name: z.string(),
			axisName: z.string(),
			text: z.string(),
			effort: z.enum(['S', 'M', 'L']),
			theme: z.string(),
			score: z.number(),
			priority: z.number(),
			made: z.object({ axisWeight: z.number(), weight: z.number(), score: z.number(), to: z.number() }),
			first: z.array(z.string()),
			value: z.number(),
			next: z.object({ value: z.number(), band: z.string() }).nullable(),
			unit: z.string(),
			decimals: z.int(),
		}),
	),
	sharing: z.array(z.object({ axis: z.string(), axisName: z.string(), code: z.string(), text: z.string() })),
	panels: shownPanelsView,
	plan: plannedView,
	numbers: z.array(number),
	withData: z.boolean(),
	caution: z.string(),
	source: z.string(),
	engine: z.string(),
	inputsHash: z.string(),
});

export const returnReportView = reportShape.openapi('ReturnReport', {
	description: 'Everything the page and the PDF say. Numbers are unrounded.',
});

/** With providers like the reader's own beside it. Its fields are its own: what extends a named schema refers to it in a way no reader of the document expects. */
export const comparedReportView = reportShape
	.extend({
		comparison: returnComparisonView.nullable().meta({ description: 'Null before the return is locked, and for an earlier revision' }),
	})
	.openapi('ComparedReturnReport');

type Shown = z.input<typeof returnReportView>;

export const showReturnReport = ({ numbers, ...report }: ReturnType<typeof machineReadable>): Shown => ({
	...report,
	numbers: numbers.map(({ value, ...rest }) => ({ ...rest, value: value === null || typeof value === 'number' ? value : [...value] })),
});

export const returnLinkView = z
	.object({
		id: z.uuid(),
		label: z.string().meta({ description: 'For whom; only those who share see it' }),
		parts: z.array(z.enum(reportParts)),
		endsAt: moment,
		createdAt: moment,
		opened: z.int().meta({ description: 'How often it was opened' }),
		lastOpenedAt: moment.nullable(),
	})
	.openapi('ReturnShareLink');

export const showReturnLink = ({ endsAt, createdAt, lastOpenedAt, ...more }: ShareLink<ReportPart>): z.input<typeof returnLinkView> => ({
	...more,
	endsAt: endsAt.toISOString(),
	createdAt: createdAt.toISOString(),
	lastOpenedAt: lastOpenedAt?.toISOString() ?? null,
});

const content = z.object({
	format: z.literal('venhans.card'),
	formatVersion: z.literal(1),
	code: z.string(),
	name: z.string(),
	instrument: z.literal('solity'),
	edition: z.string(),
	year: z.string(),
	revision: z.int(),
	overall: z.object({ score: z.number(), low: z.number(), high: z.number(), band: z.string(), axes: z.int() }),
	axes: z.array(z.object({ axis: z.string(), ...scored })),
	numbers: z.array(z.object({ indicator: z.string(), value: z.number(), base: figure })),
	supported: z.number().meta({ description: 'Percent of the weight that stands on documented or verified numbers' }),
});

export const cardView = z
	.object({
		code: z.string(),
		state: z.enum(['valid', 'reopened', 'withdrawn']).meta({ description: 'reopened: the numbers are being revised, or have been' }),
		content: content.nullable().meta({ description: 'The numbers as they are printed; null once the card is withdrawn' }),
		text: z.string().nullable().meta({ description: 'The content as text, byte for byte: its SHA-256 is the fingerprint' }),
		fingerprint: z.string().meta({ description: 'SHA-256, 64 hexadecimal digits' }),
		intact: z.boolean().meta({ description: 'Whether the numbers kept here still have the fingerprint they were published with' }),
		publishedAt: moment,
		withdrawnAt: moment.nullable(),
	})
	.openapi('Card');

export const showCard = (card: PublicCard, text: string | null): z.input<typeof cardView> => ({
	...card,
	text,
	publishedAt: card.publishedAt.toISOString(),
	withdrawnAt: card.withdrawnAt?.toISOString() ?? null,
});
