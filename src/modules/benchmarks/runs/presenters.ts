import { z } from '#platform/api/index.ts';
import type { Review } from '../go-international/review.ts';
import { bands, notApplicableReasons } from '../model.ts';
import { answerValue, importanceValue, levelValue } from '../presenters.ts';
import type { AnswerOutcome } from './answer-writer.ts';
import { toValue } from './inputs.ts';
import { namedRoles, type RunInvitation, type RunPeople } from './people.ts';
import type { ListedRun, RunAnswers, RunHead } from './queries.ts';
import type { FullResult } from './result.ts';

/** What of a provider's runs leaves through the API. */

const moment = z.iso.datetime();
const item = z.string().meta({ description: 'Code of the question', example: 'ENV-1' });
const id = z.uuid().meta({ description: 'The run' });
const providerId = z.uuid();
const mode = z.enum(['full', 'group']);
const status = z.enum(['draft', 'open', 'closed', 'finished']);
const band = z.enum(bands).nullable();

export const runView = z
	.object({
		id,
		providerId,
		mode,
		status,
		edition: z.string(),
		createdAt: moment,
		finishedAt: moment.nullable(),
		answered: z.int().meta({ description: 'Questions with an answer, whatever it is' }),
		items: z.int(),
		maturity: z.number().nullable().meta({ description: '1 to 4, unrounded; null without a result' }),
		index: z.number().nullable().meta({ description: '0 to 100, unrounded' }),
		band,
		provisional: z.boolean().meta({ description: 'Sections have too few answers: it enters no comparison' }),
	})
	.openapi('Run', {
		example: {
			id: '01930000-9c1d-7b2e-8f3a-4b5c6d7e8f90',
			providerId: '01930000-6f0c-7a21-8b4d-5e6f7a8b9c0d',
			mode: 'full',
			status: 'open',
			edition: 'GI-1.0',
			createdAt: '2026-11-24T09:00:00.000Z',
			finishedAt: null,
			answered: 28,
			items: 45,
			maturity: null,
			index: null,
			band: null,
			provisional: false,
		},
	});

/** @param run a row under the name pages of a list go by */
export function showRun({ runId: _, createdAt, finishedAt, ...more }: ListedRun & { id: string }): z.input<typeof runView> {
	return { ...more, createdAt: createdAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null };
}

export const runDetailView = z
	.object({
		id,
		providerId,
		mode,
		status,
		edition: z.string(),
		createdAt: moment,
		changedAt: moment,
		finishedAt: moment.nullable(),
		sharing: z.boolean().meta({ description: 'The provider agreed to be counted in comparisons' }),
		roles: z.array(z.string()).meta({ description: 'Your roles in it' }),
		allowed: z.record(z.string(), z.boolean()).meta({ description: 'What your roles allow in its state', example: { answer: true } }),
		profile: z.record(z.string(), z.unknown()).meta({ description: 'Answers to P-1 to P-11' }),
		numbers: z.record(z.string(), z.number()).meta({ description: 'N-1 to N-10, as far as they were told' }),
		profileVersion: z.int().meta({ description: 'Send it back when you change the profile' }),
	})
	.openapi('RunDetail');

export function showRunDetail(run: RunHead): z.input<typeof runDetailView> {
	return {
		id: run.id,
		providerId: run.providerId,
		mode: run.mode,
		status: run.status,
		edition: run.edition,
		createdAt: run.createdAt.toISOString(),
		changedAt: run.changedAt.toISOString(),
		finishedAt: run.finishedAt?.toISOString() ?? null,
		sharing: run.sharing,
		roles: run.roles,
		allowed: run.allowed,
		profile: run.profile,
		numbers: Object.fromEntries(Object.entries(run.numbers).filter(([, value]) => value !== undefined)),
		profileVersion: run.profileVersion,
	};
}

const said = z.object({
	value: answerValue,
	reason: z.enum(notApplicableReasons).nullable().meta({ description: 'Why it does not apply' }),
	reasonText: z.string().nullable(),
	evidence: z.enum(['documented', 'partial', 'none']).nullable().meta({ description: 'What proof there is; asked at level 3 and 4' }),
	personId: z.uuid().nullable(),
	by: z.string().nullable().meta({ description: 'Name of who gave it' }),
	at: moment,
});

export const runAnswersView = z
	.object({
		answers: z.array(said.extend({ item, version: z.int().meta({ description: 'Base your answer on it' }) })),
		conflicts: z.array(said.extend({ item, client: z.string() })).meta({
			description: 'Answers that met another one and wait for a decision; what is under `answers` stands until then',
		}),
		notes: z
			.array(z.object({ item, text: z.string(), version: z.int(), by: z.string().nullable(), at: moment }))
			.meta({ description: 'Empty for mentors' }),
		proof: z.array(
			z.object({
				id: z.uuid(),
				item,
				kind: z.enum(['file', 'link']),
				title: z.string(),
				url: z.string().nullable(),
				file: z.object({ mediaType: z.string(), size: z.int() }).nullable(),
			}),
		),
		importance: z.record(z.string(), importanceValue).meta({ description: 'By section, where it was said; medium (2) elsewhere' }),
		targets: z
			.record(z.string(), levelValue)
			.meta({ description: 'By question, where one was chosen; elsewhere 3 from level 1 or 2, else 4' }),
		focus: z.array(item).meta({ description: 'Chosen from the priorities of the result, in order' }),
	})
	.openapi('RunAnswers');

type Reason = (typeof notApplicableReasons)[number] | null;
type Evidence = 'documented' | 'partial' | 'none' | null;

/** @param notes whether the reader may see the provider's private notes */
export function showRunAnswers(answers: RunAnswers, notes: boolean): z.input<typeof runAnswersView> {
	const show = <Given extends { reason: string | null; at: Date }>({ reason, at, ...more }: Given) => ({
		...more,
		reason: reason as Reason,
		at: at.toISOString(),
	});
	return {
		answers: [...answers.answers].map(([item, answer]) => ({ item, ...show(answer) })),
		conflicts: answers.conflicts.map(show),
		notes: notes ? [...answers.notes].map(([item, { at, ...note }]) => ({ item, ...note, at: at.toISOString() })) : [],
		proof: answers.proof.map(({ file, ...proof }) => ({ ...proof, file: file && { mediaType: file.mediaType, size: file.size } })),
		importance: Object.fromEntries(answers.importance),
		targets: Object.fromEntries(answers.targets),
		focus: answers.focus,
	};
}

export const answerOutcomeView = z
	.object({
		outcome: z.enum(['saved', 'superseded', 'conflict']).meta({
			description:
				'saved: it stands. superseded: a newer one of the same client was there. conflict: somebody else had answered meanwhile; theirs stands, yours waits for a decision',
		}),
		version: z.int().meta({ description: 'The version that stands now' }),
		standing: said.omit({ by: true }),
	})
	.openapi('AnswerOutcome');

export function showOutcome({ outcome, version, standing }: AnswerOutcome): z.input<typeof answerOutcomeView> {
	const { by, at, value, reason, evidence, reasonText } = standing;
	return {
		outcome,
		version,
		standing: {
			value: toValue(value),
			reason: reason as Reason,
			reasonText,
			evidence: evidence as Evidence,
			personId: by,
			at: at.toISOString(),
		},
	};
}

export const reviewView = z
	.object({
		missing: z.array(item),
		unknown: z.array(item),
		notApplicable: z.array(item),
		withoutProof: z.array(item).meta({ description: 'At level 3 or 4, and nobody said that there is proof' }),
		outlook: z.object({
			result: z.enum(['full', 'provisional', 'none']).meta({ description: 'What the result would be with the answers as they are' }),
			notEnough: z.array(z.string()).meta({ description: 'Sections with too few answers' }),
		}),
	})
	.openapi('RunReview');

export const showReview = (review: Review): z.input<typeof reviewView> => review;

export const runResultView = z
	.object({
		maturity: z.number().nullable(),
		index: z.number().nullable(),
		band,
		cap: z.boolean().meta({ description: 'A section at “starting” keeps the band down' }),
		provisional: z.boolean(),
		balance: z.number().nullable(),
		sections: z.record(z.string(), z.object({ maturity: z.number().nullable(), index: z.number().nullable(), band })),
		priorities: z.array(z.object({ item, priority: z.number() })),
		counts: z.object({ levels: z.int(), notApplicable: z.int(), unknown: z.int(), unanswered: z.int(), all: z.int() }),
	})
	.openapi('RunResult', { description: 'Figures unrounded. The report tells them in words.' });

export function showRunResult({ score, priorities, counts }: FullResult): z.input<typeof runResultView> {
	const { maturity, index, band, cap, provisional, balance, sections } = score;
	return {
		maturity,
		index,
		band,
		cap,
		provisional,
		balance,
		sections: Object.fromEntries(
			Object.entries(sections).map(([code, result]) => [code, { maturity: result.maturity, index: result.index, band: result.band }]),
		),
		priorities: priorities.map(({ item, priority }) => ({ item, priority })),
		counts,
	};
}

const role = z.enum(namedRoles);
export const runPeopleView = z
	.object({
		people: z.array(
			z.object({
				personId: z.uuid(),
				name: z.string(),
				role,
				endsAt: moment.nullable().meta({ description: 'Last moment of a mentor' }),
				over: z.boolean(),
			}),
		),
		invitations: z.array(z.object({ id: z.uuid(), email: z.string(), role, expiresAt: moment })),
	})
	.openapi('RunPeople');

export function showRunPeople({ people, invitations }: RunPeople): z.input<typeof runPeopleView> {
	return {
		people: people.map(({ endsAt, ...person }) => ({ ...person, endsAt: endsAt?.toISOString() ?? null })),
		invitations: invitations.map(({ expiresAt, ...invitation }) => ({ ...invitation, expiresAt: expiresAt.toISOString() })),
	};
}

export const runPresenceView = z
	.object({
		people: z.array(
			z.object({
				personId: z.uuid(),
				name: z.string(),
				item: z.string().nullable().meta({ description: 'Code of the question; null on pages about the run as a whole' }),
			}),
		),
	})
	.openapi('RunPresence');

export const runInvitationView = z
	.object({
		runId: z.uuid(),
		provider: z.string(),
		email: z.string(),
		role,
		mentorDays: z.int().nullable(),
		expiresAt: moment,
	})
	.openapi('RunInvitation');

export function showRunInvitation(invitation: RunInvitation): z.input<typeof runInvitationView> {
	const { runId, provider, email, role, mentorDays, expiresAt } = invitation;
	return { runId, provider, email, role, mentorDays, expiresAt: expiresAt.toISOString() };
}
