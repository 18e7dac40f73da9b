import { describe, expect, test } from 'vitest';
import { useTestApp } from '../../../../tests/support/app.ts';
import { secretMailedTo } from '../../../../tests/support/client.ts';
import { readTaskEntry } from './entry-view.ts';
import { openReturn } from './returns.fixture.ts';
import { finishTask, giveTask, openTask, remindTask, saveTaskNumbers, taskDays, tasksOf, withdrawTask } from './tasks.ts';
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
