import { redirect } from '@sveltejs/kit';
import {
	cardOfReturn,
	editionOfReturn,
	leastBase,
	mostNumbers,
	publishCard,
	readReturn,
	shownFingerprint,
	withdrawCard,
	wordsIn,
} from '#modules/benchmarks/index.ts';
import { addressOfCard, cardInWords } from '#modules/benchmarks/report/print-return.ts';
import { formatDay } from '#platform/i18n/dates.ts';
import { attempt, requireSession, signedForm } from '../../../../forms.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
	requireSession(locals, url);
	const { ctx } = locals;
	const head = await readReturn(ctx, params.id);
	if (!head.allowed['publish card']) redirect(303, `/${ctx.locale}/returns/${head.id}`);
	const edition = editionOfReturn(head);
	const { instrument } = edition;
	const words = wordsIn(edition, ctx.locale);
	const { published, choices, state } = await cardOfReturn(ctx, head.id);
	return {
		returnId: head.id,
		providerId: head.providerId,
		unit: head.unit,
		state,
		choices: choices.map(({ code, name, axisName, value }) => ({
			code,
			name,
			axisName,
			value:
				words.valueOf(
					instrument.indicators.find((indicator) => indicator.code === code)!,
					value,
				) ?? '',
		})),
		places: mostNumbers,
		least: leastBase,
		published: published && {
			code: published.code,
			address: addressOfCard(ctx, published.code),
			card: cardInWords(ctx, published)!,
			fingerprint: shownFingerprint(published.fingerprint),
			on: formatDay(published.publishedAt, ctx.locale),
			current: published.current,
		},
		messages: ctx.texts.group(ctx.locale, 'cards', 'utility', 'charts'),
	};
};

export const actions: Actions = {
	publish: async ({ locals, params, request, url }) => {
		const { ctx, form } = await signedForm({ locals, request, url });
		const numbers = [...new Set(form.getAll('number').map(String).filter(Boolean))];
		return attempt(ctx.t, form, { numbers: 'cards.error.numbers', other: 'cards.error.other' }, async () => {
			await publishCard(ctx, params.id, { numbers });
			redirect(303, `/${ctx.locale}/returns/${params.id}/card`);
		});
	},
	withdraw: async ({ locals, params, url }) => {
		requireSession(locals, url);
		const { ctx } = locals;
		await withdrawCard(ctx, params.id);
		redirect(303, `/${ctx.locale}/returns/${params.id}/card`);
	},
};
