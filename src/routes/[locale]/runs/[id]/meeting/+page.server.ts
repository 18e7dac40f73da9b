import { fail, redirect } from '@sveltejs/kit';
import {
	finishRun,
	meetingOf,
	parkTogether,
	settleInput,
	settleItem,
	showItem,
	takeBack,
	type MeetingState,
} from '#modules/benchmarks/index.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { attempt } from '../../../../forms.ts';
import { meetingShown } from './shown.ts';
import { settleWords } from './words.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { ctx } = event.locals;
	return { ...(await meetingShown(event)), messages: ctx.texts.group(ctx.locale, 'runs', 'group', 'views', 'meeting') };
};

/** The item after this one that still has to be settled; the first open one after the last. */
function openAfter({ agenda, items }: MeetingState, item: string): string | null {
	const settled = new Set(items.filter(({ agreed }) => agreed).map((each) => each.item));
	const at = agenda.indexOf(item);
	const around = [...agenda.slice(at + 1), ...agenda.slice(0, Math.max(at, 0))];
	return around.find((each) => !settled.has(each)) ?? null;
}

const back = (ctx: Ctx, id: string) => `/${ctx.locale}/runs/${id}/meeting`;

export const actions: Actions = {
	show: async ({ locals: { ctx }, params, request }) => {
		const form = await request.formData();
		await showItem(ctx, params.id, String(form.get('item') ?? '') || null, { again: form.get('again') === 'yes' });
		redirect(303, back(ctx, params.id));
	},
	/** Agrees or parks, then shows the next open question. */
	settle: async ({ locals: { ctx }, params, request }) => {
		const form = await request.formData();
		const field = (name: string) => String(form.get(name) ?? '').trim();
		const item = field('item');
		const basedOn = Number(field('basedOn')) || 0;
		const value = field('value');
		const given =
			field('kind') === 'parked'
				? { kind: 'parked', item, basedOn, with: field('with'), until: field('until') }
				: value === 'NA'
					? { kind: 'not-applicable', item, basedOn, reason: field('reason'), reasonText: field('reasonText') || null }
					: { kind: 'level', item, basedOn, level: Number(value), reason: field('why') || null, evidence: field('evidence') || null };
		const settled = await attempt(ctx.t, form, settleWords, async () => {
			await settleItem(ctx, params.id, settleInput.parse(given));
			return { done: true as const };
		});
		if (!('done' in settled)) return fail(settled.status, { ...settled.data, item });
		await showItem(ctx, params.id, openAfter(await meetingOf(ctx, params.id), item));
		redirect(303, back(ctx, params.id));
	},
	parkRest: async ({ locals: { ctx }, params, request }) => {
		const form = await request.formData();
		return attempt(ctx.t, form, settleWords, async () => {
			const state = await meetingOf(ctx, params.id);
			const open = state.items.filter(({ item, agreed }) => !agreed && state.agenda.includes(item)).map(({ item }) => item);
			if (open.length)
				await parkTogether(ctx, params.id, { items: open, with: String(form.get('with') ?? ''), until: String(form.get('until') ?? '') });
			redirect(303, back(ctx, params.id));
		});
	},
	takeBack: async ({ locals: { ctx }, params, request }) => {
		await takeBack(ctx, params.id, String((await request.formData()).get('item') ?? ''));
		redirect(303, back(ctx, params.id));
	},
	finish: async ({ locals: { ctx }, params }) => {
		try {
			await finishRun(ctx, params.id);
		} catch (error) {
			if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
			return fail(409, { faults: [{ field: undefined, message: ctx.t('meeting.finish.open') }], values: {}, item: null });
		}
		redirect(303, `/${ctx.locale}/runs/${params.id}/report`);
	},
};
