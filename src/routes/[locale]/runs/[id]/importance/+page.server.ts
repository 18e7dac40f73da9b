import { fail, redirect } from '@sveltejs/kit';
import { finishRun, readImportance, readRun, saveWishes } from '#modules/benchmarks/index.ts';
import { administratorsOf } from '#modules/network/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import { attempt, requireSession, signedForm, typed } from '../../../../forms.ts';
import { shownRun } from '../head.ts';
import { refusedTarget } from './refused-target.ts';
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
		mayTarget: head.allowed['choose focus'] && head.status !== 'draft',
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
			level: 'runs.targets.error',
			conflict: 'runs.importance.error.notOpen',
			other: 'runs.importance.error.notOpen',
		} as const;
		return attempt(ctx.t, form, words, async () => {
			// Only what was changed here: somebody else may have changed another section meanwhile.
			const changed = (names: RegExp) => [...form].filter(([name, value]) => names.test(name) && form.get(`was-${name}`) !== value);
			const importance = changed(/^[A-Z]+$/).map(([section, value]) => [section, Number(value) as 1]);
			const targets = changed(/^target-/).map(([name, value]) => [name.slice('target-'.length), value ? (Number(value) as 1) : null]);
			try {
				await saveWishes(ctx, params.id, { importance: Object.fromEntries(importance), targets: Object.fromEntries(targets) });
			} catch (error) {
				const item = refusedTarget(error);
				const { sections } = await readImportance(ctx, await readRun(ctx, params.id));
				const shown = sections.flatMap((section) => section.targets).find((each) => each.item === item);
				if (!shown) throw error;
				const message = ctx.t('runs.targets.error.of', { title: shown.title });
				return fail(422, { faults: [{ field: `target-${item}`, message }], values: typed(form), ticked: {} });
			}
			if (form.get('go') !== 'finish') redirect(303, `/${ctx.locale}/runs/${params.id}/importance?saved`);
			await finishRun(ctx, params.id);
			redirect(303, `/${ctx.locale}/runs/${params.id}/report`);
		});
	},
};
