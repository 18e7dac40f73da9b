import type { Report } from '../../../solity/report/model.ts';

/** A report of a return as a page or a print gets it: moments already in words. */
export type ShownReport = Omit<Report, 'submittedAt' | 'lockedAt'> & { submittedOn: string | null; lockedOn: string | null };

/**
 * Puts the report's moments into words.
 * @param day how a day is written in the reader's language
 */
export function toShown({ submittedAt, lockedAt, ...rest }: Report, day: (moment: Date) => string): ShownReport {
	return { ...rest, submittedOn: submittedAt && day(submittedAt), lockedOn: lockedAt && day(lockedAt) };
}
