import { sql } from 'kysely';
import { z } from 'zod';
import { audit } from '#platform/audit.ts';
import type { App, Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { isId, newId, newSecret } from '#platform/ids.ts';
import { personOf } from '#platform/policy.ts';
import { hashToken } from '../owner.ts';

/**
 * Links that show chosen parts of a report until a day, without an account: the same for the report of a run and that of a
 * return. Who may make one is the caller's question.
 */

/** A link shows a report for so many days unless said otherwise, and never longer than the second figure. */
export const shareDays = { usual: 14, most: 365 } as const;
/** So many links a report may have at once. */
export const mostLinks = 20;

/** What a link says of itself; its parts are those of its kind of report. */
export function linkInput<Part extends string>(parts: readonly [Part, ...Part[]]) {
	return z.strictObject({
		label: z.string().trim().max(100).default(''),
		parts: z.array(z.enum(parts)).min(1),
		days: z.coerce.number().int().min(1).max(shareDays.most).default(shareDays.usual),
	});
}

/** Whose report a link shows. */
export type LinkSubject = { kind: 'run' | 'return'; id: string; organisationId: string };

const columns = { run: 'run_id', return: 'return_id' } as const;

export type ShareLink<Part extends string = string> = {
	id: string;
	label: string;
	parts: Part[];
	endsAt: Date;
	createdAt: Date;
	opened: number;
	lastOpenedAt: Date | null;
};

/** Makes a link. @returns the token, which is shown once and stored nowhere */
export async function makeLink(
	ctx: Ctx,
	tx: DatabaseTransaction,
	subject: LinkSubject,
	{ label, parts, days }: { label: string; parts: readonly string[]; days: number },
): Promise<{ id: string; token: string; endsAt: Date }> {
	const endsAt = new Date(ctx.now().getTime() + days * 86_400_000);
	const token = newSecret();
	const id = newId();
	const { count } = await working(tx, subject, ctx.now())
		.select((select) => select.fn.countAll<number>().as('count'))
		.executeTakeFirstOrThrow();
	if (count >= mostLinks)
		throw new AppError('invalid_input', { message: `A report has at most ${mostLinks} links; end one first`, field: 'parts' });
	await tx
		.insertInto('benchmarks.share_link')
		.values({
			id,
			[columns[subject.kind]]: subject.id,
			token_hash: hashToken(token),
			label,
			parts: [...parts],
			ends_at: endsAt,
			created_by: personOf(ctx.actor) ?? null,
			created_at: ctx.now(),
		})
		.execute();
	await audit(ctx, tx, {
		action: 'benchmarks.report.shared',
		subject: { kind: subject.kind, id: subject.id },
		organisationId: subject.organisationId,
		details: { parts, days },
	});
	return { id, token, endsAt };
}

/** Links of a report that still work, newest first. */
export async function workingLinks(ctx: Pick<Ctx, 'db' | 'now'>, subject: Pick<LinkSubject, 'kind' | 'id'>): Promise<ShareLink[]> {
	const rows = await working(ctx.db, subject, ctx.now())
		.select(['id', 'label', 'parts', 'ends_at', 'created_at', 'opened', 'last_opened_at'])
		.orderBy('created_at', 'desc')
		.limit(mostLinks)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		label: row.label,
		parts: row.parts,
		endsAt: row.ends_at,
		createdAt: row.created_at,
		opened: row.opened,
		lastOpenedAt: row.last_opened_at,
	}));
}

function working(db: Ctx['db'] | DatabaseTransaction, { kind, id }: Pick<LinkSubject, 'kind' | 'id'>, now: Date) {
	return db.selectFrom('benchmarks.share_link').where(columns[kind], '=', id).where('revoked_at', 'is', null).where('ends_at', '>', now);
}

/** Takes a link back at once. @throws AppError not_found */
export async function revokeLink(ctx: Ctx, tx: DatabaseTransaction, subject: LinkSubject, id: string): Promise<void> {
	const row = isId(id)
		? await tx
				.updateTable('benchmarks.share_link')
				.set({ revoked_at: ctx.now() })
				.where('id', '=', id)
				.where(columns[subject.kind], '=', subject.id)
				.where('revoked_at', 'is', null)
				.returning('id')
				.executeTakeFirst()
		: undefined;
	if (!row) throw new AppError('not_found', 'There is no such link');
	await audit(ctx, tx, {
		action: 'benchmarks.report.link-ended',
		subject: { kind: subject.kind, id: subject.id },
		organisationId: subject.organisationId,
	});
}

/** What a link says when it shows nothing any more. */
export const linkIsOver = () =>
	new AppError('gone', { message: 'This link has ended or was taken back', help: 'Ask the provider for a new one.' });

/**
 * Whose report a link shows, counted as opened.
 * @param kind of the report the reader expects; a link to the other kind is none
 * @throws AppError gone for a link that has ended or was taken back
 */
export async function openLink(
	ctx: Pick<Ctx, 'db' | 'now'>,
	token: string,
	kind: LinkSubject['kind'],
): Promise<{ id: string; parts: string[]; endsAt: Date }> {
	const link = await ctx.db
		.updateTable('benchmarks.share_link')
		.set({ opened: sql`opened + 1`, last_opened_at: ctx.now() })
		.where('token_hash', '=', hashToken(token))
		.where('revoked_at', 'is', null)
		.where('ends_at', '>', ctx.now())
		.where(columns[kind], 'is not', null)
		.returning([`${columns[kind]} as id`, 'parts', 'ends_at'])
		.executeTakeFirst();
	if (!link?.id) throw linkIsOver();
	return { id: link.id, parts: link.parts, endsAt: link.ends_at };
}

/** Deletes links that ended a month ago. @returns how many */
export async function deleteEndedLinks(app: Pick<App, 'db' | 'now'>): Promise<number> {
	const { numDeletedRows } = await app.db
		.deleteFrom('benchmarks.share_link')
		.where('ends_at', '<', new Date(app.now().getTime() - 30 * 86_400_000))
		.executeTakeFirst();
	return Number(numDeletedRows);
}
