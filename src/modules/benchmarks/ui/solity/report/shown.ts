import type { Report } from '../../../solity/report/model.ts';
import { toShownPlan, type DayWords, type ShownAction } from '../../report/shown.ts';

/** A report of a return as a page or a print gets it: moments already in words. */
export type ShownReport = Omit<Report, 'submittedAt' | 'lockedAt' | 'plan'> & {
	submittedOn: string | null;
	lockedOn: string | null;
	plan: ShownAction[] | null;
};

/**
 * Puts the report's moments into words.
 * @param words how days are written in the reader's language
 */
export function toShown(
	{ submittedAt, lockedAt, plan, ...rest }: Report,
	{ day, plannedDay }: Pick<DayWords, 'day' | 'plannedDay'>,
): ShownReport {
	return {
		...rest,
		submittedOn: submittedAt && day(submittedAt),
		lockedOn: lockedAt && day(lockedAt),
		plan: plan && toShownPlan(plan, plannedDay),
	};
}
