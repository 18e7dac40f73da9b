import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { comparisonOf, type RunComparison } from '../comparison/run.ts';
import { accessRun, authoriseRun } from '../runs/access.ts';
import type { z } from 'zod';
import { linkInput, linkIsOver, makeLink, openLink, revokeLink, workingLinks, type LinkSubject, type ShareLink } from './links.ts';
import { reportParts, type Report, type ReportPart } from './model.ts';
import { gatherReport } from './queries.ts';
import { withoutNames } from './spread.ts';

export const shareInput = linkInput(reportParts);
export type ShareInput = z.input<typeof shareInput>;

const subjectOf = (run: { id: string; providerId: string }): LinkSubject => ({ kind: 'run', id: run.id, organisationId: run.providerId });

/** Makes a link to chosen parts of a report. @returns the token, which is shown once and stored nowhere */
export async function shareReport(ctx: Ctx, runId: string, input: ShareInput): Promise<{ id: string; token: string; endsAt: Date }> {
	const link = shareInput.parse(input);
	return inTransaction(ctx, async (tx) => {
		const run = await authoriseRun(ctx, runId, 'share', { tx, lock: true });
		if (run.status !== 'finished') throw new AppError('conflict', 'Share the report when the run has its result');
		return makeLink(ctx, tx, subjectOf(run), { ...link, parts: reportParts.filter((part) => link.parts.includes(part)) });
	});
}

/** Links of a report that still work, newest first; for those who may share. */
export async function linksOf(ctx: Ctx, runId: string): Promise<ShareLink<ReportPart>[]> {
	const { allows } = await accessRun(ctx, runId);
	return allows('share') ? ((await workingLinks(ctx, { kind: 'run', id: runId })) as ShareLink<ReportPart>[]) : [];
}

/** Ends a link at once. @throws AppError not_found */
export async function endLink(ctx: Ctx, runId: string, id: string): Promise<void> {
	await inTransaction(ctx, async (tx) => revokeLink(ctx, tx, subjectOf(await authoriseRun(ctx, runId, 'share', { tx })), id));
}

export type Shared = {
	report: Report;
	/** With providers like this one; null where the part was not chosen. */
	comparison: RunComparison | null;
	parts: ReportPart[];
	endsAt: Date;
};

/**
 * What a link shows, counted as opened.
 * @throws AppError gone for a link that has ended, was taken back, or whose run has no result any more
 */
export async function readShared(ctx: Ctx, token: string): Promise<Shared> {
	const { id, parts: shown, endsAt } = await openLink(ctx, token, 'run');
	// The link is the right to look; whoever opens it needs no role in the run.
	const { run } = await accessRun({ ...ctx, actor: { kind: 'system', name: 'share link' } }, id).catch(() => {
		throw linkIsOver();
	});
	if (run.status !== 'finished') throw linkIsOver();
	const parts = shown as ReportPart[];
	const [report, comparison] = await Promise.all([
		gatherReport(ctx, run, { plan: parts.includes('plan'), notes: parts.includes('notes') }),
		parts.includes('comparison') ? comparisonOf(ctx, run, null) : null,
	]);
	return { report: keepParts(report, parts), comparison, parts, endsAt };
}

/** The report with nothing in it but the chosen parts; what is left out is gone, not hidden. */
export function keepParts(report: Report, parts: readonly ReportPart[]): Report {
	const has = (part: ReportPart) => parts.includes(part);
	const sections = report.sections.map((section) => ({
		...section,
		sentence: has('sections') ? section.sentence : null,
		recommendations: has('sections') ? section.recommendations : [],
		withProof: has('sections') || has('summary') ? section.withProof : null,
		progress: has('progress') ? section.progress : null,
		before: has('progress') ? section.before : null,
		items: has('answers')
			? section.items.map((item) => ({
					...item,
					note: has('notes') ? item.note : null,
					why: has('spread') ? item.why : null,
					// Proof is the provider's own documents; a link shows that it exists, not where.
					proof: [],
					before: has('progress') ? item.before : null,
				}))
			: [],
	}));
	return {
		...report,
		spread: has('spread') && report.spread ? withoutNames(report.spread) : null,
		sections: has('summary') || has('sections') || has('answers') || has('method') ? sections : [],
		strengths: has('summary') ? report.strengths : [],
		priorities: has('summary') ? report.priorities.filter(({ focus }, i, all) => (all.some((each) => each.focus) ? focus : i < 3)) : [],
		findOut: has('findOut') ? report.findOut : [],
		proveIt: has('findOut') ? report.proveIt : [],
		numbers: has('numbers') ? report.numbers : null,
		readiness: has('readiness') ? report.readiness : [],
		progress: has('progress') ? report.progress : null,
		trend: has('progress') ? report.trend : null,
		// Who does what is nobody's business outside the provider.
		plan: has('plan') && report.plan ? report.plan.map((action) => ({ ...action, owner: null })) : null,
		// In a small provider a role is a person.
		answeredBy: null,
		profile: {},
	};
}
