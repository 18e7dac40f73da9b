import type { z } from 'zod';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { comparisonOfReturn, type ReturnComparison } from '../comparison/return.ts';
import { actionsOfReturn } from '../plan/queries.ts';
import { linkInput, linkIsOver, makeLink, openLink, revokeLink, workingLinks, type LinkSubject, type ShareLink } from '../report/links.ts';
import { keepParts } from '../solity/report/keep-parts.ts';
import { reportParts, type Report, type ReportPart } from '../solity/report/model.ts';
import { authoriseReturn, findReturn } from './access.ts';
import type { Return } from './model.ts';
import { gatherReturnReport } from './report.ts';

export const shareReturnInput = linkInput(reportParts);
export type ShareReturnInput = z.input<typeof shareReturnInput>;

const subjectOf = (row: Return): LinkSubject => ({ kind: 'return', id: row.id, organisationId: row.providerId });
const isSettled = ({ state }: Return) => state === 'submitted' || state === 'locked';

/**
 * Makes a link to chosen parts of a return's report.
 * @returns the token, which is shown once and stored nowhere
 * @throws AppError conflict while the return is not submitted
 */
export async function shareReturn(ctx: Ctx, id: string, input: ShareReturnInput): Promise<{ id: string; token: string; endsAt: Date }> {
	const link = shareReturnInput.parse(input);
	return inTransaction(ctx, async (tx) => {
		const { row } = await authoriseReturn(ctx, id, 'share', { tx, lock: true });
		if (!isSettled(row)) throw new AppError('conflict', 'Share the report when the return is submitted');
		return makeLink(ctx, tx, subjectOf(row), { ...link, parts: reportParts.filter((part) => link.parts.includes(part)) });
	});
}

/** Links of a return's report that still work, newest first. @throws AppError forbidden for who may not share */
export async function linksOfReturn(ctx: Ctx, id: string): Promise<ShareLink<ReportPart>[]> {
	const { row } = await authoriseReturn(ctx, id, 'share');
	return (await workingLinks(ctx, subjectOf(row))) as ShareLink<ReportPart>[];
}

/** Ends a link at once. @throws AppError not_found */
export async function endReturnLink(ctx: Ctx, id: string, link: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const { row } = await authoriseReturn(ctx, id, 'share', { tx });
		await revokeLink(ctx, tx, subjectOf(row), link);
	});
}

export type SharedReturn = {
	report: Report;
	/** With providers like this one; null where the part was not chosen, or the return is not locked yet. */
	comparison: ReturnComparison | null;
	parts: ReportPart[];
	endsAt: Date;
};

/**
 * What a link shows, counted as opened. Small totals stay hidden from its readers, whatever parts it has.
 * @throws AppError gone for a link that has ended, was taken back, or whose return is open again
 */
export async function readSharedReturn(ctx: Ctx, token: string): Promise<SharedReturn> {
	const { id, parts: shown, endsAt } = await openLink(ctx, token, 'return');
	const row = await findReturn(ctx.db, id);
	if (!row || !isSettled(row)) throw linkIsOver();
	const parts = shown as ReportPart[];
	// Who does what is nobody's business but the provider's.
	const plan = parts.includes('plan') ? (await actionsOfReturn(ctx, row)).map((action) => ({ ...action, owner: null })) : null;
	const [report, comparison] = await Promise.all([
		gatherReturnReport(ctx, row, { small: false, numbers: parts.includes('data'), centre: () => true }, { plan }),
		parts.includes('comparison') && row.state === 'locked' ? comparisonOfReturn(ctx, row, null) : null,
	]);
	return { report: keepParts(report, parts), comparison, parts, endsAt };
}
