import { redirect } from '@sveltejs/kit';
import { openRunOf, profileToStartWith, startRun } from '#modules/benchmarks/index.ts';
import { administratorsOf, positionsOf } from '#modules/network/index.ts';
import { namesOf } from '#platform/auth/index.ts';
import { newId } from '#platform/ids.ts';
import { attempt, requireSession } from '../../../../forms.ts';
import { joinedLists, profileChoices, profileValues, profileWords, readProfileForm } from '../../../../profile-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const session = requireSession(locals, url);
	const { ctx } = locals;
	const messages = ctx.texts.group(ctx.locale, 'runs', 'profile', 'organisations');
	const providers = (await positionsOf(ctx, session.personId)).filter(({ kind }) => kind === 'provider');
	const own = providers.filter(({ roles }) => roles.includes('provider-admin'));
	const acting = ctx.actor.kind === 'person' ? ctx.actor.actingFor : undefined;
	const wanted = url.searchParams.get('provider') ?? acting;
	const provider = own.find(({ organisationId }) => organisationId === wanted) ?? own[0];
	if (!provider) {
		const [place] = providers;
		const people = place ? await administratorsOf(ctx.db, place.organisationId) : [];
		const names = await namesOf(ctx, people);
		return {
			messages,
			ask: place && { organisation: place.organisation, names: people.flatMap((id) => names.get(id) ?? []) },
			start: null,
		};
	}
	const open = await openRunOf(ctx.db, provider.organisationId, 'go-international');
	return {
		messages,
		ask: undefined,
		start: {
			provider: { id: provider.organisationId, name: provider.organisation },
			providers: own.map(({ organisationId, organisation }) => ({ value: organisationId, label: organisation })),
			open,
			/** Where the way here was chosen already. */
			mode: url.searchParams.get('mode') === 'group' ? ('group' as const) : ('full' as const),
			values: open ? {} : profileValues(await profileToStartWith(ctx, provider.organisationId)),
			choices: profileChoices,
			/** Sending this form twice starts one run. */
			key: newId(),
		},
	};
};

export const actions: Actions = {
	default: async ({ locals, request, url }) => {
		requireSession(locals, url);
		const { ctx } = locals;
		const form = await request.formData();
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
