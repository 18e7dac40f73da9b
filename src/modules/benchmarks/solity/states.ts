import { error, type Fault } from './fault.ts';

/** Where a return stands (section 12). */
export type State = 'draft' | 'submitted' | 'locked' | 'reopened';
/** Roles of a provider, as far as states ask for one; `clock` is the platform itself, at night. */
export type ReturnRole = 'owner' | 'admin' | 'approver' | 'editor' | 'viewer' | 'clock';
export type Action = 'start' | 'submit' | 'send-back' | 'lock' | 'reopen';

type Transition = {
	action: Action;
	from: State | null;
	to: State;
	roles: readonly ReturnRole[];
	/** Must be whole: no errors, warnings confirmed, complete, cohort ready. */
	whole?: true;
	/** Needs a note or reason. */
	noted?: true;
	/** Makes a new revision. */
	revises?: true;
};

/** The table of section 12; the owner may do everything. */
export const transitions: readonly Transition[] = [
	{ action: 'start', from: null, to: 'draft', roles: ['owner', 'admin', 'editor'] },
	{ action: 'submit', from: 'draft', to: 'submitted', roles: ['owner', 'approver'], whole: true },
	{ action: 'send-back', from: 'submitted', to: 'draft', roles: ['owner', 'approver'], noted: true },
	{ action: 'lock', from: 'submitted', to: 'locked', roles: ['owner', 'approver', 'clock'] },
	{ action: 'reopen', from: 'locked', to: 'reopened', roles: ['owner', 'approver'], noted: true },
	{ action: 'submit', from: 'reopened', to: 'submitted', roles: ['owner', 'approver'], whole: true, revises: true },
];

/** A submitted return locks by itself after this many days. */
export const daysUntilLocked = 30;

export type TransitionRequest = {
	from: State | null;
	action: Action;
	roles: readonly ReturnRole[];
	revision: number;
	/** Faults of the return as it stands, checked in mode submit; also E_COHORT_NOT_READY. */
	faults: readonly Fault[];
	/** Warnings nobody confirmed with a comment yet. */
	unconfirmed: number;
	/** Note or reason given. */
	note?: string;
};

/** Carries out one step, or says what stands in its way. */
export function step(request: TransitionRequest): { to: State; revision: number } | { faults: Fault[] } {
	const found = transitions.find(({ action, from }) => action === request.action && from === request.from);
	if (!found) return { faults: [error('E_TRANSITION', {})] };
	if (!request.roles.some((role) => found.roles.includes(role))) return { faults: [error('E_ROLE', {})] };
	const faults = [
		...(found.whole ? request.faults : []),
		...(found.whole && request.unconfirmed > 0 ? [error('E_UNCONFIRMED', {})] : []),
		...(found.noted && !request.note?.trim() ? [error('E_NOTE_REQUIRED', {})] : []),
	];
	if (faults.length > 0) return { faults };
	return { to: found.to, revision: request.revision + (found.revises ? 1 : 0) };
}

/** What somebody with these roles may do next, in the order of the table. */
export function possibleActions(from: State | null, roles: readonly ReturnRole[]): Action[] {
	return transitions.filter((each) => each.from === from && each.roles.some((role) => roles.includes(role))).map(({ action }) => action);
}

/** E_LOCKED where numbers may not be changed: only drafts and reopened returns are open. */
export function changeFault(state: State): Fault | null {
	return state === 'draft' || state === 'reopened' ? null : error('E_LOCKED', {});
}

/** True when a submitted return is due to be locked by the platform. */
export function isDueToLock(state: State, submitted: Temporal.Instant, now: Temporal.Instant): boolean {
	return state === 'submitted' && Temporal.Instant.compare(submitted.add({ hours: 24 * daysUntilLocked }), now) <= 0;
}
