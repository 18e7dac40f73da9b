import { redirect } from '@sveltejs/kit';
import {
	editionOfReturn,
	finishTask,
	openTask,
	readTask,
	readTaskEntry,
	saveTaskNumbers,
	setTaskReminders,
} from '#modules/benchmarks/index.ts';
import { AppError } from '#platform/errors.ts';
import { formatDay, formatPlannedDay } from '#platform/i18n/dates.ts';
import { attempt } from '../../../forms.ts';
import { readNumbers, saveForm } from '../entry-form.ts';
import { keepTaskSecret, readTaskSecret } from './session.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx } = event.locals;
	const messages = ctx.texts.group(ctx.locale, 'returns');
	const mailed = event.url.searchParams.get('token');
	const secret = mailed ?? readTaskSecret(event);
	try {
		if (!secret) throw new AppError('gone', 'No task on this device');
		const task = await readTaskEntry(ctx, secret);
		return {
			/** A mailed link is taken up by a click, not by whoever looks at it on the way. */
			waiting: mailed,
			task: {
				...task,
				due: task.dueOn && formatPlannedDay(task.dueOn, ctx.locale),
				ends: formatDay(task.expiresAt, ctx.locale),
			},
			saved: event.url.searchParams.has('saved'),
			messages,
		};
	} catch (error) {
		if (!(error instanceof AppError) || error.code !== 'gone') throw error;
		return { waiting: null, task: null, saved: false, messages };
	}
};

export const actions: Actions = {
	open: async (event) => {
		const { ctx } = event.locals;
		const token = String((await event.request.formData()).get('token') ?? '');
		await openTask(ctx, token);
		keepTaskSecret(event, token);
		redirect(303, `/${ctx.locale}/returns/task`);
	},
	save: async (event) => {
		const { ctx } = event.locals;
		const form = await event.request.formData();
		const secret = readTaskSecret(event) ?? '';
		const { row, unit } = await readTask(ctx, secret);
		const saved = await saveForm(form, readNumbers(form, editionOfReturn(row), ctx.locale, unit), (entries) =>
			saveTaskNumbers(ctx, secret, { entries }),
		);
		if (saved && 'status' in saved) return saved;
		if (form.get('go') === 'done') await finishTask(ctx, secret);
		redirect(303, `/${ctx.locale}/returns/task?saved`);
	},
	reminders: async (event) => {
		const { ctx } = event.locals;
		const wanted = (await event.request.formData()).get('wanted') === 'yes';
		await setTaskReminders(ctx, readTaskSecret(event) ?? '', wanted);
		redirect(303, `/${ctx.locale}/returns/task#reminders`);
	},
	again: async (event) => {
		const { ctx } = event.locals;
		return attempt(ctx.t, await event.request.formData(), { other: 'returns.entry.closed' }, async () => {
			await finishTask(ctx, readTaskSecret(event) ?? '', false);
			redirect(303, `/${ctx.locale}/returns/task`);
		});
	},
};
