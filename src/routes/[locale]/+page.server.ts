import { currentEdition, quickQuestions, shownIndex } from '#modules/benchmarks/index.ts';
import { sampleResult } from './benchmarks/go-international/sample.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { ctx } }) => {
	const edition = currentEdition('go-international');
	const questions = quickQuestions(edition, ctx.locale);
	const { index, band, bandNames, profile } = sampleResult(ctx.locale);
	return {
		first: questions[0]!,
		steps: questions.length,
		sample: { index: shownIndex(index!), band: band!, bandNames, profile },
		textLocale: edition.locales.includes(ctx.locale) ? ctx.locale : 'en',
		messages: ctx.texts.group(ctx.locale, 'home', 'quick'),
	};
};
