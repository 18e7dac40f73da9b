import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { namesOfOrganisations } from '#modules/network/index.ts';
import { audit } from '#platform/audit.ts';
import { emailInput, nameInput } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { publishLive } from '#platform/live.ts';
import { giveBackLimit, useLimit } from '#platform/rate-limit.ts';
import { roleGroups } from '../go-international/role-groups.ts';
import { findRun, requireOpen, type Run } from '../runs/access.ts';
import { authoriseGroup, groupRow, newWayIn } from './access.ts';
import { meetingFrom, type Meeting } from './date.ts';
import { mailWayIn, requirePlace } from './people.ts';

/** The code people join a group check with, from a projector or a sheet of paper. */

/** No vowels, so that no words come out, and nothing that looks like something else: 0 O, 1 I L, 2 Z, 5 S, 8 B, V U. */
const alphabet = 'CDFGHJKMNPQRTWXY34679';
const codeLength = 8;

/** Reads a code as people type it: any case, with or without gaps and hyphens. */
export function tidyCode(text: string): string {
	return text.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** A code in two groups of four, as it is shown and spoken. */
export function shownCode(code: string): string {
	return `${code.slice(0, 4)}-${code.slice(4)}`;
}

const newCode = () => Array.from({ length: codeLength }, () => alphabet[randomInt(alphabet.length)]).join('');

/** Makes a code, or a new one: the old one is dead at once, people who joined by it stay. */
export async function renewJoinCode(ctx: Ctx, runId: string): Promise<{ code: string }> {
	return changeCode(ctx, runId, newCode(), 'benchmarks.join-code.made');
}

/** Ends the code: nobody else can join by it. */
export async function endJoinCode(ctx: Ctx, runId: string): Promise<void> {
	await changeCode(ctx, runId, null, 'benchmarks.join-code.ended');
}

async function changeCode<Code extends string | null>(ctx: Ctx, runId: string, code: Code, action: string): Promise<{ code: Code }> {
	return inTransaction(ctx, async (tx) => {
		const run = await authoriseGroup(ctx, runId, { tx, lock: true });
		requireOpen(run);
		await groupRow(tx, runId);
		await tx
			.updateTable('benchmarks.group_check')
			.set({ join_code: code, join_code_made_at: code && ctx.now() })
			.where('run_id', '=', runId)
			.execute();
		await audit(ctx, tx, { action, subject: { kind: 'run', id: runId }, organisationId: run.providerId });
		await publishLive(tx, `run:${runId}`, { kind: 'group' });
		return { code };
	});
}

export type JoinOffer = { runId: string; provider: string; meeting: Meeting | null };

/**
 * What a code leads to; changes nothing. Wrong codes are counted by address, so that they can't be guessed.
 * @throws AppError not_found, too_many_requests
 */
export async function readJoinCode(ctx: Ctx, code: string): Promise<JoinOffer> {
	const { run, meeting } = await runOfCode(ctx, ctx.db, code);
	return {
		runId: run.id,
		provider: (await namesOfOrganisations(ctx.db, [run.providerId], ctx.locale)).get(run.providerId)?.text ?? '',
		meeting,
	};
}

async function runOfCode(
	ctx: Ctx,
	db: Ctx['db'] | DatabaseTransaction,
	text: string,
	lock = false,
): Promise<{ run: Run; meeting: Meeting | null }> {
	const code = tidyCode(text);
	const key = `address:${ctx.address ?? 'unknown'}`;
	await useLimit(ctx, 'joinCode', key);
	const row =
		code.length === codeLength
			? await db.selectFrom('benchmarks.group_check').selectAll().where('join_code', '=', code).executeTakeFirst()
			: undefined;
	const run = row && (await findRun(db, row.run_id, { lock }));
	if (!row || !run || run.status !== 'open')
		throw new AppError('not_found', {
			message: 'This code is wrong or has ended',
			field: 'code',
			help: 'Look at the code once more, or ask the person who gave it to you.',
		});
	// A whole class behind one address may join: only wrong codes count.
	await giveBackLimit(ctx, 'joinCode', key);
	return { run, meeting: meetingFrom(row) };
}

export const joinInput = z.strictObject({
	/** For the list of who takes part; never beside an answer. */
	name: nameInput,
	roleGroup: z.enum(roleGroups),
	/** A link is sent there, for going on with another device. */
	email: z.preprocess((value) => (value === '' ? undefined : value), emailInput.optional()),
	/** The same key again gives the same place: a form sent twice joins once. */
	key: z.uuid(),
});
export type JoinInput = z.input<typeof joinInput>;

/**
 * Joins a group check by its code, without an account.
 * @returns the secret for the device; stored nowhere
 * @throws AppError not_found, too_many_requests, conflict when the group is full or the address was invited already
 */
export async function joinByCode(ctx: Ctx, code: string, input: JoinInput): Promise<{ token: string; runId: string }> {
	const { name, roleGroup, email, key } = joinInput.parse(input);
	return inTransaction(ctx, async (tx) => {
		const { run } = await runOfCode(ctx, tx, code, true);
		const known = await tx
			.selectFrom('benchmarks.participant')
			.select(['id', 'run_id', 'way', 'name'])
			.where('id', '=', key)
			.executeTakeFirst();
		if (known) {
			if (known.run_id !== run.id || known.way !== 'code' || known.name !== name)
				throw new AppError('conflict', { message: 'This key was used for somebody else', field: 'key' });
			return { token: await newWayIn(ctx, tx, key), runId: run.id };
		}
		await requirePlace(tx, run.id);
		const taken =
			email &&
			(await tx
				.selectFrom('benchmarks.participant')
				.select('id')
				.where('run_id', '=', run.id)
				.where('email', '=', email)
				.executeTakeFirst());
		if (taken)
			throw new AppError('conflict', {
				message: 'This address was invited already: open the link in that mail',
				field: 'email',
				values: { fault: 'invited' },
			});
		await tx
			.insertInto('benchmarks.participant')
			.values({
				id: key,
				run_id: run.id,
				role_group: roleGroup,
				name,
				email: email ?? null,
				locale: ctx.locale,
				way: 'code',
				invited_at: ctx.now(),
				joined_at: ctx.now(),
			})
			.execute();
		const token = await newWayIn(ctx, tx, key);
		if (email) await mailWayIn(ctx, tx, run, { id: key, email, locale: ctx.locale }, 'groupWayIn', name);
		await audit(ctx, tx, {
			action: 'benchmarks.participant.joined',
			subject: { kind: 'run', id: run.id },
			organisationId: run.providerId,
			details: { participantId: key, way: 'code' },
		});
		await publishLive(tx, `run:${run.id}`, { kind: 'group' });
		return { token, runId: run.id };
	});
}
