import { redirect } from '@sveltejs/kit';
import {
	editionOfReturn,
	giveTask,
	itself,
	readReturn,
	remindTask,
	remindTaskDays,
	taskDays,
	tasksOf,
	withdrawTask,
	wordsIn,
} from '#modules/benchmarks/index.ts';
import { formatPlannedDay, formatShortDay } from '#platform/i18n/dates.ts';
import { attempt, requireSession, signedForm } from '../../../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const [head, tasks] = await Promise.all([readReturn(ctx, params.id), tasksOf(ctx, params.id)]);
	const edition = editionOfReturn(head);
	const { instrument } = edition;
	const words = wordsIn(edition, ctx.locale);
	const unitName = new Map(head.centres.map(({ id, name }) => [id, name]));
	const asked = new Map<string, string>();
	for (const task of tasks) for (const field of task.fields) asked.set(`${task.unit} ${field}`, task.name || task.email);
	const axisOf = new Map<string, string>();
	for (const { formula, coverage, axis } of instrument.indicators)
		for (const field of [...(JSON.stringify(formula).match(/[a-z]\w*/g) ?? []), ...coverage.flatMap(({ known, of }) => [known, of])])
			if (!axisOf.has(field)) axisOf.set(field, axis);
	const units =
		head.level === 'centres' ? [...head.centres.filter(({ leftOut }) => !leftOut), { id: itself, name: head.provider.name }] : [];
	return {
		head: { id: head.id, year: head.year, level: head.level, unit: head.unit, state: head.state, enters: head.allowed['enter numbers'] },
		gives: head.allowed['give tasks'] && (head.state === 'draft' || head.state === 'reopened'),
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		days: taskDays,
		remindDays: remindTaskDays,
		units: units.map(({ id, name }) => ({ value: id, label: name })),
		axes: instrument.axes.map(({ code }) => ({
			code,
			name: words.text(`su.${code}.name`),
			fields: instrument.fields
				.filter((field) => axisOf.get(field.code) === code)
				.map((field) => ({
					field: field.code,
					label: words.nameOf(field.code),
					asked: (units.length === 0 && asked.get(`${itself} ${field.code}`)) || null,
				})),
		})),
		tasks: tasks.map(({ expiresAt, dueOn, openedAt, doneAt, fields, unit, ...task }) => ({
			...task,
			unit: unitName.get(unit) ?? null,
			fields: fields.map((field) => words.nameOf(field)),
			due: dueOn && formatPlannedDay(dueOn, ctx.locale),
			late: task.state === 'open' && dueOn !== null && dueOn < ctx.now().toISOString().slice(0, 10),
			opened: openedAt && formatShortDay(openedAt, ctx.locale),
			done: doneAt && formatShortDay(doneAt, ctx.locale),
			over: expiresAt <= ctx.now(),
		})),
		asked: url.searchParams.get('asked'),
		messages: ctx.texts.group(ctx.locale, 'returns'),
	};
};

export const actions: Actions = {
	give: async ({ locals, params, request, url }) => {
		const { session, ctx, form } = await signedForm({ locals, request, url });
		const field = (name: string) => String(form.get(name) ?? '').trim();
		const words = {
			email: 'returns.tasks.email.error',
			'email.most': 'returns.tasks.most',
			fields: 'returns.tasks.fields.error',
			dueOn: 'returns.tasks.due.error',
			conflict: 'returns.entry.closed',
			other: 'returns.tasks.error',
		} as const;
		return attempt(ctx.t, form, words, async () => {
			await giveTask(
				ctx,
				params.id,
				{
					unit: field('unit') || itself,
					fields: form.getAll('field').map(String),
					email: field('email'),
					name: field('name'),
					note: field('note'),
					dueOn: field('dueOn') || null,
					locale: field('locale') || undefined,
				},
				session.name,
			);
			redirect(303, `${url.pathname}?asked=${encodeURIComponent(field('email'))}`);
		});
	},
	remind: async ({ locals, params, request, url }) => {
		const { session, ctx, form } = await signedForm({ locals, request, url });
		return attempt(ctx.t, form, { other: 'returns.tasks.error' }, async () => {
			await remindTask(ctx, params.id, String(form.get('task') ?? ''), session.name);
			redirect(303, `${url.pathname}?asked=${encodeURIComponent(String(form.get('email') ?? ''))}`);
		});
	},
	withdraw: async ({ locals, params, request, url }) => {
		requireSession(locals, url);
		await withdrawTask(locals.ctx, params.id, String((await request.formData()).get('task') ?? ''));
		redirect(303, url.pathname);
	},
};
