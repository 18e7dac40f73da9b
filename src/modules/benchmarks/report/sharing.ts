import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '#platform/audit.ts';
import type { App, Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { isId, newId, newSecret } from '#platform/ids.ts';
import { personOf } from '#platform/policy.ts';
import { hashToken } from '../owner.ts';
import { accessRun, authoriseRun } from '../runs/access.ts';
import { reportParts, type Report, type ReportPart } from './model.ts';
import { gatherReport } from './queries.ts';
import { withoutNames } from './spread.ts';

/** A link shows a report for so many days unless said otherwise, and never longer than the second figure. */
export const shareDays = { usual: 14, most: 365 } as const;
/** So many links a run may have at once. */
export const mostLinks = 20;

export const shareInput = z.strictObject({
	label: z.string().trim().max(100).default(''),
	parts: z.array(z.enum(reportParts)).min(1),
	days: z.coerce.number().int().min(1).max(shareDays.most).default(shareDays.usual),
});
export type ShareInput = z.input<typeof shareInput>;

/** Makes a link to chosen parts of a report. @returns the token, which is shown once and stored nowhere */
export async function shareReport(ctx: Ctx, runId: string, input: ShareInput): Promise<{ id: string; token: string; endsAt: Date }> {
	const { label, parts, days } = shareInput.parse(input);
	const endsAt = new Date(ctx.now().getTime() + days * 86_400_000);
	const token = newSecret();
	const id = newId();
	await inTransaction(ctx, async (tx) => {
		const run = await authoriseRun(ctx, runId, 'share', { tx, lock: true });
		if (run.status !== 'finished') throw new AppError('conflict', 'Share the report when the run has its result');
		const { count } = await tx
			.selectFrom('benchmarks.share_link')
			.select((select) => select.fn.countAll<number>().as('count'))
			.where('run_id', '=', runId)
			.where('revoked_at', 'is', null)
			.where('ends_at', '>', ctx.now())
			.executeTakeFirstOrThrow();
		if (count >= mostLinks)
			throw new AppError('invalid_input', { message: `A report has at most ${mostLinks} links; end one first`, field: 'parts' });
		await tx
			.insertInto('benchmarks.share_link')
			.values({
				id,
				run_id: runId,
				token_hash: hashToken(token),
				label,
				parts: reportParts.filter((part) => parts.includes(part)),
				ends_at: endsAt,
				created_by: personOf(ctx.actor) ?? null,
				created_at: ctx.now(),
			})
			.execute();
		await audit(ctx, tx, {
			action: 'benchmarks.report.shared',
			subject: { kind: 'run', id: runId },
			organisationId: run.providerId,
			details: { parts, days },
		});
	});
	return { id, token, endsAt };
}

export type ShareLink = {
	id: string;
	label: string;
	parts: ReportPart[];
	endsAt: Date;
	createdAt: Date;
	opened: number;
	lastOpenedAt: Date | null;
};

/** Links of a report that still work, newest first; for those who may share. */
export async function linksOf(ctx: Ctx, runId: string): Promise<ShareLink[]> {
	const { allows } = await accessRun(ctx, runId);
	if (!allows('share')) return [];
	const rows = await ctx.db
		.selectFrom('benchmarks.share_link')
		.select(['id', 'label', 'parts', 'ends_at', 'created_at', 'opened', 'last_opened_at'])
		.where('run_id', '=', runId)
		.where('revoked_at', 'is', null)
		.where('ends_at', '>', ctx.now())
		.orderBy('created_at', 'desc')
		.limit(mostLinks)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		label: row.label,
		parts: row.parts as ReportPart[],
		endsAt: row.ends_at,
		createdAt: row.created_at,
		opened: row.opened,
		lastOpenedAt: row.last_opened_at,
	}));
}

/** Ends a link at once. @throws AppError not_found */
export async function endLink(ctx: Ctx, runId: string, id: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const run = await authoriseRun(ctx, runId, 'share', { tx });
		const row = isId(id)
			? await tx
					.updateTable('benchmarks.share_link')
					.set({ revoked_at: ctx.now() })
					.where('id', '=', id)
					.where('run_id', '=', runId)
					.where('revoked_at', 'is', null)
					.returning('id')
					.executeTakeFirst()
			: undefined;
		if (!row) throw new AppError('not_found', 'There is no such link');
		await audit(ctx, tx, { action: 'benchmarks.report.link-ended', subject: { kind: 'run', id: runId }, organisationId: run.providerId });
	});
}

/**
 * What a link shows, counted as opened.
 * @throws AppError gone for a link that has ended, was taken back, or whose run has no result any more
 */
export async function readShared(ctx: Ctx, token: string): Promise<{ report: Report; parts: ReportPart[]; endsAt: Date }> {
	const over = () => new AppError('gone', { message: 'This link has ended or was taken back', help: 'Ask the provider for a new one.' });
	const link = await ctx.db
		.updateTable('benchmarks.share_link')
		.set({ opened: sql`opened + 1`, last_opened_at: ctx.now() })
		.where('token_hash', '=', hashToken(token))
		.where('revoked_at', 'is', null)
		.where('ends_at', '>', ctx.now())
		.returning(['run_id', 'parts', 'ends_at'])
		.executeTakeFirst();
	if (!link) throw over();
	// The link is the right to look; whoever opens it needs no role in the run.
	const { run } = await accessRun({ ...ctx, actor: { kind: 'system', name: 'share link' } }, link.run_id).catch(() => {
		throw over();
	});
	if (run.status !== 'finished') throw over();
	const parts = link.parts as ReportPart[];
	const report = await gatherReport(ctx, run, { plan: parts.includes('plan') });
	return { report: keepParts(report, parts), parts, endsAt: link.ends_at };
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
		profile: {},
	};
}

/** Deletes links that ended a month ago. @returns how many */
export async function deleteEndedLinks(app: Pick<App, 'db' | 'now'>): Promise<number> {
	const { numDeletedRows } = await app.db
		.deleteFrom('benchmarks.share_link')
		.where('ends_at', '<', new Date(app.now().getTime() - 30 * 86_400_000))
		.executeTakeFirst();
	return Number(numDeletedRows);
}
