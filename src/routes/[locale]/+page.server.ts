import { currentEdition, quickQuestions, shownIndex } from '#modules/benchmarks/index.ts';
import { plainData } from '#platform/pages/index.ts';
import { sampleResult } from './benchmarks/go-international/sample.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx } }) => {
	const edition = currentEdition('go-international');
	const questions = quickQuestions(edition, ctx.locale);
	const { index, band, bandNames, profile } = sampleResult(ctx.locale);
	const { item, question, levels } = questions[0]!;
	return {
		first: plainData(ctx.page, { item, question, levels }),
		steps: questions.length,
		sample: plainData(ctx.page, { index: shownIndex(index!), band: band!, bandNames, profile }),
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		messages: ctx.texts.group(ctx.locale, 'home', 'quick'),
	};
};
