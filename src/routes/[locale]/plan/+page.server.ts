import { redirect } from '@sveltejs/kit';
import { addAction, holdReview, readPlan } from '#modules/benchmarks/index.ts';
import { formatDay, formatPlannedDay } from '#platform/i18n/dates.ts';
import { attempt, requireSession, signedForm } from '../../forms.ts';
import { actionWords, readActionForm } from './action-form.ts';
import { findPlanProvider, providerOfPlan } from './provider.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const messages = ctx.texts.group(ctx.locale, 'plan');
	const provider = await findPlanProvider(ctx, url.searchParams.get('provider'));
	if (!provider) return { provider, plan: null, messages };
	const plan = await readPlan(ctx, provider.id);
	const added = Number(url.searchParams.get('added') ?? Number.NaN);
	return {
		provider,
		plan: {
			added: Number.isInteger(added) && added >= 0 ? added : null,
			counts: plan.counts,
			advice: plan.advice,
			allowed: plan.allowed,
			review: plan.review && { day: formatPlannedDay(plan.review.dueOn, ctx.locale), overdue: plan.review.overdue },
			reviewable: plan.allowed['review plan'] && plan.reviewable,
			/** The mail half a year after a result leads to the questions, which stand open then. */
			asked: url.searchParams.has('review'),
			reviews: plan.reviews.map(({ heldAt, ...review }) => ({ ...review, day: formatDay(heldAt, ctx.locale) })),
			actions: plan.actions.map(
				({ id, goal, action, owner, deadline, shown, fromLevel, toLevel, levelNow, sectionName, counted, mine }) => ({
					id,
					goal,
					action,
					owner: owner.name,
					mine,
					day: deadline && formatPlannedDay(deadline, ctx.locale),
					shown,
					fromLevel,
					toLevel,
					levelNow,
					counted,
					sectionName,
				}),
			),
		},
		messages,
	};
};

export const actions: Actions = {
	add: async ({ locals, request, url }) => {
		const { ctx, form } = await signedForm({ locals, request, url });
		return attempt(ctx.t, form, actionWords, async () => {
			const provider = await providerOfPlan(ctx, url.searchParams.get('provider'));
			const { id } = await addAction(ctx, provider.id, readActionForm(form));
			redirect(303, `/${ctx.locale}/plan/${id}#change`);
		});
	},
	review: async ({ locals, request, url }) => {
		const { ctx, form } = await signedForm({ locals, request, url });
		return attempt(ctx.t, form, actionWords, async () => {
			const provider = await providerOfPlan(ctx, url.searchParams.get('provider'));
			await holdReview(ctx, provider.id, {
				done: String(form.get('done') ?? ''),
				blocks: String(form.get('blocks') ?? ''),
				change: String(form.get('change') ?? ''),
			});
			redirect(303, `/${ctx.locale}/plan${provider.query}#review`);
		});
	},
};
