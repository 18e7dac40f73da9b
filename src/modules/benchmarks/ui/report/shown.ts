import type { Report } from '../../report/model.ts';

/** A report as a page or a print gets it: moments already in words, and the year of the run before. */
export type ShownReport = Omit<Report, 'startedAt' | 'finishedAt' | 'progress'> & {
	startedOn: string;
	finishedOn: string;
	year: string;
	progress: (Omit<NonNullable<Report['progress']>, 'finishedAt'> & { year: string; on: string }) | null;
};

/**
 * Puts the report's moments into words.
 * @param day how a day is written in the reader's language
 */
export function toShown(report: Report, day: (moment: Date) => string): ShownReport {
	const { startedAt, finishedAt, progress, ...rest } = report;
	return {
		...rest,
		startedOn: day(startedAt),
		finishedOn: day(finishedAt),
		year: String(finishedAt.getUTCFullYear()),
		progress: progress && {
			runId: progress.runId,
			overall: progress.overall,
			better: progress.better,
			lower: progress.lower,
			same: progress.same,
			year: String(progress.finishedAt.getUTCFullYear()),
			on: day(progress.finishedAt),
		},
	};
}
