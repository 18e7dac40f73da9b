import { z } from 'zod';
import { audit } from '#platform/audit.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { downloadFile, dropFile, findFiles, keepFile, receiveFile, type ReceivedFile, type StoredFile } from '#platform/files/index.ts';
import { isId, newId } from '#platform/ids.ts';
import { publishLive } from '#platform/live.ts';
import { personOf } from '#platform/policy.ts';
import { error } from '../solity/fault.ts';
import { webAddress } from '../web-address.ts';
import { authoriseReturn, editionOfReturn, requireEnterable, type ReturnAccess } from './access.ts';
import { axesOf } from './entry.ts';
import { record } from './history.ts';
import { itself, type Return } from './model.ts';
import { returnTopic } from './presence.ts';
import { refuse } from './refuse.ts';

/** What shows how a number was counted: a file or a link, for a field or an indicator. */
export type Evidence = {
	id: string;
	unit: string;
	target: string;
	kind: 'file' | 'link';
	title: string;
	url: string | null;
	file: { id: string; mediaType: string; size: number } | null;
};

/** So many pieces a field or indicator may have, so large, of these kinds (section 9). */
export const mostEvidence = 10;
export const largestEvidence = 10_000_000;
const kinds = [
	'application/pdf',
	'image/png',
	'image/jpeg',
	'text/csv; charset=utf-8',
	'application/vnd.oasis.opendocument.spreadsheet',
	'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
];

const place = { unit: z.uuid().default(itself), target: z.string().min(1).max(60) };
export const evidencePlace = z.strictObject(place);
export const evidenceLinkInput = z.strictObject({ ...place, url: webAddress, title: z.string().trim().max(200).default('') });

/** Adds a link as evidence. @throws AppError conflict with E_LOCKED, invalid_input when there are ten already */
export async function addEvidenceLink(ctx: Ctx, id: string, input: z.input<typeof evidenceLinkInput>): Promise<{ id: string }> {
	const { title, url, ...at } = evidenceLinkInput.parse(input);
	return addEvidence(ctx, id, { ...at, kind: 'link', title: title || new URL(url).hostname, url });
}

/** Adds a file as evidence; it is durable when this returns. @throws AppError also too_large, unsupported_media_type */
export async function addEvidenceFile(
	ctx: Ctx,
	id: string,
	input: z.input<typeof evidencePlace>,
	file: { name: string; bytes: AsyncIterable<Uint8Array> },
): Promise<{ id: string }> {
	const at = evidencePlace.parse(input);
	return keepEvidenceFile(ctx, id, at, await receiveEvidenceFile(ctx, id, at, file));
}

/** Takes the bytes of evidence. @throws AppError too_large, unsupported_media_type */
export async function receiveEvidenceFile(
	ctx: Ctx,
	id: string,
	input: z.input<typeof evidencePlace>,
	file: { name: string; bytes: AsyncIterable<Uint8Array> },
): Promise<ReceivedFile> {
	const { row } = requireTarget(ctx, await authoriseReturn(ctx, id, 'enter numbers'), evidencePlace.parse(input));
	const received = await receiveFile(
		ctx,
		{ room: 'benchmarks', name: file.name, organisationId: row.providerId, limit: largestEvidence },
		file.bytes,
	);
	if (!kinds.includes(received.mediaType))
		throw new AppError('unsupported_media_type', {
			message: 'Evidence is a PDF, a picture (PNG, JPEG) or a table (CSV, ODS, XLSX)',
			field: 'file',
		});
	return received;
}

/** Keeps a received file as evidence. */
export function keepEvidenceFile(
	ctx: Ctx,
	id: string,
	input: z.input<typeof evidencePlace>,
	received: ReceivedFile,
): Promise<{ id: string }> {
	return addEvidence(ctx, id, { ...evidencePlace.parse(input), kind: 'file', title: received.name, url: null }, received);
}

async function addEvidence(
	ctx: Ctx,
	returnId: string,
	{ unit, target, ...evidence }: { unit: string; target: string; kind: 'file' | 'link'; title: string; url: string | null },
	received?: ReceivedFile,
): Promise<{ id: string }> {
	const id = newId();
	await inTransaction(ctx, async (tx) => {
		const access = await authoriseReturn(ctx, returnId, 'enter numbers', { tx, lock: true });
		const { row } = requireTarget(ctx, access, { unit, target });
		const { count } = await tx
			.selectFrom('benchmarks.return_evidence')
			.select((select) => select.fn.countAll<number>().as('count'))
			.where('return_id', '=', returnId)
			.where('centre_id', '=', unit)
			.where('target', '=', target)
			.executeTakeFirstOrThrow();
		if (count >= mostEvidence)
			throw new AppError('invalid_input', {
				message: `A number has at most ${mostEvidence} pieces of evidence`,
				field: 'file',
				values: { fault: 'most' },
			});
		const file = received && (await keepFile(ctx, tx, received));
		await tx
			.insertInto('benchmarks.return_evidence')
			.values({
				id,
				return_id: returnId,
				centre_id: unit,
				target,
				...evidence,
				file_id: file?.id ?? null,
				added_by: personOf(ctx.actor) ?? null,
				added_at: ctx.now(),
			})
			.execute();
		await tell(ctx, tx, row, { unit, target }, { after: evidence.title });
	});
	return { id };
}

/** Takes a piece of evidence away, with its file. */
export async function removeEvidence(ctx: Ctx, returnId: string, id: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const access = await authoriseReturn(ctx, returnId, 'enter numbers', { tx, lock: true });
		const found = isId(id)
			? await tx
					.deleteFrom('benchmarks.return_evidence')
					.where('id', '=', id)
					.where('return_id', '=', returnId)
					.returning(['centre_id', 'target', 'title', 'file_id'])
					.executeTakeFirst()
			: undefined;
		if (!found) throw new AppError('not_found', 'There is no such evidence');
		const at = { unit: found.centre_id, target: found.target };
		const { row } = requireTarget(ctx, access, at);
		if (found.file_id) await dropFile(ctx, tx, 'benchmarks', found.file_id);
		await tell(ctx, tx, row, at, { before: found.title });
	});
}

async function tell(
	ctx: Ctx,
	tx: DatabaseTransaction,
	row: Return,
	{ unit, target }: { unit: string; target: string },
	change: { before?: string; after?: string },
): Promise<void> {
	await record(ctx, tx, row, [{ kind: 'evidence', centreId: unit, target, ...change }]);
	await audit(ctx, tx, {
		action: change.after === undefined ? 'benchmarks.evidence.removed' : 'benchmarks.evidence.added',
		subject: { kind: 'return', id: row.id },
		organisationId: row.providerId,
		details: { target },
	});
	await publishLive(tx, returnTopic(row.id), { kind: 'evidence', units: [unit] });
}

/** @throws AppError invalid_input for a target the edition has not, forbidden outside of one's part, conflict with E_LOCKED */
function requireTarget(ctx: Ctx, access: ReturnAccess, { unit, target }: { unit: string; target: string }): ReturnAccess {
	const { row, allows } = access;
	const edition = editionOfReturn(row);
	requireEnterable(ctx, row);
	const { fields, indicators } = edition.instrument;
	const indicator = indicators.find(({ code }) => code === target);
	if (!indicator && !fields.some(({ code }) => code === target))
		refuse(ctx, edition, [error('E_UNKNOWN_FIELD', { field: target }, { edition: row.edition })]);
	if (!allows('enter numbers', { centre: unit, axes: indicator ? [indicator.axis] : axesOf(edition.instrument, target) }))
		throw new AppError('forbidden', `Your roles do not allow to enter ${target} here`);
	return access;
}

/** What was attached to the numbers of one unit, by number and title, oldest first. At most 1,000. */
export async function evidenceTitles(db: Ctx['db'], returnId: string, unit: string): Promise<{ target: string; title: string }[]> {
	return await db
		.selectFrom('benchmarks.return_evidence')
		.select(['target', 'title'])
		.where('return_id', '=', returnId)
		.where('centre_id', '=', unit)
		.orderBy('added_at')
		.orderBy('id')
		.limit(1000)
		.execute();
}

/** All evidence of a return, oldest first; for callers who have asked the policy. */
export async function evidenceOf(db: Ctx['db'] | DatabaseTransaction, returnId: string): Promise<Evidence[]> {
	const rows = await db
		.selectFrom('benchmarks.return_evidence')
		.select(['id', 'centre_id', 'target', 'kind', 'title', 'url', 'file_id'])
		.where('return_id', '=', returnId)
		.orderBy('added_at')
		.orderBy('id')
		.limit(5000)
		.execute();
	const files = await findFiles(
		db as Ctx['db'],
		'benchmarks',
		rows.flatMap(({ file_id }) => file_id ?? []),
	);
	return rows.map(({ centre_id, file_id, kind, ...row }) => {
		const file = file_id ? files.get(file_id) : undefined;
		return {
			...row,
			unit: centre_id,
			kind: kind as Evidence['kind'],
			file: file ? { id: file.id, mediaType: file.mediaType, size: file.size } : null,
		};
	});
}

/** The evidence of a return, of the centres the actor may read, oldest first. @throws AppError not_found, forbidden */
export async function listEvidence(ctx: Ctx, returnId: string): Promise<Evidence[]> {
	const { allows } = await authoriseReturn(ctx, returnId, 'read numbers');
	return (await evidenceOf(ctx.db, returnId)).filter(({ unit }) => allows('read numbers', { centre: unit }));
}

/** The bytes of a piece of evidence, for those who may read the numbers. */
export async function downloadEvidence(ctx: Ctx, returnId: string, id: string): Promise<Response> {
	return downloadFile(ctx, await evidenceFile(ctx, returnId, id));
}

/** The file of a piece of evidence, for those who may read the numbers. @throws AppError not_found */
export async function evidenceFile(ctx: Ctx, returnId: string, id: string): Promise<StoredFile> {
	const { allows } = await authoriseReturn(ctx, returnId, 'read numbers');
	const row = isId(id)
		? await ctx.db
				.selectFrom('benchmarks.return_evidence')
				.select(['file_id', 'centre_id'])
				.where('id', '=', id)
				.where('return_id', '=', returnId)
				.executeTakeFirst()
		: undefined;
	const file =
		row?.file_id && allows('read numbers', { centre: row.centre_id })
			? (await findFiles(ctx.db, 'benchmarks', [row.file_id])).get(row.file_id)
			: undefined;
	if (!file) throw new AppError('not_found', 'There is no such file');
	return file;
}
