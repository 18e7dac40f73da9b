import { z } from 'zod';
import { audit } from '#platform/audit.ts';
import { emailInput } from '#platform/auth/index.ts';
import type { Ctx } from '#platform/context.ts';
import type { DatabaseTransaction } from '#platform/database/connect.ts';
import { AppError } from '#platform/errors.ts';
import { inTransaction } from '#platform/events.ts';
import { formatPlannedDay } from '#platform/i18n/dates.ts';
import { isId, newId } from '#platform/ids.ts';
import { sendMail } from '#platform/mail/index.ts';
import { requirePerson } from '#platform/policy.ts';
import { publishLive } from '#platform/live.ts';
import { useLimit } from '#platform/rate-limit.ts';
import { mailLocale, providerName } from '../invitations.ts';
import { hashToken } from '../owner.ts';
import { error } from '../solity/fault.ts';
import { accessReturn, authoriseReturn, editionOfReturn, findReturn, requireEnterable, type ReturnAccess } from './access.ts';
import { axesOf, saveInput, writeNumbers, type SaveInput, type Saved } from './entry.ts';
import { record } from './history.ts';
import { itself, type Return } from './model.ts';
import { centresOf, numbersOf } from './numbers.ts';
import { returnTopic } from './presence.ts';
import { refuse } from './refuse.ts';
import { endOfLink, endTaskLinks, newTaskLink, taskDays } from './task-links.ts';
import { silencedOf, silenceLink, storeReminders, wantsReminders } from './task-silence.ts';

/** Who gives which numbers by when. The link in the mail opens only these, without an account. */
export type Task = {
	id: string;
	unit: string;
	fields: string[];
	name: string;
	email: string;
	note: string;
	/** `YYYY-MM-DD`. */
	dueOn: string | null;
	state: 'open' | 'done' | 'withdrawn';
	openedAt: Date | null;
	doneAt: Date | null;
	expiresAt: Date;
	/** Of its fields, those with a value. */
	filled: number;
	/** Whoever was asked did not switch reminders off. */
	reminders: boolean;
};

export const mostTasks = 100;

export const taskInput = z.strictObject({
	unit: z.uuid().default(itself),
	fields: z.array(z.string().max(60)).min(1).max(60),
	email: emailInput,
	name: z.string().trim().max(120).default(''),
	note: z.string().trim().max(500).default(''),
	dueOn: z.iso.date().nullish(),
	locale: z.string().min(2).max(10).optional(),
});
export type TaskInput = z.input<typeof taskInput>;

/**
 * Asks somebody for numbers by mail. They need no account.
 * @param sender the name the mail shows
 * @throws AppError forbidden, invalid_input for a field the edition has not, too_many_requests, conflict with E_LOCKED
 */
export async function giveTask(ctx: Ctx, returnId: string, input: TaskInput, sender: string): Promise<{ id: string }> {
	const { unit, fields, email, name, note, dueOn, ...more } = taskInput.parse(input);
	const createdBy = requirePerson(ctx);
	const locale = mailLocale(ctx, more.locale);
	await accessReturn(ctx, returnId);
	await useLimit(ctx, 'mailFromAddress', `person:${createdBy}`);
	return inTransaction(ctx, async (tx) => {
		const access = await authoriseReturn(ctx, returnId, 'give tasks', { tx, lock: true });
		const { row } = access;
		requireEnterable(ctx, row);
		const edition = editionOfReturn(row);
		const unknown = fields.filter((field) => !edition.instrument.fields.some(({ code }) => code === field));
		if (unknown.length > 0)
			refuse(
				ctx,
				edition,
				unknown.map((field) => error('E_UNKNOWN_FIELD', { field }, { edition: row.edition })),
			);
		requirePart(access, unit, fields);
		if (unit !== itself && !(await centresOf(tx, returnId)).some(({ id }) => id === unit))
			throw new AppError('invalid_input', { message: `${unit} is not a centre of this return`, field: 'unit' });
		const { count } = await tx
			.selectFrom('benchmarks.return_task')
			.select((select) => select.fn.countAll<number>().as('count'))
			.where('return_id', '=', returnId)
			.where('state', '!=', 'withdrawn')
			.executeTakeFirstOrThrow();
		if (count >= mostTasks)
			throw new AppError('invalid_input', {
				message: `A return has at most ${mostTasks} tasks`,
				field: 'email',
				values: { fault: 'most' },
			});
		const id = newId();
		await tx
			.insertInto('benchmarks.return_task')
			.values({
				id,
				return_id: returnId,
				centre_id: unit,
				fields: [...new Set(fields)],
				name,
				email,
				note,
				due_on: dueOn ?? null,
				locale,
				expires_at: endOfLink(ctx.now()),
				created_by: createdBy,
				created_at: ctx.now(),
				sent_at: ctx.now(),
			})
			.execute();
		await mail(ctx, tx, row, { id, email, locale, count: fields.length, dueOn: dueOn ?? null, sender });
		await record(ctx, tx, row, [{ kind: 'task', centreId: unit, target: id, after: { fields } }]);
		await audit(ctx, tx, {
			action: 'benchmarks.task.given',
			subject: { kind: 'return', id: returnId },
			organisationId: row.providerId,
			details: { fields },
		});
		return { id };
	});
}

/** @throws AppError forbidden for fields outside of one's part */
function requirePart({ row, allows }: ReturnAccess, centre: string, fields: readonly string[]): void {
	const { instrument } = editionOfReturn(row);
	for (const field of fields)
		if (!allows('give tasks', { centre, axes: axesOf(instrument, field) }))
			throw new AppError('forbidden', `Your roles do not allow to ask for ${field} here`);
}

async function mail(
	ctx: Ctx,
	tx: DatabaseTransaction,
	row: Return,
	task: { id: string; email: string; locale: string; count: number; dueOn: string | null; sender: string },
): Promise<void> {
	const { locale } = task;
	await sendMail(ctx, tx, {
		kind: 'returnTask',
		to: task.email,
		locale,
		values: {
			link: await newTaskLink(ctx, tx, task.id, locale),
			stop: silenceLink(ctx, task.id, locale),
			inviter: task.sender,
			organisation: await providerName(tx, row.providerId, locale),
			year: String(row.year),
			count: task.count,
			due: task.dueOn ? formatPlannedDay(task.dueOn, locale) : 'none',
			days: taskDays,
		},
	});
}

/** Sends a new link and ends the one before. @throws AppError not_found, forbidden */
export async function remindTask(ctx: Ctx, returnId: string, taskId: string, sender: string): Promise<void> {
	const person = requirePerson(ctx);
	await accessReturn(ctx, returnId);
	await useLimit(ctx, 'mailFromAddress', `person:${person}`);
	await inTransaction(ctx, async (tx) => {
		const access = await authoriseReturn(ctx, returnId, 'give tasks', { tx, lock: true });
		const { row } = access;
		requireEnterable(ctx, row);
		const task = isId(taskId)
			? await tx
					.updateTable('benchmarks.return_task')
					.set({
						expires_at: endOfLink(ctx.now()),
						sent_at: ctx.now(),
						state: 'open',
						done_at: null,
					})
					.where('id', '=', taskId)
					.where('return_id', '=', returnId)
					.where('state', '!=', 'withdrawn')
					.returning(['centre_id', 'email', 'locale', 'fields', 'due_on'])
					.executeTakeFirst()
			: undefined;
		if (!task) throw noSuchTask();
		requirePart(access, task.centre_id, task.fields);
		const { email, locale, fields, due_on } = task;
		await endTaskLinks(tx, taskId);
		await mail(ctx, tx, row, { id: taskId, email, locale, count: fields.length, dueOn: due_on, sender });
	});
}

/** Takes a task back; its link is dead at once. What was given through it stays. */
export async function withdrawTask(ctx: Ctx, returnId: string, taskId: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const access = await authoriseReturn(ctx, returnId, 'give tasks', { tx, lock: true });
		const task = isId(taskId)
			? await tx
					.updateTable('benchmarks.return_task')
					.set({ state: 'withdrawn' })
					.where('id', '=', taskId)
					.where('return_id', '=', returnId)
					.returning(['centre_id', 'fields'])
					.executeTakeFirst()
			: undefined;
		if (!task) throw noSuchTask();
		requirePart(access, task.centre_id, task.fields);
		await record(ctx, tx, access.row, [{ kind: 'task', centreId: task.centre_id, target: taskId, after: 'withdrawn' }]);
	});
}

/** The tasks of a return, oldest first, without those that were taken back. @throws AppError not_found, forbidden */
export async function tasksOf(ctx: Ctx, returnId: string): Promise<Task[]> {
	const { row, allows } = await authoriseReturn(ctx, returnId, 'read numbers');
	const [rows, numbers, isSilenced] = await Promise.all([
		ctx.db
			.selectFrom('benchmarks.return_task')
			.selectAll()
			.where('return_id', '=', returnId)
			.where('state', '!=', 'withdrawn')
			.orderBy('created_at')
			.orderBy('id')
			.limit(mostTasks)
			.execute(),
		numbersOf(ctx.db, returnId),
		silencedOf(ctx, ctx.db, [row.providerId]),
	]);
	return rows
		.filter(({ centre_id }) => allows('read numbers', { centre: centre_id }))
		.map((task) => {
			const own = numbers.get(task.centre_id);
			return {
				id: task.id,
				unit: task.centre_id,
				fields: task.fields,
				name: task.name,
				email: task.email,
				note: task.note,
				dueOn: task.due_on,
				state: task.state as Task['state'],
				openedAt: task.opened_at,
				doneAt: task.done_at,
				expiresAt: task.expires_at,
				reminders: !isSilenced({ providerId: row.providerId, email: task.email }),
				filled: task.fields.filter((field) => (own?.get(field)?.value ?? null) !== null).length,
			};
		});
}

/** What the link of a task opens: these fields of one unit, and nothing else of the return. */
export type OpenTask = {
	id: string;
	row: Return;
	unit: string;
	fields: string[];
	name: string;
	email: string;
	note: string;
	dueOn: string | null;
	state: 'open' | 'done';
	expiresAt: Date;
};

/** @throws AppError gone when the link is not known, was replaced, is over or the return is gone */
export async function readTask(
	ctx: Ctx,
	token: string,
	{ tx, lock = false }: { tx?: DatabaseTransaction; lock?: boolean } = {},
): Promise<OpenTask> {
	const db = tx ?? ctx.db;
	const task = await db
		.selectFrom('benchmarks.return_task_token as link')
		.innerJoin('benchmarks.return_task as task', 'task.id', 'link.task_id')
		.selectAll('task')
		.select('link.made_at')
		.where('link.token_hash', '=', hashToken(token))
		.where('task.state', '!=', 'withdrawn')
		.executeTakeFirst();
	const row = task && endOfLink(task.made_at) > ctx.now() ? await findReturn(db, task.return_id, { lock }) : undefined;
	if (!task || !row)
		throw new AppError('gone', {
			message: 'This link was replaced, taken back or is over',
			help: 'Ask the person who sent it for a new one.',
		});
	return {
		id: task.id,
		row,
		unit: task.centre_id,
		fields: task.fields,
		name: task.name,
		email: task.email,
		note: task.note,
		dueOn: task.due_on,
		state: task.state as OpenTask['state'],
		expiresAt: endOfLink(task.made_at),
	};
}

/** Notes that a link was opened. */
export async function openTask(ctx: Ctx, token: string): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const { id } = await readTask(ctx, token, { tx });
		await tx
			.updateTable('benchmarks.return_task')
			.set({ opened_at: ctx.now() })
			.where('id', '=', id)
			.where('opened_at', 'is', null)
			.execute();
	});
}

/**
 * Saves numbers of a task, by its link; those that were not asked for are refused.
 * @throws AppError gone, forbidden, invalid_input, conflict with E_LOCKED or E_STALE
 */
export async function saveTaskNumbers(ctx: Ctx, token: string, input: SaveInput): Promise<Saved[]> {
	const given = saveInput.parse(input);
	return inTransaction(ctx, async (tx) => {
		const { id, row, unit, fields } = await readTask(ctx, token, { tx, lock: true });
		for (const entry of given.entries)
			if (entry.unit !== unit || !fields.includes(entry.target)) throw new AppError('forbidden', `This link does not open ${entry.target}`);
		return writeNumbers(ctx, tx, row, given, id);
	});
}

/** Says that a task is done, or takes that back. */
export async function finishTask(ctx: Ctx, token: string, done = true): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const { id, row, unit } = await readTask(ctx, token, { tx, lock: true });
		requireEnterable(ctx, row);
		await tx
			.updateTable('benchmarks.return_task')
			.set(done ? { state: 'done', done_at: ctx.now() } : { state: 'open', done_at: null })
			.where('id', '=', id)
			.execute();
		await record(ctx, tx, row, [{ kind: 'task', centreId: unit, target: id, after: done ? 'done' : 'open', taskId: id }]);
		await publishLive(tx, returnTopic(row.id), { kind: 'task' });
	});
}

/** Whether who holds the link of a task is reminded of what its provider asks for. @throws AppError gone */
export async function taskReminders(ctx: Ctx, token: string): Promise<boolean> {
	const { row, email } = await readTask(ctx, token);
	return wantsReminders(ctx, ctx.db, { providerId: row.providerId, email });
}

/** Switches them off or on, by the link of a task. @throws AppError gone */
export async function setTaskReminders(ctx: Ctx, token: string, wanted: boolean): Promise<void> {
	await inTransaction(ctx, async (tx) => {
		const { row, email } = await readTask(ctx, token, { tx });
		await storeReminders(ctx, tx, { providerId: row.providerId, email }, wanted);
	});
}

const noSuchTask = () => new AppError('not_found', 'There is no such task');
