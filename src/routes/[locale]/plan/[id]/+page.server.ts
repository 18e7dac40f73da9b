import { redirect } from '@sveltejs/kit';
import {
	changeAction,
	readAction,
	readPlan,
	removeAction,
	restoreAction,
	setActionState,
	type StateInput,
} from '#modules/benchmarks/index.ts';
import { formatPlannedDay } from '#platform/i18n/dates.ts';
import { attempt, requireSession } from '../../../forms.ts';
import { actionWords, readActionForm } from '../action-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	if (url.searchParams.has('removed')) return { removed: params.id, messages: ctx.texts.group(ctx.locale, 'plan') };
	const { action, providerId, mayEdit, mayReport } = await readAction(ctx, params.id);
	const { colleagues } = await readPlan(ctx, providerId);
	const { doneAt: _, ...shown } = action;
	return {
		removed: null,
		action: { ...shown, day: action.deadline && formatPlannedDay(action.deadline, ctx.locale) },
		mayEdit,
		mayReport,
		colleagues,
		messages: ctx.texts.group(ctx.locale, 'plan'),
	};
};

export const actions: Actions = {
	state: async ({ locals, params, request, url }) => {
		requireSession(locals, url);
		const { ctx } = locals;
		const form = await request.formData();
		return attempt(ctx.t, form, actionWords, async () => {
			await setActionState(ctx, params.id, {
				state: String(form.get('state')) as StateInput['state'],
				stoppedReason: String(form.get('stoppedReason') ?? ''),
				proofUrl: String(form.get('proofUrl') ?? ''),
				proofNote: String(form.get('proofNote') ?? ''),
			});
			redirect(303, `/${ctx.locale}/plan/${params.id}`);
		});
	},
	change: async ({ locals, params, request, url }) => {
		requireSession(locals, url);
		const { ctx } = locals;
		const form = await request.formData();
		return attempt(ctx.t, form, actionWords, async () => {
			const { action } = await readAction(ctx, params.id);
			await changeAction(ctx, params.id, Number(form.get('version')), readActionForm(form, action));
			redirect(303, `/${ctx.locale}/plan/${params.id}`);
		});
	},
	remove: async ({ locals, params, url }) => {
		requireSession(locals, url);
		await removeAction(locals.ctx, params.id);
		redirect(303, `/${locals.ctx.locale}/plan/${params.id}?removed`);
	},
	restore: async ({ locals, params, url }) => {
		requireSession(locals, url);
		await restoreAction(locals.ctx, params.id);
		redirect(303, `/${locals.ctx.locale}/plan/${params.id}`);
	},
};
