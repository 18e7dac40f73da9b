import { redirect } from '@sveltejs/kit';
import {
	accessPlan,
	addActionProof,
	changeAction,
	itemChoices,
	ownNeeds,
	planColleagues,
	readAction,
	removeAction,
	removeActionProof,
	restoreAction,
	setActionState,
	supportFor,
	takeNeedBack,
	tellNeed,
	type StateInput,
} from '#modules/benchmarks/index.ts';
import { namesOfOrganisations } from '#modules/network/index.ts';
import { largestFile } from '#platform/files/index.ts';
import { formatDay, formatPlannedDay } from '#platform/i18n/dates.ts';
import { attempt, requireSession, signedForm } from '../../../forms.ts';
import { actionWords, readActionForm } from '../action-form.ts';
import type { Actions, PageServerLoad } from './$types';

/** What was done on the page before; it is said on top of this one. */
const keptWords = ['state', 'change', 'restored'] as const;

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	// The words of offers and needs are those of the report.
	const messages = ctx.texts.group(ctx.locale, 'plan', 'report');
	if (url.searchParams.has('removed')) return { removed: params.id, messages };
	const { action, providerId, mayEdit, mayReport } = await readAction(ctx, params.id);
	const [access, support, colleagues, names] = await Promise.all([
		accessPlan(ctx, providerId),
		supportFor(ctx, providerId, action),
		planColleagues(ctx, providerId),
		namesOfOrganisations(ctx.db, [providerId], ctx.locale),
	]);
	const { doneAt: _, resultSince, ...shown } = action;
	return {
		removed: null,
		provider: { id: providerId, name: names.get(providerId)?.text ?? '' },
		action: {
			...shown,
			day: action.deadline && formatPlannedDay(action.deadline, ctx.locale),
			result: resultSince && { runId: resultSince.runId, day: formatDay(resultSince.on, ctx.locale) },
		},
		mayEdit,
		mayReport,
		colleagues,
		/** What an own action can serve; one that comes from a result keeps its question. */
		items: mayEdit && !action.runId && !action.counted ? itemChoices(ctx) : [],
		support,
		needs: support && access.allows('tell need') ? await ownNeeds(ctx, providerId) : undefined,
		mostBytes: largestFile,
		kept: keptWords.find((word) => word === url.searchParams.get('kept')) ?? null,
		messages,
	};
};

export const actions: Actions = {
	state: async ({ locals, params, request, url }) => {
		const { ctx, form } = await signedForm({ locals, request, url });
		return attempt(ctx.t, form, actionWords, async () => {
			await setActionState(ctx, params.id, {
				state: String(form.get('state')) as StateInput['state'],
				stoppedReason: String(form.get('stoppedReason') ?? ''),
				proofUrl: String(form.get('proofUrl') ?? ''),
				proofNote: String(form.get('proofNote') ?? ''),
			});
			const file = form.get('file');
			if (file instanceof File && file.size > 0) await addActionProof(ctx, params.id, { name: file.name, bytes: file.stream() });
			redirect(303, `/${ctx.locale}/plan/${params.id}?kept=state#kept`);
		});
	},
	removeProof: async ({ locals, params, url }) => {
		requireSession(locals, url);
		await removeActionProof(locals.ctx, params.id);
		redirect(303, `/${locals.ctx.locale}/plan/${params.id}?kept=state#kept`);
	},
	change: async ({ locals, params, request, url }) => {
		const { ctx, form } = await signedForm({ locals, request, url });
		return attempt(ctx.t, form, actionWords, async () => {
			const { action } = await readAction(ctx, params.id);
			await changeAction(ctx, params.id, Number(form.get('version')), readActionForm(form, action));
			redirect(303, `/${ctx.locale}/plan/${params.id}?kept=change#kept`);
		});
	},
	need: async ({ locals, params, request, url }) => {
		const { ctx, form } = await signedForm({ locals, request, url });
		const { providerId } = await readAction(ctx, params.id);
		const change = form.get('told') ? takeNeedBack : tellNeed;
		await change(ctx, providerId, String(form.get('theme') ?? ''));
		redirect(303, `/${ctx.locale}/plan/${params.id}#support`);
	},
	remove: async ({ locals, params, url }) => {
		requireSession(locals, url);
		await removeAction(locals.ctx, params.id);
		redirect(303, `/${locals.ctx.locale}/plan/${params.id}?removed#removed`);
	},
	restore: async ({ locals, params, request, url }) => {
		requireSession(locals, url);
		const { ctx } = locals;
		return attempt(ctx.t, await request.formData(), { conflict: 'plan.error.twin', other: 'plan.error.other' }, async () => {
			await restoreAction(ctx, params.id);
			redirect(303, `/${ctx.locale}/plan/${params.id}?kept=restored#kept`);
		});
	},
};
