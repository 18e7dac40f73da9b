import type { Report, ReportAction } from '../../report/model.ts';
import type { ReportSpread } from '../../report/spread.ts';
import type { ReportTrend, TrendRun } from '../../report/trend.ts';

/** A report as a page or a print gets it: moments already in words, and the year of the run before, with its month where both are of one year. */
export type ShownReport = Omit<Report, 'startedAt' | 'finishedAt' | 'progress' | 'trend' | 'plan' | 'spread'> & {
	startedOn: string;
	finishedOn: string;
	year: string;
	progress: (Omit<NonNullable<Report['progress']>, 'finishedAt'> & { year: string; on: string }) | null;
	trend: ShownTrend | null;
	plan: ShownAction[] | null;
	spread: ShownSpread | null;
};

export type ShownTrend = Omit<ReportTrend, 'runs'> & {
	/** `name` tells a check from the one after it: its year, and its month where both are of one year. */
	runs: (Omit<TrendRun, 'finishedAt'> & { year: string; name: string; on: string; shortOn: string })[];
};
/** What somebody of a group finds out, until a day in words. */
export type ShownSpread = Omit<ReportSpread, 'parked'> & { parked: { item: string; title: string; with: string | null; day: string }[] };
export type ShownAction = Omit<ReportAction, 'deadline'> & { day: string | null };

/** How days are written in the reader's language: whole, where there is little room, only the month, and days of a plan. */
export type DayWords = {
	day: (moment: Date) => string;
	shortDay: (moment: Date) => string;
	month: (moment: Date) => string;
	plannedDay: (day: string) => string;
};

/** What a check is called beside a later one. */
const yearBeside = (moment: Date, later: Date | undefined, month: DayWords['month']) =>
	moment.getUTCFullYear() === later?.getUTCFullYear() ? month(moment) : String(moment.getUTCFullYear());

/** Puts the report's moments into words. */
export function toShown(report: Report, words: DayWords): ShownReport {
	const { startedAt, finishedAt, progress, trend, plan, spread, ...rest } = report;
	return {
		...rest,
		startedOn: words.day(startedAt),
		finishedOn: words.day(finishedAt),
		year: String(finishedAt.getUTCFullYear()),
		progress: progress && {
			runId: progress.runId,
			overall: progress.overall,
			better: progress.better,
			lower: progress.lower,
			same: progress.same,
			year: yearBeside(progress.finishedAt, finishedAt, words.month),
			on: words.day(progress.finishedAt),
		},
		trend: trend && toShownTrend(trend, words),
		spread: spread && {
			...spread,
			parked: spread.parked.map(({ until, ...parked }) => ({ ...parked, day: words.day(new Date(until)) })),
		},
		plan: plan && toShownPlan(plan, words.plannedDay),
	};
}

/** Puts the deadlines of a report's actions into words. */
export function toShownPlan(plan: readonly ReportAction[], plannedDay: DayWords['plannedDay']): ShownAction[] {
	return plan.map(({ deadline, ...action }) => ({ ...action, day: deadline && plannedDay(deadline) }));
}

export function toShownTrend({ runs, moved }: ReportTrend, { day, shortDay, month }: Omit<DayWords, 'plannedDay'>): ShownTrend {
	return {
		runs: runs.map(({ finishedAt, ...run }, i) => ({
			...run,
			year: String(finishedAt.getUTCFullYear()),
			name: yearBeside(finishedAt, runs[i + 1]?.finishedAt, month),
			on: day(finishedAt),
			shortOn: shortDay(finishedAt),
		})),
		moved,
	};
}
