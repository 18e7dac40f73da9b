import { redirect } from '@sveltejs/kit';
import { choiceText, companyQuery, compareRun, readChoices, readRun, saveSharing } from '#modules/benchmarks/index.ts';
import { shownComparison } from '#modules/benchmarks/report/print.ts';
import { filterOptions } from '#modules/benchmarks/ui/comparison/filter-words.ts';
import { namesOfOrganisations } from '#modules/network/index.ts';
import { requireSession, signedForm } from '../../../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const run = await readRun(ctx, params.id);
	if (run.status !== 'finished') redirect(303, `/${ctx.locale}/runs/${run.id}`);
	const asked = url.searchParams.getAll('with');
	const choices = readChoices(asked);
	const { locale, t } = ctx;
	const [compared, names] = await Promise.all([
		compareRun(ctx, run.id, asked.length ? choices : null),
		namesOfOrganisations(ctx.db, [run.providerId], locale),
	]);
	return {
		run: { id: run.id, mode: run.mode, year: run.createdAt.getUTCFullYear() },
		provider: names.get(run.providerId)!,
		comparison: shownComparison(compared, ctx),
		levelNames: compared.levelNames,
		/** The group was not understood: too many filters, or two of a kind. */
		fault: choices === null,
		chosen: choices === null ? asked : compared.choices.map(choiceText),
		options: filterOptions(t, locale, 'go-international', compared),
		mayShare: run.allowed.share,
		messages: ctx.texts.group(locale, 'comparison', 'report'),
	};
};

export const actions: Actions = {
	/** Lets the result be counted in the groups of others, or takes that back. */
	sharing: async ({ locals, params, request, url }) => {
		const { ctx, form } = await signedForm({ locals, request, url });
		await saveSharing(ctx, params.id, form.get('sharing') === 'on');
		const choices = readChoices(new URLSearchParams(String(form.get('group'))).getAll('with')) ?? [];
		redirect(303, `/${ctx.locale}/runs/${params.id}/comparison?${companyQuery({ choices })}#own`);
	},
};
