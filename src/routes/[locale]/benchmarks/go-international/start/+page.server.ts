import { redirect } from '@sveltejs/kit';
import { openRunOf, profileToStartWith, startRun } from '#modules/benchmarks/index.ts';
import { newId } from '#platform/ids.ts';
import { attempt, requireSession, signedForm } from '../../../../forms.ts';
import { joinedLists, profileChoices, profileValues, profileWords, readProfileForm } from '../../../../profile-form.ts';
import { providerToStart } from '../../../../provider-to-start.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const session = requireSession(locals, url);
	const { ctx } = locals;
	const messages = ctx.texts.group(ctx.locale, 'runs', 'profile', 'organisations');
	const { provider, ask } = await providerToStart(ctx, session.personId, url);
	if (!provider) return { messages, provider, ask, start: null };
	const open = await openRunOf(ctx.db, provider.id, 'go-international');
	return {
		messages,
		provider,
		ask,
		start: {
			open,
			/** Where the way here was chosen already. */
			mode: url.searchParams.get('mode') === 'group' ? ('group' as const) : ('full' as const),
			values: open ? {} : profileValues(await profileToStartWith(ctx, provider.id)),
			choices: profileChoices,
			/** Sending this form twice starts one run. */
			key: newId(),
		},
	};
};

export const actions: Actions = {
	default: async (event) => {
		const { ctx, form } = await signedForm(event);
		const words = { ...profileWords, mode: 'runs.start.error.mode', conflict: 'runs.start.error.open' } as const;
		return attempt(ctx.t, joinedLists(form), words, async () => {
			const mode = String(form.get('mode') ?? '') as 'full' | 'group';
			const { runId } = await startRun(ctx, {
				providerId: String(form.get('provider') ?? ''),
				mode,
				profile: readProfileForm(form),
				key: String(form.get('key') ?? '') || undefined,
			});
			redirect(303, `/${ctx.locale}/runs/${runId}${mode === 'group' ? '/group' : ''}`);
		});
	},
};
