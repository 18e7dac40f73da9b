import { z } from '#platform/api/index.ts';
import type { Ctx } from '#platform/context.ts';
import { textsOf } from '../instruments.ts';
import { describeCsv } from '../solity/csv/csv-fault.ts';
import { describe } from '../solity/fault.ts';
import type { Status } from '../solity/scoring.ts';
import { editionOfReturn, newestEdition } from './access.ts';
import type { Evidence } from './evidence.ts';
import type { ImportPreview } from './import.ts';
import { levels, reasonPrefix, type ReturnResult } from './model.ts';
import type { HistoryEntry } from './overview.ts';
import type { ListedReturn, ReturnHead } from './queries.ts';
import type { ReadNumbers } from './read-numbers.ts';
import type { ReturnReview } from './review.ts';
import type { ReturnRevision, RevisionStep } from './revisions.ts';
import type { Task } from './tasks.ts';

/** What of returns leaves through the API: codes and unrounded figures; the texts of the edition say them in words. */

const moment = z.iso.datetime();
const state = z.enum(['draft', 'submitted', 'locked', 'reopened']);
const level = z.enum(levels).meta({ description: 'The provider as a whole, one centre alone, or all centres summed up' });
const figure = z.number().nullable();
const trustLevel = z.int().min(1).max(4).nullable().meta({ description: '1 estimated, 2 declared, 3 documented, 4 verified' });
const year = z.int().meta({ description: 'Training year: the 12 months that start in its year_start_month', example: 2025 });
const revision = z.int().meta({ description: 'Rises when a locked return is reopened and submitted again' });

const overall = z.union([
	z.object({ score: z.number(), low: figure, high: figure, band: z.string(), axes: z.int() }),
	z.object({ score: z.null(), reason: z.enum(['incomplete', 'too_few_axes']) }),
]);

export const returnView = z
	.object({
		id: z.uuid(),
		providerId: z.uuid(),
		centre: z.string().nullable().meta({ description: 'Name of the one centre it is about' }),
		year,
		edition: z.string(),
		level,
		state,
		revision,
		createdAt: moment,
		changedAt: moment,
		lockedAt: moment.nullable(),
		overall: overall.nullable().meta({ description: 'Score of the submitted revision, unrounded; null while numbers are entered' }),
	})
	.openapi('Return', {
		example: {
			id: '01930000-9c1d-7b2e-8f3a-4b5c6d7e8f91',
			providerId: '01930000-6f0c-7a21-8b4d-5e6f7a8b9c0d',
			centre: null,
			year: 2025,
			edition: 'SU-1.0',
			level: 'provider',
			state: 'draft',
			revision: 1,
			createdAt: '2026-11-24T09:00:00.000Z',
			changedAt: '2026-11-24T09:30:00.000Z',
			lockedAt: null,
			overall: null,
		},
	});

export function showReturn({ provider: _, createdAt, changedAt, lockedAt, ...more }: ListedReturn): z.input<typeof returnView> {
	return { ...more, createdAt: createdAt.toISOString(), changedAt: changedAt.toISOString(), lockedAt: lockedAt?.toISOString() ?? null };
}

const centre = z.object({
	id: z.uuid(),
	code: z.string().meta({ description: 'How files name it', example: 'spree-bau' }),
	name: z.string(),
	leftOut: z.string().nullable().meta({ description: 'Why its numbers are not in the sum' }),
	about: z.int().nullable().meta({ description: 'About how many participants that leaves out' }),
});

export const returnDetailView = z
	.object({
		id: z.uuid(),
		providerId: z.uuid(),
		unit: z.string().meta({ description: 'Name of what it is about' }),
		year,
		edition: z.string(),
		level,
		state,
		revision,
		settings: z.record(z.string(), z.unknown()).meta({ example: { cohort_basis: 'Y', year_start_month: 1 } }),
		version: z.int().meta({ description: 'Send it back when you change the settings' }),
		sharing: z.boolean().meta({ description: 'The provider agreed to be counted in comparisons' }),
		best: z.boolean().meta({ description: 'And to count among the best' }),
		invitable: z.boolean().meta({ description: 'And to messages of similar providers' }),
		centres: z.array(centre),
		centresSeen: z.boolean().meta({ description: 'Centres see each other by name in the report, with their figures' }),
		createdAt: moment,
		changedAt: moment,
		submittedAt: moment.nullable(),
		lockedAt: moment.nullable(),
		roles: z.array(z.string()).meta({ description: 'Your roles in it' }),
		allowed: z.record(z.string(), z.boolean()).meta({ description: 'What your roles allow', example: { 'enter numbers': true } }),
		steps: z.array(z.string()).meta({ description: 'What its state and your roles allow next', example: ['submit'] }),
	})
	.openapi('ReturnDetail');

export function showReturnDetail(head: ReturnHead): z.input<typeof returnDetailView> {
	return {
		id: head.id,
		providerId: head.providerId,
		unit: head.unit,
		year: head.year,
		edition: head.edition,
		level: head.level,
		state: head.state,
		revision: head.revision,
		settings: head.settings,
		version: head.version,
		sharing: head.sharing,
		best: head.best,
		invitable: head.invitable,
		centres: head.centres,
		centresSeen: head.centresSeen,
		createdAt: head.createdAt.toISOString(),
		changedAt: head.changedAt.toISOString(),
		submittedAt: head.submittedAt?.toISOString() ?? null,
		lockedAt: head.lockedAt?.toISOString() ?? null,
		roles: head.roles,
		allowed: head.allowed,
		steps: head.steps,
	};
}

const statuses = ['scored', 'scored_low_n', 'small', 'no_data', 'na', 'missing'] as const satisfies Status[];
const band = { low: figure, high: figure };
/** The whole, the axes and the indicators of a result. */
export const scoredFigures = {
	overall,
	axes: z.record(
		z.string(),
		z.object({ status: z.enum(['scored', 'not_scored']), score: figure, ...band, scoredWeight: z.number(), supported: figure }),
	),
	indicators: z.record(
		z.string(),
		z.object({
			status: z.enum(statuses),
			value: figure,
			base: figure,
			coverage: figure,
			score: figure,
			...band,
			trust: trustLevel,
		}),
	),
};

export const returnResultView = z
	.object({
		mark: z.enum(['draft', 'submitted', 'locked']).meta({ description: 'Locked figures are official and never change' }),
		revision,
		edition: z.string(),
		madeAt: moment,
		lockedAt: moment.nullable(),
		...scoredFigures,
		warnings: z.array(z.object({ code: z.string(), field: z.string().nullable(), indicator: z.string().nullable() })),
		centres: z
			.array(z.object({ id: z.uuid(), code: z.string(), name: z.string(), leftOut: z.string().nullable(), ...scoredFigures }))
			.meta({
				description: 'Each centre of a sum alone; as far as you may see it',
			}),
	})
	.openapi('ReturnResult', { description: 'Figures of one revision, unrounded (specification, section 17).' });

export function showReturnResult(found: ReturnResult): z.input<typeof returnResultView> {
	return {
		mark: found.mark,
		revision: found.revision,
		edition: found.edition,
		madeAt: found.madeAt.toISOString(),
		lockedAt: found.lockedAt?.toISOString() ?? null,
		...found.result,
		warnings: found.warnings.map(({ code, field, indicator }) => ({ code, field, indicator })),
		centres: found.centres.map(({ id, code, name, leftOut, result }) => ({ id, code, name, leftOut, ...result })),
	};
}

const target = z.string().meta({ description: 'A field, a part such as out_emp@sex=F, or NA:SU-1.3', example: 'part_total' });

const stored = z.union([z.number(), z.string(), z.array(z.string())]).nullable();
const values = z.record(z.string(), figure).meta({ description: 'Indicator → value, unrounded', example: { 'SU-1.4': 68.42 } });

export const numbersView = z
	.object({
		units: z.array(
			z.object({
				unit: z.uuid().meta({ description: 'A centre, or the nil UUID for what the return is about' }),
				numbers: z.array(z.object({ target, value: stored, trust: trustLevel, comment: z.string(), version: z.int(), at: moment })),
				values,
			}),
		),
		values,
	})
	.openapi('ReturnNumbers');

export function showNumbers(found: ReadNumbers): z.input<typeof numbersView> {
	return {
		units: found.units.map(({ unit, numbers, values: own }) => ({
			unit,
			numbers: [...numbers].map(([name, { value, trust, comment, version, at }]) => ({
				target: name,
				value: value as number | string | string[] | null,
				trust,
				comment,
				version,
				at: at.toISOString(),
			})),
			values: own,
		})),
		values: found.values,
	};
}

const message = z.object({
	code: z.string(),
	unit: z.uuid().nullable(),
	field: z.string().nullable(),
	indicator: z.string().nullable(),
	message: z.string(),
});

export const returnReviewView = z
	.object({
		errors: z.array(message),
		warnings: z.array(
			message.extend({ key: z.string().meta({ description: 'Confirm it under this name' }), comment: z.string().nullable() }),
		),
		evidenceMissing: z.array(z.object({ unit: z.uuid(), field: z.string() })),
		filled: z.int(),
		needed: z.int(),
	})
	.openapi('ReturnReview');

export function showReturnReview(ctx: Ctx, head: ReturnHead, review: ReturnReview): z.input<typeof returnReviewView> {
	const text = textsOf(editionOfReturn(head), ctx.locale);
	const said = describe(review.faults, text);
	const asked = describe(review.warnings, text);
	return {
		errors: said.map((each, i) => ({ ...each, unit: review.faults[i]!.unit ?? null })),
		warnings: asked.map((each, i) => ({
			...each,
			unit: null,
			key: review.warnings[i]!.key,
			comment: review.warnings[i]!.confirmation?.comment ?? null,
		})),
		evidenceMissing: review.evidenceMissing,
		filled: review.filled,
		needed: review.needed,
	};
}

export const evidenceView = z
	.object({
		id: z.uuid(),
		unit: z.uuid(),
		target: z.string().meta({ description: 'Code of the field or indicator' }),
		kind: z.enum(['file', 'link']),
		title: z.string(),
		url: z.string().nullable(),
		file: z.object({ mediaType: z.string(), size: z.int().meta({ description: 'Bytes' }) }).nullable(),
	})
	.openapi('ReturnEvidence');

export const showEvidence = ({ file, ...evidence }: Evidence): z.input<typeof evidenceView> => ({
	...evidence,
	file: file && { mediaType: file.mediaType, size: file.size },
});

export const returnTaskView = z
	.object({
		id: z.uuid(),
		unit: z.uuid(),
		fields: z.array(z.string()),
		name: z.string(),
		email: z.string(),
		note: z.string(),
		dueOn: z.string().nullable(),
		state: z.enum(['open', 'done', 'withdrawn']),
		filled: z.int().meta({ description: 'Of its fields, those with a value' }),
		reminders: z.boolean().meta({ description: 'False when whoever was asked switched them off' }),
		openedAt: moment.nullable(),
		doneAt: moment.nullable(),
		expiresAt: moment,
	})
	.openapi('ReturnTask');

export function showReturnTask({ openedAt, doneAt, expiresAt, ...task }: Task): z.input<typeof returnTaskView> {
	return {
		...task,
		openedAt: openedAt?.toISOString() ?? null,
		doneAt: doneAt?.toISOString() ?? null,
		expiresAt: expiresAt.toISOString(),
	};
}

export const historyView = z
	.object({
		id: z.uuid(),
		at: moment,
		kind: z.string(),
		what: z.string(),
		before: z.string().nullable(),
		after: z.string().nullable(),
		note: z.string(),
		by: z.string().nullable(),
		byTask: z.boolean().meta({ description: 'Came through a link in a mail, without an account' }),
		revision,
	})
	.openapi('ReturnHistoryEntry');

export function showHistory({ at, ...entry }: HistoryEntry): z.input<typeof historyView> {
	return { ...entry, at: at.toISOString() };
}

const step = z.object({ at: moment, by: z.string().nullable().meta({ description: 'Null where it was the platform' }) });

export const returnRevisionView = z
	.object({
		revision,
		mark: z.enum(['submitted', 'locked']),
		submitted: step,
		locked: step.nullable(),
		reopened: step.extend({ reason: z.string() }).nullable(),
		overall,
		band: z.string().nullable().meta({ description: 'In your language' }),
		changes: z
			.array(z.object({ indicator: z.string(), name: z.string(), before: z.number().nullable(), after: z.number().nullable() }))
			.nullable()
			.meta({ description: 'Indicators with another score in the newest revision; null for that one itself' }),
	})
	.openapi('ReturnRevision');

export function showRevision({ submitted, locked, reopened, changes, ...revision }: ReturnRevision): z.input<typeof returnRevisionView> {
	return {
		...revision,
		submitted: showStep(submitted),
		locked: locked && showStep(locked),
		reopened: reopened && { ...showStep(reopened), reason: reopened.reason },
		changes: changes && changes.map(({ code, ...change }) => ({ indicator: code, ...change })),
	};
}

const showStep = ({ at, by }: RevisionStep) => ({ at: at.toISOString(), by });

export const importView = z
	.object({
		id: z.uuid(),
		digest: z.string().meta({ description: 'Send it back to confirm what you looked at' }),
		ready: z.boolean().meta({ description: 'Nothing is wrong: it can be confirmed' }),
		effects: z.array(
			z.object({
				line: z.int(),
				unit: z.string(),
				target,
				change: z.enum(['set', 'change', 'clear', 'none']),
				before: stored,
				after: stored,
			}),
		),
		errors: z.array(
			z.object({
				code: z.string(),
				line: z.int().nullable(),
				column: z.string().nullable(),
				field: z.string().nullable(),
				message: z.string(),
			}),
		),
		more: z.int().meta({ description: 'How many more errors there are' }),
	})
	.openapi('ReturnImport');

export function showImport(ctx: Ctx, { id, digest, plan }: ImportPreview): z.input<typeof importView> {
	return {
		id,
		digest,
		ready: plan.ready,
		effects: plan.effects.map(({ line, unit, kind, target: name, change, before, after }) => ({
			line,
			unit,
			target: kind === 'reason' ? `${reasonPrefix}${name}` : name,
			change,
			before: before.value as number | string | string[] | null,
			after: after.value as number | string | string[] | null,
		})),
		errors: describeCsv(plan.faults, textsOf(newestEdition(), ctx.locale)),
		more: plan.more,
	};
}
