import { redirect } from '@sveltejs/kit';
import { finishRun, readImportance, readRun, saveImportance } from '#modules/benchmarks/index.ts';
import { administratorsOf } from '#modules/network/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import { attempt, requireSession } from '../../../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const head = await readRun(ctx, params.id);
	if (head.mode === 'group') redirect(303, `/${ctx.locale}/runs/${params.id}`);
	const [state, admins] = await Promise.all([readImportance(ctx, head), administratorsOf(ctx.db, head.providerId)]);
	const names = await namesOf(ctx, admins);
	return {
		run: { id: head.id, mode: head.mode, year: head.createdAt.getUTCFullYear() },
		status: head.status,
		mayChange: head.allowed.answer && head.status === 'open',
		mayFinish: head.allowed.finish && head.status === 'open',
		...state,
		admins: admins.flatMap((id) => names.get(id) ?? []),
		messages: ctx.texts.group(ctx.locale, 'runs'),
	};
};

export const actions: Actions = {
	default: async ({ locals, params, request, url }) => {
		requireSession(locals, url);
		const { ctx } = locals;
		const form = await request.formData();
		const words = {
			item: 'runs.importance.error.none',
			conflict: 'runs.importance.error.notOpen',
			other: 'runs.importance.error.notOpen',
		} as const;
		return attempt(ctx.t, form, words, async () => {
			// Only what was changed here: somebody else may have changed another section meanwhile.
			const changed = [...form].filter(([name, value]) => /^[A-Z]+$/.test(name) && form.get(`was-${name}`) !== value);
			await saveImportance(ctx, params.id, Object.fromEntries(changed.map(([section, value]) => [section, Number(value) as 1])));
			if (form.get('go') !== 'finish') redirect(303, `/${ctx.locale}/runs/${params.id}/importance?saved`);
			await finishRun(ctx, params.id);
			redirect(303, `/${ctx.locale}/runs/${params.id}/report`);
		});
	},
};
