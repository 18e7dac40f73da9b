import { definePolicy, yes } from '#platform/policy.ts';

/**
 * Who may do what with a provider's run (Go International specification, section 16 "Rights"). `admin` is an
 * administrator of the provider; the others are named for one run. A participant of a group check is no column here:
 * they reach their own answers only, by a secret of their own (group/access.ts), and have a table of their own below. Staff
 * of the platform see totals only.
 */
export const runRoles = ['admin', 'facilitator', 'editor', 'viewer', 'mentor'] as const;
export type RunRole = (typeof runRoles)[number];

/** Until when a mentor may look. */
export type HeldRunRole = { endsAt: Date | null };
/** What rights depend on; `now` comes in so that the table asks no clock. */
export type RunSubject = { status: string; mode: string; now: Date };

const inTime = ({ endsAt }: HeldRunRole, { now }: RunSubject) => endsAt !== null && endsAt > now;
const finishedInTime = (held: HeldRunRole, subject: RunSubject) => subject.status === 'finished' && inTime(held, subject);
const compared = (_: unknown, { mode, status }: RunSubject) => mode === 'group' && (status === 'closed' || status === 'finished');
const comparedInTime = (held: HeldRunRole, subject: RunSubject) => compared(held, subject) && inTime(held, subject);

export const runPolicy = definePolicy<RunRole, HeldRunRole, RunSubject>()({
	'read run': { admin: yes, facilitator: yes, editor: yes, viewer: yes, mentor: inTime },
	'read report': { admin: yes, facilitator: yes, editor: yes, viewer: yes, mentor: finishedInTime },
	// Private to the provider (section 7, rule 8): nobody who looks from outside for a time.
	'read notes': { admin: yes, facilitator: yes, editor: yes, viewer: yes },
	'answer': { admin: yes, editor: yes },
	'lead the group': { admin: yes, facilitator: yes },
	'read views': { admin: compared, facilitator: compared, editor: compared, viewer: compared, mentor: comparedInTime },
	'choose focus': { admin: yes, editor: yes },
	'finish': { admin: yes },
	'reopen': { admin: yes },
	'name people': { admin: yes },
	'share': { admin: yes },
	'delete': { admin: yes },
}); // prettier-ignore

export type RunAction = keyof typeof runPolicy.table;

const answering = (_: unknown, { mode, status }: RunSubject) => mode === 'group' && status === 'open';

/** What a participant of a group check may do, account or not (section 15): answer alone, and afterwards see all views without names. */
export const participantPolicy = definePolicy<'participant', null, RunSubject>()({
	'answer alone': { participant: answering },
	'submit': { participant: answering },
	'leave': { participant: answering },
	'read views': { participant: compared },
}); // prettier-ignore

export type ParticipantAction = keyof typeof participantPolicy.table;
