import { redirect } from '@sveltejs/kit';
import { finishRun, readImportance, readRun, saveImportance } from '#modules/benchmarks/index.ts';
import { administratorsOf } from '#modules/network/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import { attempt, requireSession, signedForm } from '../../../../forms.ts';
import { shownRun } from '../head.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const head = await readRun(ctx, params.id);
	// A group says what matters when it has agreed; before, it answers alone.
	if (head.mode === 'group' && head.status === 'open') redirect(303, `/${ctx.locale}/runs/${params.id}`);
	const underWay = head.status === (head.mode === 'group' ? 'closed' : 'open');
	const [state, admins] = await Promise.all([readImportance(ctx, head), administratorsOf(ctx.db, head.providerId)]);
	const names = await namesOf(ctx, admins);
	return {
		run: shownRun(head),
		status: head.status,
		underWay,
		mayChange: head.allowed.answer && underWay,
		mayFinish: head.allowed.finish && underWay,
		...state,
		admins: admins.flatMap((id) => names.get(id) ?? []),
		messages: ctx.texts.group(ctx.locale, 'runs'),
	};
};

export const actions: Actions = {
	default: async ({ locals, params, request, url }) => {
		const { ctx, form } = await signedForm({ locals, request, url });
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
