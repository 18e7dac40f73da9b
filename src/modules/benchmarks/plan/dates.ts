import type { ActionState, ShownState } from './model.ts';

/** Days are ISO dates (`2026-11-24`), as they are written in a plan: no time, no zone. */

/** The day of an instant, in UTC. */
export function dayOf(instant: Date): string {
	return instant.toISOString().slice(0, 10);
}

/** `months` later, on the same day of the month or its last one. */
export function monthsLater(day: string, months: number): string {
	return Temporal.PlainDate.from(day).add({ months }).toString();
}

export function daysLater(day: string, days: number): string {
	return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Late = the deadline has passed and the action is not done (section 12); one that was stopped is not late. */
export function shownState(state: ActionState, deadline: string | null, today: string): ShownState {
	return (state === 'planned' || state === 'running') && deadline !== null && deadline < today ? 'late' : state;
}
