import { error, redirect } from '@sveltejs/kit';
import {
	choiceText,
	companyQuery,
	compareReturn,
	defaultWeights,
	editionOfReturn,
	inviteSimilar,
	longestMessage,
	readCompany,
	readInviting,
	readReturn,
	saveReturnSharing,
	similarCount,
	wordsIn,
	type Company,
	type ReturnHead,
	type Variable,
} from '#modules/benchmarks/index.ts';
import { shownReturnComparison } from '#modules/benchmarks/report/print-return.ts';
import { filterOptions } from '#modules/benchmarks/ui/comparison/filter-words.ts';
import type { Ctx } from '#platform/context.ts';
import { AppError } from '#platform/errors.ts';
import { formatDay, formatPlannedDay } from '#platform/i18n/dates.ts';
import { newId } from '#platform/ids.ts';
import { consentsIn } from '../../../../consents.ts';
import { attempt, requireSession, signedForm } from '../../../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const found = await readReturn(ctx, params.id);
	const { id, year, level, unit, provider, state, steps, allowed } = found;
	return {
		head: { id, year, level, unit, state, enters: allowed['enter numbers'] },
		provider,
		/** The next step towards the comparison of a return that is not locked. */
		waiting: state === 'locked' ? null : steps.includes('lock') ? ('lock' as const) : ('open' as const),
		compared: state === 'locked' ? await comparedAs(ctx, found, url.searchParams) : null,
		messages: ctx.texts.group(ctx.locale, 'returns', 'comparison', 'peers', 'charts'),
	};
};

/** The comparison that is asked for in an address; with why nothing of it is shown where the address was not understood. */
async function comparedAs(ctx: Ctx, found: ReturnHead, query: URLSearchParams) {
	const { locale, t } = ctx;
	const company = readCompany(query);
	const usual: Company = { similar: { count: similarCount.usual, weights: defaultWeights } };
	const asked = company === 'similar' ? usual : company === 'filters' ? null : company;
	const tried = await compareReturn(ctx, found.id, asked).catch((error: unknown) => {
		if (error instanceof AppError && error.code === 'too_many_requests') return null;
		throw error;
	});
	const fault = typeof company === 'string' ? company : tried ? null : ('spent' as const);
	const compared = tried ?? (await compareReturn(ctx, found.id, usual));
	const edition = editionOfReturn(found);
	const { text } = wordsIn(edition, locale);
	const { bands } = edition.instrument.scoring;
	const weights = Object.entries(defaultWeights).map(([name, weight]) => [name, query.get(name) ?? String(weight)] as const);
	return {
		comparison: shownReturnComparison(compared, ctx),
		fault,
		/** Filters, or similar providers, with everything as it was asked for. */
		way: query.has('similar') ? ('similar' as const) : ('filters' as const),
		chosen: fault === 'filters' ? query.getAll('with') : compared.choices.map(choiceText),
		options: filterOptions(t, locale, 'solity', compared),
		count: query.get('similar') ?? String(similarCount.usual),
		weights: Object.fromEntries(weights),
		/** Whether the weights are other than the usual ones, and the way back to those. */
		weighed: weights.some(([name, weight]) => weight !== String(defaultWeights[name as Variable])),
		usual: companyQuery({ similar: { count: compared.similar?.count ?? similarCount.usual, weights: defaultWeights } }),
		bands: { names: bands.map(({ code }) => text(`su.band.${code}`)), edges: [...bands.map(({ from }) => from), 100] },
		mayShare: found.allowed.share,
		invitable: compared.invitable,
		message: asked && 'similar' in asked ? await messageOf(ctx, found.id, asked) : null,
	};
}

/**
 * What stands where one writes to the similar providers that were asked for; null for those who may not. Also where these
 * are not shown: a message that was refused because of that comes back there.
 */
async function messageOf(ctx: Ctx, id: string, asked: Company) {
	const inviting = await readInviting(ctx, id);
	if (!inviting) return null;
	const { last, next } = inviting;
	// A day on which it is allowed from the morning on.
	const dayAfter = next && new Date(next.getTime() + 86_400_000).toISOString().slice(0, 10);
	return {
		query: companyQuery(asked),
		key: newId(),
		inviting: {
			...inviting,
			most: longestMessage,
			last: last && formatDay(last, ctx.locale),
			next: dayAfter && formatPlannedDay(dayAfter, ctx.locale),
		},
	};
}

export const actions: Actions = {
	/** Gives consents, or takes them back. */
	sharing: async ({ locals, params, request, url }) => {
		const { ctx, form } = await signedForm({ locals, request, url });
		await saveReturnSharing(ctx, params.id, consentsIn(form));
		const company = readCompany(new URLSearchParams(String(form.get('group'))));
		const group = company === null || typeof company === 'string' ? '' : `?${companyQuery(company)}`;
		redirect(303, `/${ctx.locale}/returns/${params.id}/comparison${group}#own`);
	},
	/** Writes to the similar providers the address names. */
	message: async ({ locals, params, request, url }) => {
		const { ctx, form } = await signedForm({ locals, request, url });
		const company = readCompany(url.searchParams);
		if (!company || typeof company === 'string' || !('similar' in company)) error(400);
		const words = {
			message: 'peers.message.wrong',
			'message.wait': 'peers.message.wait',
			provider: 'peers.message.unverified',
			other: 'peers.message.stale',
		} as const;
		return attempt(ctx.t, form, words, async () => {
			await inviteSimilar(ctx, params.id, {
				...company.similar,
				message: String(form.get('message') ?? ''),
				key: String(form.get('key') ?? '') || undefined,
			});
			redirect(303, `/${ctx.locale}/returns/${params.id}/comparison?${companyQuery(company)}#written`);
		});
	},
};
