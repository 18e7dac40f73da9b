import { error, type Fault } from './fault.ts';

/** Whose situation is measured six months later: leavers of the training year, or of the year before. */
export type CohortBasis = 'Y' | 'Y-1';

/** First and last day of training year `year`: the 12 months that start in `startMonth` (1 to 12) of that year. */
export function trainingYear(year: number, startMonth: number): { first: Temporal.PlainDate; last: Temporal.PlainDate } {
	const first = Temporal.PlainDate.from({ year, month: startMonth, day: 1 });
	return { first, last: first.add({ years: 1 }).subtract({ days: 1 }) };
}

/**
 * The first day a return can be submitted (section 5.1): with basis Y six months after the last day of the year (the
 * month's last day where that month is shorter), with Y-1 the day after the year ends.
 */
export function readyFrom(year: number, startMonth: number, basis: CohortBasis): Temporal.PlainDate {
	const { last } = trainingYear(year, startMonth);
	return basis === 'Y' ? last.add({ months: 6 }) : last.add({ days: 1 });
}

/** E_COHORT_NOT_READY while the situation six months after training can not be known yet; null from the day it can. */
export function cohortFault(today: Temporal.PlainDate, year: number, startMonth: number, basis: CohortBasis): Fault | null {
	const ready = readyFrom(year, startMonth, basis);
	return Temporal.PlainDate.compare(today, ready) < 0 ? error('E_COHORT_NOT_READY', {}, { date: ready.toString() }) : null;
}
