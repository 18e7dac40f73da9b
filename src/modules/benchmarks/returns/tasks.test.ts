import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test, vi } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { secretMailedTo } from '../../../../tests/support/client.ts';
import { newId } from '#platform/ids.ts';
import { saveNumbers } from './entry.ts';
import { readTaskEntry } from './entry-view.ts';
import { deleteReturn, purgeDeletedReturns } from './lifecycle.ts';
import { openReturn } from './returns.fixture.ts';
import {
	finishTask,
	giveTask,
	openTask,
	remindTask,
	saveTaskNumbers,
	setTaskReminders,
	taskReminders,
	tasksOf,
	withdrawTask,
} from './tasks.ts';
import { taskDays } from './task-links.ts';
import { remindTasks } from './task-reminders.ts';
import { readReminders, setReminders } from './task-silence.ts';
import { numbersOf } from './numbers.ts';
import { itself } from './model.ts';

const app = useTestApp();

async function asked(fields = ['energy_kwh', 'area_m2']) {
	const made = await openReturn(app);
	const email = `finance.${made.returnId.slice(-6)}@vale.example`;
	const { id } = await giveTask(made.ctx, made.returnId, { email, fields, dueOn: '2026-12-10' }, 'Ana Ferreira');
	return { ...made, email, taskId: id, secret: await secretMailedTo(app, email) };
}

describe('a task', () => {
	test('opens its numbers without an account, and no others', async () => {
		const { secret, returnId, ctx } = await asked();
		await openTask(app.as(), secret);
		expect((await readTaskEntry(app.as(), secret)).fields.map(({ field }) => field)).toEqual(['energy_kwh', 'area_m2']);
		await saveTaskNumbers(app.as(), secret, { entries: [{ target: 'energy_kwh', value: 936_000, trust: 4 }] });
		await expect(saveTaskNumbers(app.as(), secret, { entries: [{ target: 'part_total', value: 1, trust: 4 }] })).rejects.toMatchObject({
			code: 'forbidden',
		});
		await finishTask(app.as(), secret);
		expect(await tasksOf(ctx, returnId)).toMatchObject([{ state: 'done', filled: 1, dueOn: '2026-12-10' }]);
		expect((await numbersOf(app.db, returnId)).get(itself)!.get('energy_kwh')).toMatchObject({
			value: 936_000,
			personId: null,
			taskId: expect.any(String),
		});
	});

	test('says what the words of its numbers mean, the list of situations too', async () => {
		const { secret } = await asked(['part_vulnerable']);
		const { words } = await readTaskEntry(app.as(), secret);
		expect(words.map(({ name, list }) => [name, list.length])).toEqual([
			['participant', 0],
			['vulnerable situation', 11],
		]);
	});

	test('ends when a new link is sent, when it is taken back, and after its days', async () => {
		const { secret, returnId, ctx, taskId, email } = await asked();
		await remindTask(ctx, returnId, taskId, 'Ana Ferreira');
		await expect(openTask(app.as(), secret)).rejects.toMatchObject({ code: 'gone' });
		const second = await secretMailedTo(app, email);
		const later = { ...app.as(), now: () => new Date(Date.now() + (taskDays + 1) * 86_400_000) };
		await expect(openTask(later, second)).rejects.toMatchObject({ code: 'gone' });
		await withdrawTask(ctx, returnId, taskId);
		await expect(openTask(app.as(), second)).rejects.toMatchObject({ code: 'gone' });
	});
});

describe('reminders of a task', () => {
	const at = (day: string) => ({ ...app.as({ kind: 'system', name: 'test' }), now: () => new Date(`${day}T06:00:00Z`) });

	/** Two numbers asked for on 24 November, due on 10 December. */
	async function askedInNovember() {
		const made = await openReturn(app);
		const ctx = { ...made.ctx, now: () => new Date('2026-11-24T09:00:00Z') };
		const email = `finance.${made.returnId.slice(-6)}@vale.example`;
		const fields = ['energy_kwh', 'area_m2'];
		const { id: taskId } = await giveTask(ctx, made.returnId, { email, fields, dueOn: '2026-12-10', locale: 'de' }, 'Ana Ferreira');
		return { ...made, ctx, email, taskId, secret: await secretMailedTo(app, email) };
	}

	/** Runs the job on a day, and again. @returns the kinds of all mails to an address so far, and the newest one's text */
	async function mailsAfter(day: string, email: string) {
		await remindTasks(at(day));
		await remindTasks(at(day));
		const mails = await app.db
			.selectFrom('platform.mail')
			.select(['kind', 'text_body'])
			.where('to_address', '=', email)
			.orderBy('id')
			.execute();
		return { kinds: mails.map(({ kind }) => kind), text: mails.at(-1)!.text_body };
	}

	test('go out three days before and once after, to somebody without an account, with links that all work', async () => {
		const { email, secret } = await askedInNovember();
		expect((await mailsAfter('2026-12-06', email)).kinds).toEqual(['returnTask']);
		const soon = await mailsAfter('2026-12-07', email);
		expect(soon.kinds).toEqual(['returnTask', 'returnTaskSoon']);
		expect(soon.text).toContain('2 davon fehlen noch; der Termin ist Donnerstag, 10. Dezember 2026');
		const second = await secretMailedTo(app, email);
		expect((await mailsAfter('2026-12-10', email)).kinds).toHaveLength(2);
		for (const link of [secret, second])
			await saveTaskNumbers(at('2026-12-10'), link, { entries: [{ target: 'energy_kwh', value: 936_000, trust: 4 }] });
		const late = await mailsAfter('2026-12-11', email);
		expect(late.kinds).toEqual(['returnTask', 'returnTaskSoon', 'returnTaskLate']);
		expect(late.text).toContain('eine davon fehlt noch');
		expect((await mailsAfter('2026-12-14', email)).kinds).toHaveLength(3);
	});

	test('are made up for when the job did not run, until a week after the day', async () => {
		const [missed, over] = [await askedInNovember(), await askedInNovember()];
		await app.db.updateTable('benchmarks.return_task').set({ due_on: '2026-12-09' }).where('id', '=', over.taskId).execute();
		expect((await mailsAfter('2026-12-17', missed.email)).kinds).toEqual(['returnTask', 'returnTaskLate']);
		expect((await mailsAfter('2026-12-17', over.email)).kinds).toEqual(['returnTask']);
	});

	test('leave alone who was written to in the days before, who gave everything or said so, and what was taken back', async () => {
		const again = await askedInNovember();
		await remindTask({ ...again.ctx, now: () => new Date('2026-12-07T05:00:00Z') }, again.returnId, again.taskId, 'Ana Ferreira');
		const given = await askedInNovember();
		const numbers = ['energy_kwh', 'area_m2'].map((target) => ({ target, value: 7200, trust: 4 as const }));
		await saveTaskNumbers(given.ctx, given.secret, { entries: numbers });
		const done = await askedInNovember();
		await finishTask(done.ctx, done.secret);
		const withdrawn = await askedInNovember();
		await withdrawTask(withdrawn.ctx, withdrawn.returnId, withdrawn.taskId);
		expect((await mailsAfter('2026-12-07', again.email)).kinds).toEqual(['returnTask', 'returnTask']);
		for (const { email } of [given, done, withdrawn]) expect((await mailsAfter('2026-12-07', email)).kinds).toEqual(['returnTask']);
	});

	test('leave out numbers that no indicator needs any more', async () => {
		const { ctx, returnId, email } = await askedInNovember();
		await saveNumbers(ctx, returnId, { entries: [{ target: 'NA:SU-5.4', value: 'NO_METER' }] });
		for (const day of ['2026-12-07', '2026-12-11']) expect((await mailsAfter(day, email)).kinds).toEqual(['returnTask']);
	});

	test('do not open the links again that were over', async () => {
		const { email, secret, taskId } = await askedInNovember();
		await app.db.updateTable('benchmarks.return_task').set({ due_on: '2026-12-20' }).where('id', '=', taskId).execute();
		expect((await mailsAfter('2026-12-17', email)).kinds).toEqual(['returnTask', 'returnTaskSoon']);
		await expect(openTask(at('2026-12-17'), secret)).rejects.toMatchObject({ code: 'gone' });
		await openTask(at('2026-12-17'), await secretMailedTo(app, email));
	});

	test('are not sent for a task that is taken back while others have their turn', async () => {
		const { email, returnId, taskId } = await askedInNovember();
		let run: Promise<number> | undefined;
		await app.db.transaction().execute(async (tx) => {
			await tx.selectFrom('benchmarks.return').select('id').where('id', '=', returnId).forUpdate().execute();
			await tx.updateTable('benchmarks.return_task').set({ state: 'withdrawn' }).where('id', '=', taskId).execute();
			run = remindTasks(at('2026-12-07'));
			await vi.waitFor(async () => {
				const { rows } = await sql`select from pg_locks where not granted`.execute(app.db);
				expect(rows).not.toEqual([]);
			}, 10_000);
		});
		await run;
		expect((await mailsAfter('2026-12-07', email)).kinds).toEqual(['returnTask']);
	});

	test('are switched off by who gets them, for everything the provider asks, and on again', async () => {
		const { email, ctx, returnId, providerId, secret } = await askedInNovember();
		const { text } = await mailsAfter('2026-12-01', email);
		const [, stop] = text.match(/reminders\?for=(\S+)/)!;
		expect(await readReminders(app.as(), stop!)).toMatchObject({ wanted: true, provider: expect.stringMatching(/./) });
		await setReminders(app.as(), stop!, false);
		await setReminders(app.as(), stop!, false);
		expect(await readReminders(app.as(), stop!)).toMatchObject({ wanted: false });
		expect(await tasksOf(ctx, returnId)).toMatchObject([{ email, reminders: false }]);

		// In another return of the provider too, whatever the letters of the address; elsewhere not.
		const next = await openReturn(app, { providerId, year: 2023 });
		const other = await openReturn(app);
		for (const made of [next, other])
			await giveTask(
				{ ...made.ctx, now: ctx.now },
				made.returnId,
				{ email: email.toUpperCase(), fields: ['area_m2'], dueOn: '2026-12-10', locale: 'fr' },
				'Ana Ferreira',
			);
		const silent = await mailsAfter('2026-12-07', email);
		expect(silent.kinds).toEqual(['returnTask', 'returnTask', 'returnTask', 'returnTaskSoon']);
		// By hand it still comes.
		const [task] = await tasksOf(ctx, returnId);
		await remindTask({ ...ctx, now: () => new Date('2026-12-07T09:00:00Z') }, returnId, task!.id, 'Ana Ferreira');
		expect((await mailsAfter('2026-12-07', email)).kinds).toHaveLength(5);

		await expect(taskReminders(at('2026-12-08'), secret)).rejects.toMatchObject({ code: 'gone' });
		const newer = await secretMailedTo(app, email);
		expect(await taskReminders(at('2026-12-08'), newer)).toBe(false);
		await setTaskReminders(at('2026-12-08'), newer, true);
		expect(await tasksOf(ctx, returnId)).toMatchObject([{ email, reminders: true }]);
		expect((await mailsAfter('2026-12-11', email)).kinds.slice(5)).toEqual(['returnTaskLate', 'returnTaskLate', 'returnTaskLate']);
	});

	test('leave nothing behind that tells whose they were: no address can be tried, and it goes with the last task of the provider', async () => {
		const { email, ctx, returnId, providerId, secret } = await askedInNovember();
		const next = await openReturn(app, { providerId, year: 2023 });
		await giveTask({ ...next.ctx, now: ctx.now }, next.returnId, { email, fields: ['area_m2'], locale: 'fr' }, 'Ana Ferreira');
		await setTaskReminders(ctx, secret, false);
		const kept = () => app.db.selectFrom('benchmarks.task_silence').select('address_hash').where('provider_id', '=', providerId).execute();
		const [silence] = await kept();
		for (const tried of [email, `${providerId} ${email}`])
			expect(createHash('sha256').update(tried).digest('hex')).not.toBe(silence!.address_hash.toString('hex'));
		const later = { ...ctx, now: () => new Date(ctx.now().getTime() + 15 * 86_400_000) };
		await deleteReturn(ctx, returnId);
		await purgeDeletedReturns(later);
		expect(await kept()).toHaveLength(1);
		await deleteReturn({ ...next.ctx, now: ctx.now }, next.returnId);
		await purgeDeletedReturns(later);
		expect(await kept()).toEqual([]);
	});

	test('are switched off by no link that somebody made up', async () => {
		const { taskId, ctx, returnId } = await askedInNovember();
		for (const made of ['', 'x', taskId, `${taskId}.`, `${taskId}.AAAA`, `${newId()}.${'A'.repeat(43)}`])
			await expect(setReminders(app.as(), made, false)).rejects.toMatchObject({ code: 'gone' });
		expect(await tasksOf(ctx, returnId)).toMatchObject([{ reminders: true }]);
	});

	test('stop once the return is submitted', async () => {
		const { returnId, email } = await askedInNovember();
		await app.db.updateTable('benchmarks.return').set({ state: 'submitted' }).where('id', '=', returnId).execute();
		expect((await mailsAfter('2026-12-07', email)).kinds).toEqual(['returnTask']);
	});
});
